// How much one activity may make us fetch: requests, parents, time.
import { Unavailable } from '../core/errors.ts'
import type { Clock } from '../lib/clock.ts'
import { Untrusted } from './errors.ts'

const MAX_FETCHES = 20
const MAX_PARENTS = 10
export const MAX_MILLIS = 10_000

export interface Budget {
  /** Takes one request. @returns milliseconds that it may last. @throws Untrusted when all are used, Unavailable when time is up. */
  fetch(): number
  /** Takes one step up a thread; false: high enough. */
  parent(): boolean
}

/** @param millis for all requests together. */
export function openBudget(clock: Clock, millis = MAX_MILLIS): Budget {
  const end = clock.millis() + millis
  let fetches = MAX_FETCHES
  let parents = MAX_PARENTS
  return {
    fetch: () => {
      if (fetches-- <= 0) throw new Untrusted('it asks for too many requests')
      const left = end - clock.millis()
      if (left <= 0) throw new Unavailable('lookup.tooSlow')
      return left
    },
    parent: () => parents-- > 0,
  }
}
