// What is said elsewhere about comments.
import type { Ctx } from '../../../core/context.ts'
import type { ForgetRules, Forward, OutboxRules, Outgoing, Recipients } from '../../../core/federation.ts'
import { findActor } from '../../actors/index.ts'
import {
  boost,
  distribution,
  findContent,
  findRemoved,
  isOpenly,
  knownTo,
  ownRecipients,
  placeOf,
  removalReason,
  travels,
} from '../../content/index.ts'
import { findComment, listErasedIris } from '../queries.ts'
import type { Comment, CommentDeleted } from '../rules.ts'
import { addressed, noteOf, type Spot, spotOf } from './note.ts'

type Said = readonly (Outgoing | Forward)[]

export const commentsOutbox: OutboxRules = {
  'comment.added': (ctx, { payload }) => whenChanged(ctx, 'Create', payload),
  'comment.edited': (ctx, { payload }) => whenChanged(ctx, 'Update', payload),
  'comment.deleted': (ctx, { payload }) => whenDeleted(ctx, payload),
}

async function whenChanged(
  ctx: Ctx,
  type: 'Create' | 'Update',
  payload: { commentId: Comment['id']; activityIri?: string },
): Promise<Said> {
  const comment = await findComment(ctx.db, payload.commentId)
  const content = comment && (await findContent(knownTo(ctx), comment.contentId))
  if (!comment || comment.state !== 'published' || content?.state !== 'published' || !travels(content.audience))
    return []
  if (!comment.local) {
    const { groupId, audience } = content
    const place = await placeOf(ctx, { authorId: comment.authorId, groupId, audience })
    return passOn({ place, content }, comment.iri, payload.activityIri)
  }
  const spot = await spotOf(ctx, comment, content)
  const note = await noteOf(ctx, spot)
  const own: Outgoing = {
    slot: 'own',
    actorId: comment.authorId,
    objectIri: comment.iri,
    activity: {
      type,
      actor: spot.place.author.iri,
      to: note['to'],
      cc: note['cc'],
      ...(spot.place.group ? { audience: spot.place.group.iri } : {}),
      published: type === 'Create' ? comment.published : (comment.edited ?? comment.published),
      object: note,
    },
    to: recipients(spot, type === 'Create' ? undefined : comment.iri),
  }
  return [own, ...distribution({ place: spot.place, objectIri: comment.iri, source: { slot: 'own' } })]
}

/** Who is concerned, a group elsewhere, and (outside groups) everyone who has the item that this is about. */
function recipients({ place, concerned, content }: Spot, receiversOf: string | undefined): Recipients {
  const to = ownRecipients(place, { starts: false, actors: concerned })
  const holders = receiversOf ?? (content.local && !place.group ? content.iri : undefined)
  return holders ? { ...to, receiversOf: holders } : to
}

/** From elsewhere: into a group of ours it goes on as it came; under an item of ours, to who has that item. */
function passOn(
  { place, content }: Pick<Spot, 'place' | 'content'>,
  objectIri: string,
  activityIri: string | undefined,
): Said {
  if (place.group?.local) {
    if (activityIri) return distribution({ place, objectIri, source: { activityIri } })
    if (!isOpenly(place)) return []
    const to: Recipients = { followersOf: [place.group.id], form: 'activity' }
    return [boost(place, { objectIri, to, published: content.lastActivity, author: place.author })]
  }
  if (!activityIri || !content.local || place.group) return []
  const source = { activityIri }
  return [
    { slot: 'pass', actorId: content.authorId, objectIri, source, how: 'as-is', to: { receiversOf: content.iri } },
  ]
}

/** With an item that lost its people goes what was ever sent of the comments under it. */
export const commentsForgets: ForgetRules = {
  'content.unsaid': (ctx, { payload }) => listErasedIris(ctx.db, payload.contentId),
}

async function whenDeleted(ctx: Ctx, payload: CommentDeleted): Promise<Said> {
  const comment = await findComment(ctx.db, payload.commentId)
  const by = await findActor(ctx.db, payload.byId)
  const root = comment && (await findRemoved(ctx.db, comment.contentId))
  const audience = payload.audience ?? root?.audience
  if (!comment || !by || !root || !audience || !travels(audience)) return []
  // What its item says of itself now is not what was said then.
  const content = payload.audience ? undefined : await findContent(knownTo(ctx), comment.contentId)
  const { authorId } = payload
  const place = await placeOf(ctx, { authorId, groupId: root.groupId, audience })
  if (payload.activityIri) {
    const passed = { place, objectIri: comment.iri, source: { activityIri: payload.activityIri } }
    if (place.group?.local || !content) return distribution(passed)
    return passOn({ place, content }, comment.iri, payload.activityIri)
  }
  if (by.local !== 1 || by.type !== 'person') return []
  const concerned = content ? (await spotOf(ctx, comment, content)).concerned : []
  const said = content ? await addressed(ctx, await spotOf(ctx, comment, content)) : { to: [], cc: [] }
  const own: Outgoing = {
    slot: 'own',
    actorId: by.id,
    objectIri: comment.iri,
    activity: {
      type: 'Delete',
      actor: by.iri,
      object: comment.iri,
      ...said,
      ...(place.group ? { audience: place.group.iri } : {}),
      ...removalReason(by.id, place),
    },
    to: {
      ...ownRecipients(place, { starts: false, actors: [...concerned, authorId] }),
      receiversOf: comment.iri,
    },
  }
  return [own, ...distribution({ place, objectIri: comment.iri, source: { slot: 'own' } })]
}
