// GET of what has an id below /ap: from the rooms' sources, for whoever signs; kept while nothing changes; ETag.
import { createHash } from 'node:crypto'
import type { DocumentSource, Found, JsonObject } from '../core/federation.ts'
import { guest, type Viewer } from '../core/viewer.ts'
import { putBounded } from '../lib/bounded-map.ts'
import type { Authenticator } from './authenticate.ts'
import { contextOf, withContext } from './contexts/own.ts'
import { Untrusted } from './errors.ts'
import { type Frame, viewerOf } from './frame.ts'
import { hostOf } from './json.ts'
import { checkHost } from './policy.ts'
import { matcherOf } from './routes.ts'
import { claimedKey, type HeaderReader } from './signatures.ts'

const TYPE = 'application/activity+json; charset=utf-8'
const MAX_KEPT = 2_000
/** The same for every viewer who may see them at all, so a signature need not be looked at when a guest may. */
const sameForAll = new Set(['instance', 'actors/:id', 'objects/:id'])
/**
 * Readable without a signature even where only listed hosts may come: keys are needed to check signatures. Everybody who
 * was sent something asks for them, so they may be as they were a moment ago; what was written may be hidden by now.
 */
const ofActors = new Set(['instance', 'actors/:id'])

export interface DocumentRequest {
  /** Below /ap, without a slash in front. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Absolute, exactly as it came. */
  readonly url: string
  readonly headers: HeaderReader
  /** Who the person with the browser is. */
  visitor(): Promise<Viewer>
}

export interface DocumentAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** Hosts that are allowed here get more, when they sign. */
  readonly moreForNetwork?: boolean
}

export interface Documents {
  /** Undefined: there is nothing here, or not for this viewer. @throws Refusal */
  find(request: DocumentRequest): Promise<DocumentAnswer | undefined>
}

export function openDocuments(
  parts: { frame: Frame; authenticator: Authenticator },
  sources: readonly DocumentSource[],
): Documents {
  const { frame } = parts
  const match = matcherOf(sources)
  const context = contextOf(frame.doors)
  const produced = openKept(frame)

  async function find(request: DocumentRequest): Promise<DocumentAnswer | undefined> {
    const matched = match(request.path)
    if (!matched) return undefined
    const { source, params } = matched
    // Made when it is first needed, and somebody asks for it before anything was ever sent.
    if (source.path === 'instance') await frame.actors.instanceActor(frame.ctx)
    const give = (viewer: Viewer) => source.find(frame.makeCtx(viewer), params, request.query, frame.urls)
    if (isForPeople(request.headers.get('accept'))) {
      const visitor = await request.visitor()
      const found = await give(visitor)
      if (found?.type === 'document' && found.page !== undefined) return seeOther(found.page)
      // Asked for as a page, it is no less a document.
      if (visitor.type === 'guest') checkUnsigned(frame, source)
      return found && conditional(request, answerOf(found, { context, url: request.url, seenBy: 'visitor' }))
    }
    const isSigned = claimedKey(request.headers) !== undefined
    if (isSigned) await checkClaimed(frame, request.headers)
    if (!isSigned) checkUnsigned(frame, source)
    if (!isSigned || sameForAll.has(source.path)) {
      const age = ofActors.has(source.path) ? 'lately' : 'now'
      const answer = await produced(cacheKey(request), age, async () => {
        const found = await give(guest)
        return found && answerOf(found, { context, url: request.url, seenBy: 'everybody' })
      })
      if (answer && !(isSigned && answer.moreForNetwork)) return conditional(request, answer)
    }
    if (!isSigned) return undefined
    const found = await give(await signerOf(parts, request))
    return found && conditional(request, answerOf(found, { context, url: request.url, seenBy: 'signer' }))
  }

  return { find }
}

/** @throws Untrusted when only listed servers get this, so that one must say who one is */
function checkUnsigned(frame: Frame, source: DocumentSource): void {
  if (frame.mode === 'allowlist' && !ofActors.has(source.path)) throw new Untrusted('sign your request', 401)
}

/** People's browsers name text/html; machines name JSON, or anything, or nothing. */
export function isForPeople(accept: string | null): boolean {
  const html = (accept ?? '').search(/text\/html|application\/xhtml/i)
  const json = (accept ?? '').search(/application\/(activity\+json|ld\+json|json)/i)
  return html >= 0 && (json < 0 || html < json)
}

/** @throws Refusal when the server that says it signed is blocked here, or not allowed */
export async function checkClaimed(frame: Frame, headers: HeaderReader): Promise<void> {
  const host = hostOf(claimedKey(headers) ?? '')
  if (host !== undefined) checkHost(frame.mode, await frame.hosts.find(frame.ctx, host))
}

/** The one who signed. A signature that does not hold makes one a guest. */
export async function signerOf(
  parts: { frame: Frame; authenticator: Authenticator },
  request: Pick<DocumentRequest, 'url' | 'headers'>,
): Promise<Viewer> {
  const { frame, authenticator } = parts
  const { url, headers } = request
  const signer = await authenticator.authenticate({ method: 'GET', url, headers, body: Buffer.alloc(0) })
  if (!signer.ok) return guest
  const actor = await frame.actors.findById(frame.ctx, signer.key.actorId)
  if (!actor || actor.local) return guest
  const host = await frame.hosts.find(frame.ctx, actor.host)
  checkHost(frame.mode, host)
  return viewerOf(actor, host?.trust === 'allowed')
}

function cacheKey(request: DocumentRequest): string {
  return `${request.path}?${new URLSearchParams(Object.entries(request.query)).toString()}`
}

function answerOf(
  found: Found,
  options: { context: ReturnType<typeof contextOf>; url: string; seenBy: 'everybody' | 'visitor' | 'signer' },
): DocumentAnswer {
  const isPublic = options.seenBy === 'everybody' || (found.type === 'document' && found.public)
  const document = found.type === 'document' ? found.document : tombstone(found, options.url)
  const body = JSON.stringify(withContext(document, options.context))
  return {
    status: found.type === 'gone' ? 410 : 200,
    body,
    ...(found.type === 'document' && found.moreForNetwork ? { moreForNetwork: true } : {}),
    headers: {
      'content-type': TYPE,
      etag: `"${createHash('sha1').update(body).digest('base64url')}"`,
      vary: 'Accept, Signature, Signature-Input',
      'cache-control': isPublic ? 'no-cache' : 'private, no-store',
      ...(isPublic ? { 'access-control-allow-origin': '*' } : {}),
    },
  }
}

function tombstone(gone: Extract<Found, { type: 'gone' }>, url: string): JsonObject {
  return { id: url.split(/[?#]/)[0] as string, type: 'Tombstone', formerType: gone.formerType, deleted: gone.deleted }
}

function seeOther(page: string): DocumentAnswer {
  return { status: 303, headers: { location: page, vary: 'Accept' }, body: '' }
}

function conditional(request: DocumentRequest, answer: DocumentAnswer): DocumentAnswer {
  const asked = request.headers.get('if-none-match')
  const etag = answer.headers['etag']
  if (answer.status !== 200 || asked === null || etag === undefined) return answer
  const isSame = asked.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
  return isSame ? { status: 304, headers: answer.headers, body: '' } : answer
}

type Make = () => Promise<DocumentAnswer | undefined>
type Produce = (key: string, age: 'now' | 'lately', make: Make) => Promise<DocumentAnswer | undefined>

/** Makes one answer for all who ask at the same time, and keeps it until the database changes. */
function openKept(frame: Frame): Produce {
  const making = new Map<string, Promise<DocumentAnswer | undefined>>()
  const kept = new Map<string, DocumentAnswer>()
  let version: string | undefined

  async function makeAndKeep(key: string, make: Make, at: string | undefined) {
    const answer = await make()
    // What was read before a change must not be kept after it.
    if (answer && at !== undefined && at === version) {
      putBounded(kept, key, answer, MAX_KEPT)
    }
    return answer
  }

  return async (key, age, make) => {
    const now = await frame.dataVersion?.[age]()
    if (now !== version) {
      kept.clear()
      making.clear()
      version = now
    }
    const found = kept.get(key)
    if (found) return found
    const started = making.get(key) ?? makeAndKeep(key, make, now).finally(() => making.delete(key))
    making.set(key, started)
    return started
  }
}
