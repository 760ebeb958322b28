// Looks up what lives elsewhere: actors (recorded), objects, collections, handles. Implements core's RemoteLookup.
import { NotFound, Refusal, Unavailable } from '../core/errors.ts'
import type { Json, JsonObject, KnownActor, RemoteLookup } from '../core/federation.ts'
import { putBounded } from '../lib/bounded-map.ts'
import { idIn, listIn } from '../lib/as2.ts'
import { isObject } from '../lib/json.ts'
import { type Budget, openBudget } from './budget.ts'
import { Untrusted } from './errors.ts'
import { type DocumentFetcher, type Fetched, openDocumentFetcher } from './fetch-document.ts'
import type { Frame } from './frame.ts'
import { guardActor, guardObject, keyOwner, showsKey } from './guard.ts'
import { hostOf, originOf } from './json.ts'
import { meetHost } from './meet.ts'
import { lookupHandle } from './resolve-handle.ts'

const DAY = 24 * 3_600_000
const MAX_PAGES = 10
const MAX_REMEMBERED = 5_000

/** Takes an object that was fetched, as if it had just arrived. Given by handle.ts. */
export type Ingest = (
  object: JsonObject,
  how: Parameters<RemoteLookup['ingest']>[1],
  lookup: BudgetedLookup,
) => Promise<void>

/** RemoteLookup with one budget, and what only the frame may ask. */
export interface BudgetedLookup extends RemoteLookup {
  readonly budget: Budget
  /** The actor. @throws Unavailable when its server does not answer, Refusal when it may not be believed or is gone. */
  needActor(iri: string): Promise<KnownActor>
  /** The actor has changed: `fresh` fetches it again, however short ago it was fetched. */
  forget(iri: string): void
  /** True when this look-up had the object from its own origin. */
  isFromOrigin(object: JsonObject): boolean
}

export interface Resolver {
  /** @param millis for everything that this look-up does. */
  lookup(millis?: number): BudgetedLookup
  /**
   * Fetches who owns the key and records that actor with its keys.
   * 'gone': its origin answers 404 or 410. 'none': there is no such key to be had.
   */
  fetchKey(keyIri: string, millis: number): Promise<'recorded' | 'gone' | 'none'>
}

/** @param ingest what to do with a fetched object that is to be stored as if it had arrived */
export function openResolver(frame: Frame, ingest: Ingest): Resolver {
  const documents = openDocumentFetcher(frame)
  const fetchedAt = new Map<string, number>()

  async function fetchKey(keyIri: string, millis: number): Promise<'recorded' | 'gone' | 'none'> {
    const budget = openBudget(frame.clock, millis)
    const first = await documents.fetch(keyIri, budget)
    if (first === 'gone') return 'gone'
    const owner = keyOwner(first.document, first.servedFrom)
    if (owner === undefined) return 'none'
    const shown = owner === idIn(first.document['id']) && showsKey(first.document, keyIri) ? first : undefined
    const fetched = shown?.servedFrom === owner ? shown : await documents.fetch(owner, budget)
    if (fetched === 'gone') return 'gone'
    if (idIn(fetched.document['id']) !== owner || !showsKey(fetched.document, keyIri)) return 'none'
    await record(frame, fetched, fetchedAt)
    return 'recorded'
  }

  return { lookup: (millis) => openLookup({ frame, documents, fetchedAt, ingest }, millis), fetchKey }
}

interface Parts {
  readonly frame: Frame
  readonly documents: DocumentFetcher
  readonly fetchedAt: Map<string, number>
  readonly ingest: Ingest
}

function openLookup(parts: Parts, millis?: number): BudgetedLookup {
  const { frame, documents } = parts
  const budget = openBudget(frame.clock, millis)
  const fromOrigin = new WeakSet<JsonObject>()

  async function object(iri: string): Promise<JsonObject | 'gone'> {
    const fetched = await fetchById(documents, iri, budget)
    if (fetched === 'gone' || fetched.document['type'] === 'Tombstone') return 'gone'
    guardObject(fetched.document, fetched.servedFrom)
    fromOrigin.add(fetched.document)
    return fetched.document
  }

  const lookup: BudgetedLookup = {
    budget,
    isFromOrigin: (document) => fromOrigin.has(document),
    forget: (iri) => void parts.fetchedAt.delete(iri),
    needActor: (iri) => needActor(parts, iri, budget),
    actor: (iri, options) => maybeActor(parts, { iri, fresh: options?.fresh === true, budget }),
    object,
    collection: (iri, limit) => readCollection(documents, { iri, limit, budget }),
    file: (url, ask) => documents.file(url, budget, ask),
    webfinger: (handle) => lookupHandle({ frame, budget, object }, handle),
    ingest: (document, how) => parts.ingest(document, how, lookup),
  }
  return lookup
}

/** What stands at its own id: an address that leads to another id is asked again at that id. */
async function fetchById(documents: DocumentFetcher, iri: string, budget: Budget): Promise<Fetched | 'gone'> {
  const fetched = await documents.fetch(iri, budget)
  if (fetched === 'gone') return 'gone'
  const id = idIn(fetched.document['id'])
  if (id === undefined || id === iri || id === fetched.servedFrom) return fetched
  if (originOf(id) !== originOf(fetched.servedFrom)) throw new Untrusted('the id is of another origin than its address')
  const again = await documents.fetch(id, budget)
  if (again !== 'gone' && idIn(again.document['id']) !== id) throw new Untrusted('its id leads to something else')
  return again
}

async function maybeActor(
  parts: Parts,
  ask: { iri: string; fresh: boolean; budget: Budget },
): Promise<KnownActor | undefined> {
  const { frame, fetchedAt } = parts
  const known = await frame.actors.findByIri(frame.ctx, ask.iri)
  if (known && (known.local || !ask.fresh)) return known
  const last = fetchedAt.get(ask.iri)
  if (known && last !== undefined && frame.clock.millis() - last < DAY) return known
  try {
    return await fetchActor(parts, ask.iri, ask.budget)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    frame.log.debug('an actor is not to be had', { iri: ask.iri, code: error.code, ...error.params })
    return error instanceof Unavailable ? known : undefined
  }
}

async function needActor(parts: Parts, iri: string, budget: Budget): Promise<KnownActor> {
  const known = await parts.frame.actors.findByIri(parts.frame.ctx, iri)
  return known ?? fetchActor(parts, iri, budget)
}

async function fetchActor(parts: Parts, iri: string, budget: Budget): Promise<KnownActor> {
  const fetched = await fetchById(parts.documents, iri, budget)
  if (fetched !== 'gone' && fetched.document['type'] !== 'Tombstone')
    return record(parts.frame, fetched, parts.fetchedAt)
  const known = await parts.frame.actors.findByIri(parts.frame.ctx, iri)
  if (known && !known.local) await parts.frame.actors.markGone(parts.frame.ctx, known.id)
  throw new NotFound('lookup.gone')
}

async function record(frame: Frame, fetched: Fetched, fetchedAt: Map<string, number>): Promise<KnownActor> {
  const actor = await frame.actors.record(frame.ctx, guardActor(fetched.document, fetched.servedFrom))
  await meetHost(frame, actor.host, await frame.hosts.find(frame.ctx, actor.host))
  putBounded(fetchedAt, actor.iri, frame.clock.millis(), MAX_REMEMBERED)
  return actor
}

/** Items of a collection and its pages, as far as they are of one origin. */
async function readCollection(
  documents: DocumentFetcher,
  ask: { iri: string; limit: number; budget: Budget },
): Promise<readonly Json[]> {
  const items: Json[] = []
  let next: Json | undefined = ask.iri
  for (let page = 0; page < MAX_PAGES && next !== undefined && items.length < ask.limit; page++) {
    const document: JsonObject | undefined = isObject(next) ? next : await fetchPage(documents, next, ask)
    if (!document) break
    items.push(...listIn(document['orderedItems']), ...listIn(document['items']))
    next = document['first'] ?? document['next']
  }
  return items.slice(0, ask.limit)
}

async function fetchPage(
  documents: DocumentFetcher,
  address: Json,
  ask: { iri: string; budget: Budget },
): Promise<JsonObject | undefined> {
  if (typeof address !== 'string' || hostOf(address) !== hostOf(ask.iri)) return undefined
  const fetched = await documents.fetch(address, ask.budget)
  if (fetched === 'gone') return undefined
  guardObject(fetched.document, fetched.servedFrom)
  return fetched.document
}
