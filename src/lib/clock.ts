// The only place that reads the time, so that tests can set it.

/** A moment as ISO-8601 UTC text with milliseconds ("2026-11-22T09:00:00.000Z"): sorts as text in both databases. */
export type Instant = string

export interface Clock {
  /** Milliseconds since the epoch. */
  millis(): number
  /** Now, as stored in the database. */
  now(): Instant
  /** Now plus a number of milliseconds (may be negative), as stored in the database. */
  in(millis: number): Instant
}

/** A clock over any source of milliseconds. */
export function clockFrom(millis: () => number): Clock {
  return {
    millis,
    now: () => new Date(millis()).toISOString(),
    in: (offset) => new Date(millis() + offset).toISOString(),
  }
}

export const systemClock: Clock = clockFrom(() => Date.now())

/** A moment from outside (AS2 `published`, a form) as Instant, or undefined when it is no date. */
export function toInstant(text: string | undefined | null): Instant | undefined {
  if (!text) return undefined
  const millis = Date.parse(text)
  return Number.isNaN(millis) ? undefined : new Date(millis).toISOString()
}

/** Milliseconds since the epoch of a stored moment. */
export function millisOf(instant: Instant): number {
  return Date.parse(instant)
}

/** As HTTP headers write it ("Sun, 22 Nov 2026 09:00:00 GMT", RFC 9110 §5.6.7). `millisOf` reads it. */
export function httpDate(millis: number): string {
  return new Date(millis).toUTCString()
}

/** A stored moment as a Date, for libraries that ask for one. */
export function dateOf(instant: Instant): Date {
  return new Date(instant)
}
