// When failed work is tried again, and when it is given up.

/** After so many failures a job is dead: visible, and tried again only when an administrator asks. */
export const MAX_ATTEMPTS = 10
/** After so many claims that ended without success or failure (the process was killed each time) it is dead too. */
export const MAX_LOST_CLAIMS = 50

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const delays = [2 * SECOND, 10 * SECOND, MINUTE, 5 * MINUTE, 20 * MINUTE, HOUR, 3 * HOUR, 8 * HOUR, 16 * HOUR] as const

/** Milliseconds to wait after the nth failure (from 1), spread so that what failed together does not return together. */
export function delayAfter(attempts: number, random: () => number = Math.random): number {
  const delay = delays[Math.min(attempts, delays.length) - 1] ?? delays[0]
  return Math.round(delay * (0.8 + 0.4 * random()))
}

/** Thrown by a handler: trying again is of no use, the job is dead at once. */
export class GiveUp extends Error {
  override readonly name = 'GiveUp'
}
