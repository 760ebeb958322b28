// One attempt at one delivery: signs as the host likes it, posts, and says what came of it. The only code that posts.
import type { KnownKey, SigningKey } from '../core/federation.ts'
import { type Clock, millisOf } from '../lib/clock.ts'
import type { ActorId } from '../lib/id.ts'
import { type HttpAnswer, type HttpClient, HttpFault } from '../platform/http/fetch.ts'
import type { HostState } from './breaker.ts'
import type { Parcel } from './delivery-claim.ts'
import { type SignatureScheme, signedHeaders, signedHeadersLater } from './signatures.ts'

export interface Attempt {
  readonly parcel: Parcel
  /** Null: no answer. */
  readonly status: number | null
  /** First 2 kB of what was answered, or why there was no answer. Null when it was taken. */
  readonly error: string | null
  /** The request cannot be made at all (a bad or private address). */
  readonly hopeless?: boolean
  /** Nothing to do with the host (no key of ours): tried again, not held against it. */
  readonly ours?: boolean
  /** Milliseconds that the host asks to wait. */
  readonly retryAfter?: number
  readonly learned?: Partial<Pick<HostState, 'scheme' | 'takesEd25519'>>
}

export interface SendOptions {
  readonly http: HttpClient
  readonly clock: Clock
  signingKey(actorId: ActorId, kind: KnownKey['kind']): Promise<SigningKey>
}

type Way = { readonly scheme: SignatureScheme; readonly kind: KnownKey['kind'] }

const CONTENT_TYPE = 'application/activity+json'
const KEPT = 2000
/** For one POST, and for all POSTs of an attempt together: shorter than the lease. */
const KNOCK_MILLIS = 10_000
const ATTEMPT_MILLIS = 20_000
const MAX_WAIT_MILLIS = 24 * 3_600_000

/** Never throws: whatever goes wrong is in the attempt. */
export async function send(options: SendOptions, parcel: Parcel): Promise<Attempt> {
  const ends = performance.now() + ATTEMPT_MILLIS
  let last: Attempt = { parcel, status: null, error: 'not sent', ours: true }
  for (const way of waysTo(parcel)) {
    last = await knock(options, parcel, { way, ends })
    if (last.status !== 400 && last.status !== 401) return withLesson(last, way)
  }
  return last
}

/** Ed25519 where it is known to be taken, else RSA by the scheme that was last accepted; then the other one. */
export function waysTo(host: Pick<HostState, 'scheme' | 'takesEd25519'>): Way[] {
  const first = host.scheme ?? 'cavage'
  const other = first === 'cavage' ? 'rfc9421' : 'cavage'
  const ed25519: Way[] = host.takesEd25519 ? [{ scheme: 'rfc9421', kind: 'ed25519' }] : []
  return [...ed25519, { scheme: first, kind: 'rsa' }, { scheme: other, kind: 'rsa' }]
}

/** Remembers a way only when the request was taken: an error says nothing about the signature. */
function withLesson(attempt: Attempt, way: Way): Attempt {
  const { status, parcel } = attempt
  if (status === null || status >= 300 || way.kind === 'ed25519') return attempt
  const learned = {
    ...(parcel.scheme === way.scheme ? {} : { scheme: way.scheme }),
    ...(parcel.takesEd25519 ? { takesEd25519: false } : {}),
  }
  return Object.keys(learned).length > 0 ? { ...attempt, learned } : attempt
}

async function knock(
  options: SendOptions,
  parcel: Parcel,
  { way, ends }: { way: Way; ends: number },
): Promise<Attempt> {
  let headers: Record<string, string>
  try {
    headers = await signed(options, parcel, way)
  } catch (error) {
    return { parcel, status: null, error: `not signed: ${messageOf(error)}`, ours: true }
  }
  try {
    const answer = await options.http.fetch(parcel.inbox, {
      method: 'POST',
      headers: { 'content-type': CONTENT_TYPE, accept: CONTENT_TYPE, ...headers },
      body: parcel.json,
      // A signature is for one address only.
      redirect: 'manual',
      timeoutMillis: Math.min(KNOCK_MILLIS, Math.max(1, ends - performance.now())),
    })
    return await attemptOf(options.clock, parcel, answer)
  } catch (error) {
    const hopeless = error instanceof HttpFault && (error.code === 'bad-address' || error.code === 'private-address')
    return { parcel, status: null, error: kept(messageOf(error)), ...(hopeless ? { hopeless } : {}) }
  }
}

async function signed(options: SendOptions, parcel: Parcel, way: Way): Promise<Record<string, string>> {
  const key = await options.signingKey(parcel.actorId, way.kind)
  const now = options.clock.millis()
  const message = { method: 'POST', url: parcel.inbox, body: parcel.json, key, scheme: way.scheme, now }
  // The thread pool pays for RSA; Ed25519 is made sooner than handed over.
  return way.kind === 'rsa' ? signedHeadersLater(message) : signedHeaders(message)
}

async function attemptOf(clock: Clock, parcel: Parcel, answer: HttpAnswer): Promise<Attempt> {
  const taken = answer.status >= 200 && answer.status < 300
  const retryAfter = taken ? undefined : waitOf(clock, answer.headers.get('retry-after'))
  return {
    parcel,
    status: answer.status,
    error: taken ? null : kept(await answer.text()),
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
}

/** Retry-After in milliseconds: seconds or a date (RFC 9110 §10.2.3). */
function waitOf(clock: Clock, header: string | null): number | undefined {
  if (header === null) return undefined
  const millis = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : millisOf(header) - clock.millis()
  return Number.isFinite(millis) ? Math.min(Math.max(0, millis), MAX_WAIT_MILLIS) : undefined
}

/** PostgreSQL keeps no NUL in a text. */
function kept(text: string): string {
  return text.slice(0, KEPT).replaceAll('\0', '')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
