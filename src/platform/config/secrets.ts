// The secret key of the installation: made once, kept in the folder with the database, readable by its owner only.
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { codeOf } from '../error-code.ts'

/** Shorter ones can be guessed. */
export const SECRET_KEY_LENGTH = 32

/**
 * Reads DATA_DIR/secret.key, or makes it (mode 0600). Safe when two processes start at the same time.
 * @throws Error when the folder cannot be written, or the file was cut short.
 */
export function keepSecretKey(dataDir: string): string {
  const path = join(dataDir, 'secret.key')
  const kept = read(path)
  if (kept !== undefined) return checked(kept, path)
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const fresh = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(fresh, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flush: true })
    // Whole or not at all, and the first of two processes wins: a link, unlike a rename, does not replace.
    linkSync(fresh, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(fresh, { force: true })
  }
  return checked(readFileSync(path, 'utf8').trim(), path)
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function checked(key: string, path: string): string {
  if (key.length < SECRET_KEY_LENGTH) throw new Error(`${path} holds no key of ${SECRET_KEY_LENGTH} characters or more`)
  return key
}
