// From whatever was thrown to what a visitor is told: a Refusal says it itself, the rest is hidden behind an id.
import { Refusal, TooLarge, Unavailable } from '../core/errors.ts'

/** Codes of errors that mean: the database cannot be used now (PostgreSQL classes 08, 53, 57P; SQLite; sockets). */
const databaseAway =
  /^(08\w{3}|53\w{3}|57P0[1-5]|SQLITE_(BUSY|CANTOPEN|FULL|IOERR|LOCKED|READONLY|NOTADB|CORRUPT)\w*|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|ENOSPC)$/

const databaseWords =
  /connection terminated|timeout exceeded when trying to connect|database (connection )?is not open/i

/** The Refusal behind an error, or undefined for a fault of ours. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error
  const found = error as { code?: unknown; message?: unknown; status?: unknown; cause?: unknown } | undefined
  if (databaseAway.test(String(found?.code ?? '')) || databaseWords.test(String(found?.message ?? ''))) {
    return new Unavailable('error.databaseAway', {}, { cause: error })
  }
  if (found?.cause) return refusalOf(found.cause)
  // Faults that express finds in a request (a path that is no UTF-8).
  if (error instanceof URIError || found?.status === 400) return new Refusal(400, 'error.badText')
  return found?.status === 413 ? new TooLarge() : undefined
}
