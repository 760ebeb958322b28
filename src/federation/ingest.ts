// Hands activities to the rooms, and fetched objects as if they had arrived; fetches the parents of a reply whose thread
// is not known here.
import { Refusal, Unavailable } from '../core/errors.ts'
import type { Incoming, InboxHandler, JsonObject } from '../core/federation.ts'
import { idIn, textIn } from '../lib/as2.ts'
import { Untrusted } from './errors.ts'
import { type Frame, viewerOf } from './frame.ts'
import { isActorDocument } from './guard.ts'
import { originOf } from './json.ts'
import { meetHost } from './meet.ts'
import { isActivity, namesOrigin, readActivity } from './read.ts'
import type { BudgetedLookup } from './resolve.ts'

type Outcome = 'done' | 'ignored'

/** The rooms' handlers for the type, in rank order; the first that does not pass it on ends it. */
export async function runHandlers(frame: Frame, incoming: Incoming, lookup: BudgetedLookup): Promise<Outcome> {
  const handlers = handlersOf(frame, incoming.type)
  if (handlers.length === 0) return 'ignored'
  const host = await frame.hosts.find(frame.ctx, incoming.actor.host)
  // Also who is known while his host is not: its first word may have been cut off.
  if (!incoming.actor.local) await meetHost(frame, incoming.actor.host, host)
  const ctx = frame.makeCtx(viewerOf(incoming.actor, host?.trust === 'allowed'))
  const tools = frame.makeTools(lookup)
  for (const handler of handlers) if ((await handler(ctx, incoming, tools)) === 'done') return 'done'
  return 'ignored'
}

/** The type is somebody else's word: `valueOf` is nobody's handler, though every object has one. */
function handlersOf(frame: Frame, type: string): readonly InboxHandler[] {
  return frame.doors.flatMap(({ inbox = {} }) => (Object.hasOwn(inbox, type) ? (inbox[type] ?? []) : []))
}

/** The same, but a reply that nobody claims is tried again after its parents were fetched. */
export async function runWithParents(frame: Frame, incoming: Incoming, lookup: BudgetedLookup): Promise<Outcome> {
  const first = await runHandlers(frame, incoming, lookup)
  const parent = incoming.type === 'Create' ? idIn(incoming.object?.['inReplyTo']) : undefined
  if (first === 'done' || parent === undefined || originOf(parent) === frame.urls.origin) return first
  if (!lookup.budget.parent() || !(await ingestParent(frame, parent, { incoming, lookup }))) return first
  return runHandlers(frame, incoming, lookup)
}

/** True when the parent is in its place now. A parent that is gone, or that is none of our business, is not. */
async function ingestParent(
  frame: Frame,
  parentIri: string,
  below: { incoming: Incoming; lookup: BudgetedLookup },
): Promise<boolean> {
  try {
    const parent = await below.lookup.object(parentIri)
    if (parent === 'gone') return false
    const { via, askedFor } = below.incoming
    return (await ingestObject(frame, { object: parent, via, askedFor: askedFor === true }, below.lookup)) === 'done'
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // Worth another try only when somebody here is meant by it.
    const isMeantForUs = below.incoming.via !== undefined || namesOrigin(below.incoming.activity, frame.urls.origin)
    if (error instanceof Unavailable && isMeantForUs) throw error
    frame.log.debug('a parent is not to be had', { parent: parentIri, code: error.code, ...error.params })
    return false
  }
}

/** @throws Untrusted when it is no content of its own server, Unavailable when its author cannot be reached. */
export async function ingestObject(
  frame: Frame,
  given: Pick<Incoming, 'via' | 'askedFor'> & { readonly object: JsonObject },
  lookup: BudgetedLookup,
): Promise<Outcome> {
  const object = await contentOf(frame, given.object, lookup)
  const objectIri = idIn(object['id']) as string
  const actorIri = idIn(object['attributedTo']) ?? idIn(object['actor'])
  if (isActorDocument(object) || actorIri === undefined) throw new Untrusted('this is no content')
  const actor = await lookup.needActor(actorIri)
  const incoming: Incoming = {
    fetched: true,
    id: `${objectIri.split('#')[0]}#ingested`,
    type: 'Create',
    actorIri,
    actor,
    activity: { type: 'Create', actor: actorIri, object, to: object['to'] ?? [], cc: object['cc'] ?? [] },
    object,
    objectIri,
    via: given.via,
    askedFor: given.askedFor === true,
    proven: false,
    mayModerate: false,
  }
  return runWithParents(frame, incoming, lookup)
}

/** The object itself, as its own server gives it: out of a Create, or fetched when somebody else showed it. */
async function contentOf(frame: Frame, given: JsonObject, lookup: BudgetedLookup): Promise<JsonObject> {
  const id = idIn(given['id'])
  if (isActivity(given)) {
    const activity = readActivity(given)
    if (!['Create', 'Update', 'Announce'].includes(activity.type)) throw new Untrusted('this is no content')
    const inner = activity.object
    const isSame = inner !== undefined && originOf(idIn(inner['id'])) === originOf(id) && lookup.isFromOrigin(given)
    if (isSame && !isActivity(inner) && originOf(idIn(inner['attributedTo'])) === originOf(id)) return inner
    return fetchContent(frame, activity.objectIri, lookup)
  }
  return lookup.isFromOrigin(given) ? given : fetchContent(frame, id, lookup)
}

async function fetchContent(frame: Frame, iri: string | undefined, lookup: BudgetedLookup): Promise<JsonObject> {
  if (originOf(iri) === undefined || originOf(iri) === frame.urls.origin) throw new Untrusted('this cannot be fetched')
  const object = await lookup.object(iri as string)
  if (object === 'gone') throw new Untrusted('its own server has no such object')
  if (!isActivity(object)) return object
  const inner = readActivity(object)
  const next = inner.object ?? inner.objectIri
  if (typeof next === 'object' && !isActivity(next) && originOf(idIn(next['id'])) === originOf(iri)) return next
  const last = await lookup.object(inner.objectIri ?? '')
  if (last === 'gone' || isActivity(last)) throw new Untrusted(`this ${textIn(object['type'])} holds no content`)
  return last
}
