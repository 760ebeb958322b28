// A clock that is set to a moment in the past and ticks from there.
import { performance } from 'node:perf_hooks'
import { type Clock, clockFrom } from '../lib/clock.ts'

export interface StoryClock extends Clock {
  /** To milliseconds since the epoch; never backwards. */
  set(millis: number): void
}

export function storyClock(start: number): StoryClock {
  let base = start
  let mark = performance.now()
  const millis = () => Math.floor(base + performance.now() - mark)
  return {
    ...clockFrom(millis),
    set(to) {
      base = Math.max(to, millis())
      mark = performance.now()
    },
  }
}
