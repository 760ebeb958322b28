// One GET elsewhere, of a document or a picture: signed by the plein's own actor where it may be, checked at every hop, small.
import { NotFound, Unavailable } from '../core/errors.ts'
import type { JsonObject } from '../core/federation.ts'
import { putBounded } from '../lib/bounded-map.ts'
import { withoutFragment } from '../lib/iri.ts'
import { type HttpAnswer, HttpFault } from '../platform/http/fetch.ts'
import type { Budget } from './budget.ts'
import { Untrusted } from './errors.ts'
import type { Frame } from './frame.ts'
import { hostOf, MAX_BYTES, originOf, parseJson } from './json.ts'
import { mayTalkTo } from './policy.ts'
import { readDocument } from './read.ts'
import { signedHeadersLater } from './signatures.ts'

const ACCEPT = 'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
const MAX_HOPS = 4
const MAX_KEPT = 300
const MAX_KEPT_BYTES = 64 * 1024

export interface Fetched {
  readonly document: JsonObject
  /** As it came, for proofs. */
  readonly raw: JsonObject
  /** The address that served it, after redirects. */
  readonly servedFrom: string
}

interface Kept {
  readonly etag: string
  readonly fetched: Fetched
}

export interface DocumentFetcher {
  /**
   * @returns 'gone' for 404 and 410.
   * @throws Unavailable when the other side cannot be reached or is ill, Untrusted or NotFound when it gives what we do not take.
   */
  fetch(url: string, budget: Budget): Promise<Fetched | 'gone'>
  /** Any bytes, of `maxBytes` at most, signed for `shownBy` alone. Returns and throws as `fetch` does. */
  file(url: string, budget: Budget, ask: { shownBy: string; maxBytes: number }): Promise<Buffer | 'gone'>
}

/** Keeps answers with an ETag, so that asking again is cheap for both sides. */
export function openDocumentFetcher(frame: Frame): DocumentFetcher {
  const kept = new Map<string, Kept>()

  async function fetch(address: string, budget: Budget): Promise<Fetched | 'gone'> {
    const etagOf = (at: string) => kept.get(at)?.etag
    const { url, answer } = await follow(frame, address, { budget, accept: ACCEPT, maxBytes: MAX_BYTES, etagOf })
    const known = kept.get(url)
    return answer.status === 304 && known ? known.fetched : read(url, answer)
  }

  async function file(
    address: string,
    budget: Budget,
    { shownBy, maxBytes }: { shownBy: string; maxBytes: number },
  ): Promise<Buffer | 'gone'> {
    // What a server gives us for its members, no other server makes us fetch and show.
    const { url, answer } = await follow(frame, address, { budget, accept: 'image/*', maxBytes, signedFor: shownBy })
    if (answer.status === 404 || answer.status === 410) return 'gone'
    checkStatus(url, answer.status)
    return answer.bytes()
  }

  async function read(url: string, answer: HttpAnswer): Promise<Fetched | 'gone'> {
    if (answer.status === 404 || answer.status === 410) return 'gone'
    checkStatus(url, answer.status)
    checkType(answer.headers.get('content-type'))
    const text = await answer.text()
    const raw = parseJson(text)
    const fetched = { document: await readDocument(raw), raw, servedFrom: url }
    const etag = answer.headers.get('etag')
    if (etag !== null && text.length <= MAX_KEPT_BYTES) putBounded(kept, url, { etag, fetched }, MAX_KEPT)
    return fetched
  }

  return { fetch, file }
}

interface Ask {
  readonly budget: Budget
  readonly accept: string
  readonly maxBytes: number
  /** The only host that is told who asks; without it, all are. */
  readonly signedFor?: string
  /** Of what is known of that address already. */
  readonly etagOf?: (url: string) => string | undefined
}

/** Through redirects, each of them checked. @returns the last answer, and the address that gave it. */
async function follow(frame: Frame, address: string, ask: Ask): Promise<{ url: string; answer: HttpAnswer }> {
  let url = withoutFragment(address)
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    await checkAddress(frame, url)
    const isSigned = ask.signedFor === undefined || ask.signedFor === hostOf(url)
    const answer = await (isSigned ? signedGet : plainGet)(frame, url, ask)
    const location = answer.headers.get('location')
    if (answer.status < 300 || answer.status >= 400 || location === null) return { url, answer }
    url = redirected(url, location)
  }
  throw new Untrusted('too many redirects')
}

async function checkAddress(frame: Frame, url: string): Promise<void> {
  const origin = originOf(url)
  if (origin === undefined) throw new NotFound('lookup.notFound')
  if (origin === frame.urls.origin) throw new NotFound('lookup.notFound')
  if (origin.startsWith('http:') && !frame.allowPrivateAddress) throw new Untrusted('only https is fetched')
  if (!(await mayTalkTo(frame, hostOf(url) as string))) throw new Untrusted('that server is blocked here')
}

async function signedGet(frame: Frame, url: string, ask: Ask): Promise<HttpAnswer> {
  const { budget, accept, maxBytes } = ask
  const etag = ask.etagOf?.(url)
  const known = await frame.hosts.find(frame.ctx, hostOf(url) as string)
  const self = await frame.actors.instanceActor(frame.ctx)
  const key = await frame.actors.signingKey(frame.ctx, self.id, 'rsa')
  const first = known?.scheme ?? 'cavage'
  for (const scheme of [first, first === 'cavage' ? 'rfc9421' : 'cavage'] as const) {
    const timeoutMillis = budget.fetch()
    const signature = await signedHeadersLater({ method: 'GET', url, key, scheme, now: frame.clock.millis() })
    const headers = { ...signature, accept, ...(etag === undefined ? {} : { 'if-none-match': etag }) }
    const answer = await tryFetch(frame, url, { headers, timeoutMillis, maxBytes })
    if (answer.status !== 400 && answer.status !== 401) return answer
  }
  throw new NotFound('lookup.notAllowed')
}

function plainGet(frame: Frame, url: string, { budget, accept, maxBytes }: Ask): Promise<HttpAnswer> {
  return tryFetch(frame, url, { headers: { accept }, timeoutMillis: budget.fetch(), maxBytes })
}

async function tryFetch(
  frame: Frame,
  url: string,
  init: { headers: Record<string, string>; timeoutMillis: number; maxBytes: number },
): Promise<HttpAnswer> {
  try {
    return await frame.http.fetch(url, { ...init, redirect: 'manual' })
  } catch (error) {
    if (!(error instanceof HttpFault)) throw error
    if (error.code === 'timeout' || error.code === 'network') {
      throw new Unavailable('lookup.unreachable', { host: hostOf(url) ?? '' }, { cause: error })
    }
    throw new Untrusted(`it cannot be fetched (${error.code})`)
  }
}

function redirected(from: string, location: string): string {
  const url = URL.parse(location, from)
  if (!url) throw new Untrusted('it redirects to nowhere')
  if (from.startsWith('https:') && url.protocol !== 'https:') throw new Untrusted('it redirects away from https')
  return withoutFragment(url.href)
}

function checkStatus(url: string, status: number): void {
  if (status >= 200 && status < 300) return
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    throw new Unavailable('lookup.unreachable', { host: hostOf(url) ?? '' })
  }
  throw new NotFound('lookup.notAllowed')
}

/** Plain JSON is refused: files that somebody uploaded could be served as that. */
function checkType(contentType: string | null): void {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/activity+json' && type !== 'application/ld+json') {
    throw new Untrusted(`it is ${type || 'of no type'}, not an ActivityPub document`)
  }
}
