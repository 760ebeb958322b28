// From whatever was thrown to what a visitor is told: a Refusal says it itself, the rest is hidden behind an id.
import { Refusal, TooLarge, Unavailable } from '../core/errors.ts'
import { isDatabaseAway } from '../platform/db/dialect.ts'

/** The Refusal behind an error, or undefined for a fault of ours. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  if (isDatabaseAway(error)) return new Unavailable('error.databaseAway', {}, { cause: error })
  const found = error as { status?: unknown; cause?: unknown } | undefined
  if (found?.cause) return refusalOf(found.cause)
  // Faults that express finds in a request (a path that is no UTF-8).
  if (error instanceof URIError || found?.status === 400) return new Refusal(400, 'error.badText')
  return found?.status === 413 ? new TooLarge() : undefined
}
