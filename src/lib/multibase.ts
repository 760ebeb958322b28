// Multibase base58btc and Multikey (FEP-521a): how Ed25519 keys and proofs are written as text.
import { createPublicKey, type KeyObject } from 'node:crypto'

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** Multicodec prefix of an Ed25519 public key. */
const ED25519 = [0xed, 0x01]
/** What stands before the 32 raw bytes in SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** Bytes as `z…` (base58btc). */
export function toMultibase(bytes: Uint8Array): string {
  let number = BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`)
  let text = ''
  for (; number > 0n; number /= 58n) text = ALPHABET.charAt(Number(number % 58n)) + text
  for (const byte of bytes) {
    if (byte !== 0) break
    text = `1${text}`
  }
  return `z${text}`
}

/** Bytes of `z…`; undefined when it is no base58btc. */
export function fromMultibase(text: string): Buffer | undefined {
  if (!/^z[1-9A-HJ-NP-Za-km-z]*$/.test(text)) return undefined
  const digits = text.slice(1)
  let number = 0n
  for (const digit of digits) number = number * 58n + BigInt(ALPHABET.indexOf(digit))
  const hex = number === 0n ? '' : number.toString(16)
  const zeros = /^1*/.exec(digits)?.[0].length ?? 0
  return Buffer.concat([Buffer.alloc(zeros), Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')])
}

/** An Ed25519 public key as Multikey (`z6Mk…`). */
export function ed25519Multibase(key: KeyObject): string {
  const raw = key.export({ type: 'spki', format: 'der' }).subarray(SPKI_PREFIX.length)
  return toMultibase(Buffer.concat([Buffer.from(ED25519), raw]))
}

/** The key of a Multikey; undefined when it is not an Ed25519 one. */
export function ed25519Key(multibase: string): KeyObject | undefined {
  const bytes = fromMultibase(multibase)
  if (!bytes || bytes.length !== 34 || bytes[0] !== ED25519[0] || bytes[1] !== ED25519[1]) return undefined
  return createPublicKey({ key: Buffer.concat([SPKI_PREFIX, bytes.subarray(2)]), format: 'der', type: 'spki' })
}
