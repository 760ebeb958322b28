// What is said elsewhere when something happens to an item.
import type { Ctx } from '../../../core/context.ts'
import type { ForgetRules, Forward, JsonObject, OutboxRules, Outgoing, Recipients } from '../../../core/federation.ts'
import type { Content } from '../../../core/kind.ts'
import type { ActorId } from '../../../lib/id.ts'
import { findActor, followersIriOf } from '../../actors/index.ts'
import { mentionsIn } from '../queries/parts.ts'
import { findContent } from '../queries/read.ts'
import { findBoost, findRemoved, type Removed } from '../queries/said.ts'
import { companionOf, objectOf, placeOf, readsOf } from '../queries/wire.ts'
import { companionBeside, companionIri } from '../rules/companion.ts'
import type { ContentAnonymised, ContentDeleted, ContentPinned } from '../rules/content.ts'
import { passNoteOn } from './note.ts'
import {
  type Addressing,
  addressing,
  boost,
  distribution,
  isOpenly,
  ownRecipients,
  type Place,
  removalReason,
  travels,
} from '../rules/distribution.ts'

/** A group elsewhere passes on what is said of the note, whatever its own software reads. */
function groupElsewhere({ group }: Place): Pick<Recipients, 'always'> {
  return group && !group.local ? { always: [group.id] } : {}
}

type Said = readonly (Outgoing | Forward)[]

export const contentOutbox: OutboxRules = {
  'content.published': (ctx, { payload }) => whenChanged(ctx, 'Create', payload),
  'content.edited': (ctx, { payload }) => whenChanged(ctx, 'Update', payload),
  'content.deleted': (ctx, { payload }) => whenDeleted(ctx, payload),
  'content.anonymised': (ctx, { payload }) => whenAnonymised(ctx, payload),
  'content.pinned': (ctx, { payload }) => whenPinned(ctx, 'Add', payload),
  'content.noteSaid': (ctx, { payload }) => passNoteOn(ctx, payload),
  'content.unpinned': (ctx, { payload }) => whenPinned(ctx, 'Remove', payload),
}

/** With an item that lost its people goes what was ever sent of it. */
export const contentForgets: ForgetRules = {
  'content.unsaid': async (_, { payload }) => [payload.iri, companionIri(payload.iri)],
}

interface Change {
  readonly type: 'Create' | 'Update'
  readonly content: Content
  readonly place: Place
}

async function whenChanged(
  ctx: Ctx,
  type: 'Create' | 'Update',
  payload: { contentId: Content['id']; activityIri?: string },
): Promise<Said> {
  const content = await findContent(ctx, payload.contentId)
  if (!content || content.state !== 'published' || !travels(content.audience)) return []
  const change: Change = { type, content, place: await placeOf(ctx, content) }
  if (!content.local) return passOn(ctx, change, payload.activityIri)
  const reads = readsOf(ctx, content)
  const said = await saidOf(ctx, change, { object: await objectOf(ctx, content), reads, tail: '' })
  const note = await companionOf(ctx, content)
  if (!note || !reads) return said
  return [...said, ...(await saidOf(ctx, change, { object: note, reads: { ...reads, yes: false }, tail: '-note' }))]
}

/** The author's activity about the object, and what his group passes on of it. */
async function saidOf(
  ctx: Ctx,
  { type, content, place }: Change,
  given: { object: JsonObject; reads: Recipients['reads']; tail: string },
): Promise<Said> {
  const { object, reads, tail } = given
  const objectIri = String(object['id'])
  const activity = {
    type,
    actor: place.author.iri,
    to: object['to'],
    cc: object['cc'],
    ...(place.group ? { audience: place.group.iri } : {}),
    published: type === 'Create' ? content.published : (content.edited ?? content.published),
    object,
  }
  const named = await mentionsIn(ctx.db, content.id)
  const to: Recipients = {
    ...ownRecipients(place, { starts: true, actors: named }),
    ...(ctx.kinds.find(content.kind)?.networkWide && isWide(place) ? { allowedHosts: true } : {}),
    ...(type === 'Update' ? { receiversOf: objectIri } : {}),
    ...(reads ? { reads } : {}),
    ...(type === 'Update' && reads?.yes === false ? groupElsewhere(place) : {}),
  }
  const slot = `own${tail}`
  const own: Outgoing = { slot, actorId: content.authorId, objectIri, activity, to }
  const starts = type === 'Create' ? { published: content.published } : undefined
  return [own, ...distribution({ place, objectIri, source: { slot }, starts, reads, tail })]
}

/** For everyone or the network, and in no group: who is allowed gets it without following anybody. */
function isWide({ group, audience }: Place): boolean {
  return group === undefined && (audience === 'public' || audience === 'network')
}

/** Into a group of ours from elsewhere: its exact bytes go on, or, when there are none, its id. */
function passOn(ctx: Ctx, { type, content, place }: Change, activityIri: string | undefined): Said {
  const starts = type === 'Create' ? { published: content.published } : undefined
  const reads = readsOf(ctx, content)
  const shared = { place, objectIri: content.iri, starts }
  const note = reads && starts ? noteElsewhere(shared, { ...reads, yes: false }) : []
  if (activityIri) return [...distribution({ ...shared, source: { activityIri }, reads }), ...note]
  if (!place.group?.local || !starts || !isOpenly(place)) return []
  const to: Recipients = { followersOf: [place.group.id], ...(reads ? { reads } : {}) }
  return [boost(place, { objectIri: content.iri, to, published: starts.published, author: place.author }), ...note]
}

/** Its note lives beside it: who knows no such thing gets the note's id from the group, and fetches it there. */
function noteElsewhere(
  shared: { place: Place; objectIri: string; starts: { published: string } | undefined },
  reads: Recipients['reads'],
): Outgoing[] {
  const { place, starts } = shared
  const objectIri = companionBeside(shared.objectIri)
  if (!place.group?.local || !starts || !isOpenly(place) || objectIri === undefined) return []
  const to: Recipients = { followersOf: [place.group.id], ...(reads ? { reads } : {}) }
  const said = boost(place, { objectIri, to, published: starts.published, author: place.author })
  return [{ ...said, slot: 'boost-note' }]
}

async function whenDeleted(ctx: Ctx, payload: ContentDeleted): Promise<Said> {
  const row = await findRemoved(ctx.db, payload.contentId)
  return row ? saidOfRemoval(ctx, row, payload) : []
}

/** To everybody who got it, it is gone: by who wrote it, to whom it went then. */
async function whenAnonymised(ctx: Ctx, { contentId, authorId, audience }: ContentAnonymised): Promise<Said> {
  const row = await findRemoved(ctx.db, contentId)
  return row ? saidOfRemoval(ctx, { ...row, authorId, audience }, { byId: authorId }) : []
}

async function saidOfRemoval(
  ctx: Ctx,
  row: Removed,
  payload: Pick<ContentDeleted, 'byId' | 'activityIri'>,
): Promise<Said> {
  const by = await findActor(ctx.db, payload.byId)
  if (!by || !travels(row.audience)) return []
  const place = await placeOf(ctx, row)
  const said = addressing(place)
  const taken = await boostTakenBack(ctx, place, row.iri)
  const note = await companionGone(ctx, { row, place, by, said: !payload.activityIri && by.local === 1 })
  if (payload.activityIri) {
    return [
      ...distribution({ place, objectIri: row.iri, source: { activityIri: payload.activityIri } }),
      ...taken,
      ...note,
    ]
  }
  if (by.local !== 1 || by.type !== 'person') return [...taken, ...note]
  const own: Outgoing = {
    slot: 'own',
    actorId: by.id,
    objectIri: row.iri,
    activity: deleteOf({ by, object: row.iri, place, said }),
    to: {
      ...ownRecipients(place, { starts: true, actors: place.author.local ? [] : [place.author.id] }),
      receiversOf: row.iri,
    },
  }
  return [own, ...distribution({ place, objectIri: row.iri, source: { slot: 'own' } }), ...taken, ...note]
}

/** The note goes with its item, from everyone who got it. */
async function companionGone(
  ctx: Ctx,
  given: {
    row: { iri: string; kind: string; local: 0 | 1 }
    place: Place
    by: { id: ActorId; iri: string; type: string }
    said: boolean
  },
): Promise<Outgoing[]> {
  const { row, place, by } = given
  if (!ctx.kinds.find(row.kind)?.companion) return []
  const objectIri = companionIri(row.iri)
  const taken = (await boostTakenBack(ctx, place, objectIri)).map((one) => {
    const { followersOf } = one.to
    // Its Announce went out in one form only, to groups' software too.
    return { ...one, slot: 'unboost-note', to: { ...(followersOf ? { followersOf } : {}), receiversOf: objectIri } }
  })
  if (!given.said || by.type !== 'person' || row.local !== 1) return taken
  const activity = deleteOf({ by, object: objectIri, place, said: addressing(place) })
  const to: Recipients = { receiversOf: objectIri, ...groupElsewhere(place) }
  return [{ slot: 'own-note', actorId: by.id, objectIri, activity, to }, ...taken]
}

function deleteOf(given: {
  by: { id: ActorId; iri: string }
  object: string
  place: Place
  said: Addressing
}): { type: string } & JsonObject {
  const { by, object, place, said } = given
  return {
    type: 'Delete',
    actor: by.iri,
    object,
    to: said.to,
    cc: said.cc,
    ...(place.group ? { audience: place.group.iri } : {}),
    ...removalReason(by.id, place),
  }
}

/** Who got the thread as a boost of the group gets that back. */
async function boostTakenBack(ctx: Ctx, place: Place, objectIri: string): Promise<Outgoing[]> {
  const { group } = place
  const iri = group?.local ? await findBoost(ctx, group.id, objectIri) : undefined
  if (!group || !iri) return []
  const said = { to: addressing(place).to, cc: [followersIriOf(group)] }
  const object = { id: iri, type: 'Announce', actor: group.iri, object: objectIri }
  return [
    {
      slot: 'unboost',
      actorId: group.id,
      objectIri,
      activity: { type: 'Undo', actor: group.iri, ...said, object },
      to: { followersOf: [group.id], form: 'object' },
    },
  ]
}

/** Vastgezet: an Add to the group's featured collection, passed on like all that is said in it. */
async function whenPinned(ctx: Ctx, type: 'Add' | 'Remove', payload: ContentPinned): Promise<Said> {
  const row = await findRemoved(ctx.db, payload.contentId)
  const [by, group] = await Promise.all([findActor(ctx.db, payload.byId), findActor(ctx.db, payload.groupId)])
  if (!row || !by || !group || !travels(row.audience)) return []
  const place = await placeOf(ctx, row)
  const onlyWrapped = (source: Forward['source']) =>
    distribution({ place, objectIri: row.iri, source }).filter((one) => one.slot === 'wrap')
  if (payload.activityIri) return onlyWrapped({ activityIri: payload.activityIri })
  if (by.local !== 1) return []
  const own: Outgoing = {
    slot: 'own',
    actorId: by.id,
    objectIri: row.iri,
    activity: {
      type,
      actor: by.iri,
      object: row.iri,
      target: group.featuredIri ?? `${group.iri}/featured`,
      audience: group.iri,
      ...addressing(place),
    },
    to: { actors: group.local === 1 ? [] : [group.id] },
  }
  return [own, ...onlyWrapped({ slot: 'own' })]
}
