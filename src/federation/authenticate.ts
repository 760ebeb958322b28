// Whose signature is on a request: the key from the database, fetched once when unknown, once more when it was rotated.
import { Refusal } from '../core/errors.ts'
import type { KnownKey } from '../core/federation.ts'
import { putBounded } from '../lib/bounded-map.ts'
import type { Frame } from './frame.ts'
import { hostOf } from './json.ts'
import { mayTalkTo } from './policy.ts'
import type { Resolver } from './resolve.ts'
import { claimedKey, type IncomingMessage, type Verified, verifyRequest } from './signatures.ts'

const KEEP_MILLIS = 60_000
/** A key that could not be had, or that did not fit, is not asked for again so soon. */
const PAUSE_MILLIS = 60_000
const FETCH_MILLIS = 8_000
const MAX_KEPT = 5_000
/** The one reason of verifyRequest that another key of the same id would mend. */
const WRONG_KEY = 'the signature does not hold'

export type Authenticated = Verified | { readonly ok: false; readonly reason: string; readonly gone: true }

export interface Authenticator {
  authenticate(message: IncomingMessage): Promise<Authenticated>
  /** The key, fetched and recorded with its actor when it is not known yet. */
  findKey(keyIri: string): Promise<KnownKey | undefined>
  /** The key if it is known already. */
  knownKey(keyIri: string): Promise<KnownKey | undefined>
}

type FetchedKey = 'recorded' | 'gone' | 'none'

/** Caches keys, and failures to get them, for a minute each. */
export function openAuthenticator(frame: Frame, resolver: Pick<Resolver, 'fetchKey'>): Authenticator {
  const kept = new Map<string, { key: KnownKey; until: number }>()
  const tried = new Map<string, { outcome: FetchedKey; until: number }>()
  const renewed = new Map<string, { until: number }>()
  const running = new Map<string, Promise<FetchedKey>>()

  async function knownKey(keyIri: string): Promise<KnownKey | undefined> {
    const now = frame.clock.millis()
    const found = kept.get(keyIri)
    if (found && found.until > now) return found.key
    const key = await frame.actors.findKey(frame.ctx, keyIri)
    if (key) putBounded(kept, keyIri, { key, until: now + KEEP_MILLIS }, MAX_KEPT)
    return key
  }

  /** One request at a time for one key, and not again within a minute. */
  function fetchOnce(keyIri: string): Promise<FetchedKey> {
    const before = tried.get(keyIri)
    if (before && before.until > frame.clock.millis()) return Promise.resolve(before.outcome)
    const started = running.get(keyIri) ?? fetchNow(keyIri)
    running.set(keyIri, started)
    return started
  }

  async function fetchNow(keyIri: string): Promise<FetchedKey> {
    try {
      const outcome = await fetchQuietly(keyIri)
      if (outcome === 'recorded') tried.delete(keyIri)
      else putBounded(tried, keyIri, { outcome, until: frame.clock.millis() + PAUSE_MILLIS }, MAX_KEPT)
      return outcome
    } finally {
      running.delete(keyIri)
    }
  }

  async function fetchQuietly(keyIri: string): Promise<FetchedKey> {
    const host = hostOf(keyIri)
    if (host === undefined || host === frame.urls.host || !(await mayTalkTo(frame, host))) return 'none'
    try {
      return await resolver.fetchKey(keyIri, FETCH_MILLIS)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      frame.log.info('a key is not to be had', { key: keyIri, code: error.code, ...error.params })
      return 'none'
    }
  }

  async function findKey(keyIri: string): Promise<KnownKey | undefined> {
    const known = await knownKey(keyIri)
    if (known) return known
    return (await fetchOnce(keyIri)) === 'recorded' ? knownKey(keyIri) : undefined
  }

  async function authenticate(message: IncomingMessage): Promise<Authenticated> {
    const claimed = claimedKey(message.headers)
    const wasKnown = claimed !== undefined && (await knownKey(claimed)) !== undefined
    const first = await verifyRequest(message, findKey, frame.clock.millis())
    if (first.ok || claimed === undefined) return first
    if (!wasKnown) return tried.get(claimed)?.outcome === 'gone' ? { ...first, gone: true } : first
    if (first.reason !== WRONG_KEY) return first
    // The owner may have new keys since we last looked. Anybody can send a wrong signature: not more often than that.
    if ((renewed.get(claimed)?.until ?? 0) > frame.clock.millis()) return first
    putBounded(renewed, claimed, { until: frame.clock.millis() + PAUSE_MILLIS }, MAX_KEPT)
    const outcome = await fetchOnce(claimed)
    if (outcome === 'gone') return { ...first, gone: true }
    if (outcome !== 'recorded') return first
    kept.delete(claimed)
    return verifyRequest(message, findKey, frame.clock.millis())
  }

  return { authenticate, findKey, knownKey }
}
