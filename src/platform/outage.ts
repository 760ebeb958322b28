// Logs the outage of something that is tried again and again: at once, then ever more seldom, and when it is over.
import type { Clock } from '../lib/clock.ts'
import type { Logger } from './log.ts'

export interface Outage {
  /** It failed. */
  met(error: unknown, facts?: object): void
  /** It went well. Costs nothing when nothing was wrong. */
  over(): void
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/**
 * The first failure is told at once, what follows after a minute, two, four, up to every hour.
 * @param message what does not work, as in "the queue cannot be read"
 */
export function openOutage({ log, clock }: { log: Logger; clock: Clock }, message: string): Outage {
  let since: number | undefined
  let times = 0
  let next = 0
  let pause = 0

  function met(error: unknown, facts: object = {}): void {
    const now = clock.millis()
    times++
    if (since !== undefined && now < next) return
    pause = since === undefined ? MINUTE : Math.min(HOUR, pause * 2)
    next = now + pause
    since ??= now
    log.error(message, { ...facts, error, ...(times > 1 ? { times, seconds: secondsSince(since) } : {}) })
  }

  function over(): void {
    if (since === undefined) return
    log.warn(`over: ${message}`, { times, seconds: secondsSince(since) })
    since = undefined
    times = 0
  }

  function secondsSince(begin: number): number {
    return Math.round((clock.millis() - begin) / 1000)
  }

  return { met, over }
}
