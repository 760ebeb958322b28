// What is said elsewhere when something happens to an item.
import type { Ctx } from '../../../core/context.ts'
import type { Forward, JsonObject, OutboxRules, Outgoing } from '../../../core/federation.ts'
import type { Content } from '../../../core/kind.ts'
import type { ActorId } from '../../../lib/id.ts'
import { findActor } from '../../actors/index.ts'
import { findContent, mentionsOf } from '../queries/read.ts'
import { findBoost, findRemoved } from '../queries/said.ts'
import { objectOf, placeOf } from '../queries/wire.ts'
import type { ContentDeleted, ContentPinned } from '../rules/content.ts'
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

type Said = readonly (Outgoing | Forward)[]

export const contentOutbox: OutboxRules = {
  'content.published': (ctx, { payload }) => whenChanged(ctx, 'Create', payload),
  'content.edited': (ctx, { payload }) => whenChanged(ctx, 'Update', payload),
  'content.deleted': (ctx, { payload }) => whenDeleted(ctx, payload),
  'content.pinned': (ctx, { payload }) => whenPinned(ctx, 'Add', payload),
  'content.unpinned': (ctx, { payload }) => whenPinned(ctx, 'Remove', payload),
}

async function whenChanged(
  ctx: Ctx,
  type: 'Create' | 'Update',
  payload: { contentId: Content['id']; activityIri?: string },
): Promise<Said> {
  const content = await findContent(ctx, payload.contentId)
  if (!content || content.state !== 'published' || !travels(content.audience)) return []
  const place = await placeOf(ctx, content)
  const starts = type === 'Create' ? { published: content.published } : undefined
  const shared = { place, objectIri: content.iri, starts }
  if (!content.local) return passOn(shared, payload.activityIri)
  const object = await objectOf(ctx, content)
  const activity = {
    type,
    actor: place.author.iri,
    to: object['to'],
    cc: object['cc'],
    ...(place.group ? { audience: place.group.iri } : {}),
    published: type === 'Create' ? content.published : (content.edited ?? content.published),
    object,
  }
  const named = (await mentionsOf(ctx.db, [content.id])).get(content.id) ?? []
  const to = ownRecipients(place, { starts: true, actors: named })
  const own: Outgoing = {
    slot: 'own',
    actorId: content.authorId,
    objectIri: content.iri,
    activity,
    to: type === 'Update' ? { ...to, receiversOf: content.iri } : to,
  }
  return [own, ...distribution({ ...shared, source: { slot: 'own' } })]
}

/** Into a group of ours from elsewhere: its exact bytes go on, or, when there are none, its id. */
function passOn(
  shared: { place: Place; objectIri: string; starts: { published: string } | undefined },
  activityIri: string | undefined,
): Said {
  const { place, objectIri, starts } = shared
  if (activityIri) return distribution({ ...shared, source: { activityIri } })
  if (!place.group?.local || !starts || !isOpenly(place)) return []
  return [
    boost(place, {
      objectIri,
      to: { followersOf: [place.group.id] },
      published: starts.published,
      author: place.author,
    }),
  ]
}

async function whenDeleted(ctx: Ctx, payload: ContentDeleted): Promise<Said> {
  const row = await findRemoved(ctx.db, payload.contentId)
  const by = await findActor(ctx.db, payload.byId)
  if (!row || !by || !travels(row.audience)) return []
  const place = await placeOf(ctx, row)
  const said = addressing(place)
  const taken = await boostTakenBack(ctx, place, row.iri)
  if (payload.activityIri) {
    return [...distribution({ place, objectIri: row.iri, source: { activityIri: payload.activityIri } }), ...taken]
  }
  if (by.local !== 1 || by.type !== 'person') return taken
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
  return [own, ...distribution({ place, objectIri: row.iri, source: { slot: 'own' } }), ...taken]
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
  const said = { to: addressing(place).to, cc: [group.followersIri ?? `${group.iri}/followers`] }
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
