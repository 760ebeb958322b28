// What both signature schemes need of an HTTP request: its parts, its time window, its digests.
import { hash as hashOf } from 'node:crypto'
import type { KnownKey, SigningKey } from '../core/federation.ts'

/** Headers of a request, by their names in lower case. */
export type HeaderReader = Pick<Headers, 'get' | 'has'>

export interface IncomingMessage {
  readonly method: string
  /** Absolute, on our own origin, path and query exactly as they came. */
  readonly url: string
  readonly headers: HeaderReader
  readonly body: Buffer
}

export interface OutgoingMessage {
  readonly method: string
  readonly url: string
  readonly body?: string | Buffer
  readonly key: SigningKey
  /** Milliseconds since the epoch. */
  readonly now: number
}

export type SignatureScheme = 'rfc9421' | 'cavage'
export type FindKey = (keyIri: string) => Promise<KnownKey | undefined>

/** What is to be signed, and the headers that carry the signature once it is there. */
export interface Unsigned {
  readonly text: string
  headers(signature: Buffer): Record<string, string>
}

/** A signature as claimed: checked except for the key. */
export interface Claim {
  readonly keyIri: string
  /** Undefined: the kind of key decides. */
  readonly kind: KnownKey['kind'] | undefined
  readonly text: string
  readonly signature: Buffer
}

/** Why a request is not believed. `message` is for the log and the sender's administrator. */
export class BadSignature extends Error {
  override readonly name = 'BadSignature'
  readonly keyIri: string | undefined
  constructor(message: string, keyIri?: string) {
    super(message)
    this.keyIri = keyIri
  }
}

/** How far clocks may differ and how old a signature may be (Mastodon, Fedify: one hour). */
const WINDOW = 3_600_000
/** Longest life that `expires` may give a signature (Mastodon). */
const MAX_LIFE_MILLIS = 12 * 3_600_000

/** @param created milliseconds. @throws BadSignature */
export function checkTime(created: number, now: number, expires?: number): void {
  if (!Number.isFinite(created) || Math.abs(now - created) > WINDOW)
    throw new BadSignature('signed too long ago or ahead')
  if (expires === undefined) return
  if (!Number.isFinite(expires) || expires < now || expires - created > MAX_LIFE_MILLIS)
    throw new BadSignature('expired')
}

/** A body must be covered; POST always has one, be it empty. */
export function needsDigest(message: { method: string; body?: string | Buffer }): boolean {
  return message.method.toUpperCase() === 'POST' || (message.body !== undefined && message.body.length > 0)
}

/** In base64, as Digest (RFC 3230) and Content-Digest (RFC 9530) have it. */
export function hash(algorithm: 'sha256' | 'sha512', body: string | Buffer): string {
  return hashOf(algorithm, body, 'base64')
}

/** Path and query exactly as sent: a parsed URL could be written differently. */
export function targetOf(url: string): string {
  const path = url.indexOf('/', url.indexOf('://') + 3)
  return path < 0 ? '/' : url.slice(path)
}

/** Host with port. @throws TypeError when it is no URL */
export function hostOf(url: string): string {
  return new URL(url).host
}
