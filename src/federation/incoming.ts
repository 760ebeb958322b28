// One activity, with how it came → Incoming for the rooms, after trust.ts has decided and what is missing was fetched.
import type { Incoming, JsonObject, KnownActor } from '../core/federation.ts'
import { idIn, idsIn, textIn } from '../lib/as2.ts'
import { Untrusted } from './errors.ts'
import type { Frame } from './frame.ts'
import { guardActor, isActorDocument } from './guard.ts'
import { originOf } from './json.ts'
import { isActivity, type ReadActivity } from './read.ts'
import type { BudgetedLookup } from './resolve.ts'
import { asksForModerators, type Claim, judge, type Standing, type Verdict } from './trust.ts'

const MAX_GROUPS = 5

export interface Arrival {
  readonly read: ReadActivity
  readonly standing: Standing
  /** Whose signature was checked: of the request, or of the proof. */
  readonly signerIri: string
  readonly via: KnownActor | undefined
  readonly proven: boolean
}

/** @throws Untrusted when it is not to be believed, Unavailable when what it takes to decide cannot be reached now. */
export async function incomingOf(frame: Frame, arrival: Arrival, lookup: BudgetedLookup): Promise<Incoming> {
  const { read, standing, via, proven } = arrival
  const claim = claimOf(arrival)
  const moderates = asksForModerators(claim, standing) ? await moderatedGroup(frame, arrival) : undefined
  const verdict = judge({ ...claim, moderator: moderates !== undefined }, standing)
  if (verdict.course === 'refuse') throw new Untrusted(verdict.reason)
  const object = await believedObject(frame, { arrival, verdict }, lookup)
  const actor = await lookup.needActor(read.actorIri)
  return {
    id: read.id,
    type: read.type,
    actorIri: read.actorIri,
    actor,
    activity: read.activity,
    object,
    objectIri: read.objectIri,
    via,
    proven,
    mayModerate: verdict.mayModerate,
    ...(moderates && verdict.mayModerate ? { moderates } : {}),
  }
}

function claimOf({ read, signerIri }: Arrival): Omit<Claim, 'moderator'> & { moderator: false } {
  const { object } = read
  return {
    type: read.type,
    idOrigin: read.named ? originOf(read.id) : undefined,
    actorIri: read.actorIri,
    actorOrigin: originOf(read.actorIri),
    objectIri: read.objectIri,
    objectOrigin: originOf(read.objectIri),
    objectType: object && textIn(object['type']),
    authorOrigin: originOf(idIn(object?.['attributedTo'])),
    objectActorIri: idIn(object?.['actor']),
    signerOrigin: originOf(signerIri),
    moderator: false,
  }
}

/** The group that the activity is about, if its actor moderates it: the one that wrapped it, or one that it names. */
async function moderatedGroup(frame: Frame, { read, via }: Arrival): Promise<KnownActor | undefined> {
  const groups = via ? [via] : await namedGroups(frame, read.activity)
  for (const group of groups) {
    if (originOf(group.iri) === originOf(read.actorIri)) return group
    if ((await frame.actors.moderatorIris(frame.ctx, group.id)).includes(read.actorIri)) return group
  }
  return undefined
}

/** Known ones, here and elsewhere: whether it is the group that the object stands in, the rooms see to. */
async function namedGroups(frame: Frame, activity: JsonObject): Promise<KnownActor[]> {
  const fields = ['audience', 'target', 'to', 'cc']
  const named = new Set(fields.flatMap((field) => idsIn(activity[field])).map(ownerOfCollection))
  const iris = [...named].filter((iri) => originOf(iri) !== undefined).slice(0, MAX_GROUPS)
  const found = await Promise.all(iris.map((iri) => frame.actors.findByIri(frame.ctx, iri)))
  return found.filter((actor) => actor?.type === 'group') as KnownActor[]
}

/** `…/ap/actors/<id>/moderators` names the group as well as its id does. */
function ownerOfCollection(iri: string): string {
  return iri.replace(/(\/ap\/actors\/[^/#?]+)[/#?].*$/, '$1')
}

async function believedObject(
  frame: Frame,
  given: { arrival: Arrival; verdict: Verdict },
  lookup: BudgetedLookup,
): Promise<JsonObject | undefined> {
  const { read } = given.arrival
  const needsObject = read.type === 'Create' || read.type === 'Update'
  if (given.verdict.course === 'check') {
    await checkGone(frame, read, lookup)
    return undefined
  }
  if (given.verdict.course === 'fetch' || (needsObject && read.object === undefined)) {
    return fetchedObject(frame, read, lookup)
  }
  const object = embeddedObject(read)
  if (!object || !isActorDocument(object) || read.objectIri === undefined) return object
  // What an actor says of itself is recorded by the rooms, keys too: the same rules as for a fetched document.
  lookup.forget(read.objectIri)
  return guardActor(object, read.objectIri)
}

/** An embedded object of another server than the actor's is only a pointer. Embedded activities (Accept, Undo) are words. */
function embeddedObject({ object, objectIri, actorIri }: ReadActivity): JsonObject | undefined {
  if (!object || isActivity(object)) return object
  const origin = originOf(objectIri)
  return origin === undefined || origin === originOf(actorIri) ? object : undefined
}

async function checkGone(frame: Frame, read: ReadActivity, lookup: BudgetedLookup): Promise<void> {
  if (read.objectIri === undefined || originOf(read.objectIri) === frame.urls.origin) {
    throw new Untrusted('only its own server and moderators may delete this')
  }
  if ((await lookup.object(read.objectIri)) !== 'gone') throw new Untrusted('its own server still has what was deleted')
}

async function fetchedObject(frame: Frame, read: ReadActivity, lookup: BudgetedLookup): Promise<JsonObject> {
  const origin = originOf(read.objectIri)
  if (read.objectIri === undefined || origin === undefined) throw new Untrusted('its object has no id to fetch it by')
  if (origin === frame.urls.origin) throw new Untrusted('others do not tell us what is ours')
  const object = await lookup.object(read.objectIri)
  if (object === 'gone') throw new Untrusted('its own server has no such object')
  const by = idIn(object['attributedTo']) ?? idIn(object['actor']) ?? idIn(object['id'])
  if (originOf(by) !== originOf(read.actorIri)) throw new Untrusted('somebody else wrote this object')
  return object
}
