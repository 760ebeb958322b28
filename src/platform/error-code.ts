// What kind of error it is, for errors of Node itself and of libraries.
import { isNativeError } from 'node:util/types'

/** `code` of an error (ENOENT, SQLITE_BUSY, 40001), or ''. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}

/** Also true for errors that were made in another realm (tests run in one of their own). */
export function isError(error: unknown): error is Error {
  return error instanceof Error || isNativeError(error)
}
