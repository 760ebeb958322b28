// Who is told of what happened. Only people who may see it, each once per event.
import type { Ctx } from '../../core/context.ts'
import type { Listener } from '../../core/events.ts'
import type { Content } from '../../core/kind.ts'
import type { ActorId } from '../../lib/id.ts'
import { findActors, findFollowById } from '../actors/index.ts'
import { findComment } from '../comments/index.ts'
import { findContent, listContentByIds, mentionsIn } from '../content/index.ts'
import { findGroupRules, findStanding, listLocalMemberIds, listManagerIds } from '../groups/index.ts'
import { findReaction } from '../reactions/index.ts'
import { notify } from './commands/notify.ts'
import { listEarlier, listRecipients } from './queries.ts'
import { isNews, type Notice } from './rules.ts'

export const whenContentPublished: Listener<'content.published'> = async (ctx, event) => {
  const item = await findContent(ctx, event.payload.contentId)
  if (!item || event.payload.again || !isNews(item.published, event.occurred)) return
  const mentioned = await mentionsIn(ctx.db, item.id)
  const members = item.groupId ? await listLocalMemberIds(ctx.db, item.groupId, item.published) : []
  await tellAbout(ctx, event.id, item, { by: item.authorId, told: [...members, ...mentioned], mentioned, type: 'post' })
}

export const whenCommentAdded: Listener<'comment.added'> = async (ctx, event) => {
  const comment = await findComment(ctx.db, event.payload.commentId)
  if (comment?.state !== 'published' || event.payload.again || !isNews(comment.published, event.occurred)) return
  const [item, named, parent, participants] = await Promise.all([
    findContent(ctx, comment.contentId),
    mentionsIn(ctx.db, comment.id),
    comment.parentId ? findComment(ctx.db, comment.parentId) : undefined,
    listEarlier(ctx.db, comment),
  ])
  if (!item) return
  // Other servers name whom they answer in every answer; to him it is an answer, not a mention.
  const mentioned = named.filter((id) => id !== item.authorId && id !== parent?.authorId)
  const told = [item.authorId, ...participants, ...named]
  await tellAbout(ctx, event.id, item, { by: comment.authorId, told, mentioned, type: 'comment' })
}

export const whenReactionAdded: Listener<'reaction.added'> = async (ctx, event) => {
  const reaction = await findReaction(ctx.db, event.payload.reactionId)
  if (!reaction) return
  const comment = await findComment(ctx.db, reaction.subjectId)
  const item = await findContent(ctx, comment?.contentId ?? reaction.subjectId)
  if (!item) return
  const told = [comment?.authorId ?? item.authorId]
  const type = reaction.type === 'share' ? 'share' : 'reaction'
  await tellAbout(ctx, event.id, item, { by: reaction.actorId, told, mentioned: [], type })
}

interface Telling {
  readonly by: ActorId
  readonly told: readonly ActorId[]
  readonly mentioned: readonly ActorId[]
  readonly type: Exclude<Notice['type'], 'mention'>
}

async function tellAbout(ctx: Ctx, eventId: string, item: Content, telling: Telling): Promise<void> {
  const { by, mentioned, type } = telling
  const recipients = await listRecipients(
    ctx.db,
    telling.told.filter((id) => id !== by),
  )
  const notices: Notice[] = []
  for (const { viewer } of recipients) {
    if (!(await listContentByIds({ ...ctx, viewer }, [item.id])).has(item.id)) continue
    const personId = viewer.personId
    notices.push({ personId, type: mentioned.includes(personId) ? 'mention' : type, actorId: by, contentId: item.id })
  }
  await notify(ctx, eventId, notices)
}

/** Somebody follows a person here; or a group that does not take everyone took a person of this plein. */
export const whenFollowAccepted: Listener<'follow.accepted'> = async (ctx, event) => {
  const follow = event.payload.again ? undefined : await findFollowById(ctx.db, event.payload.followId)
  if (!follow) return
  const target = (await findActors(ctx.db, [follow.targetId]))[0]
  if (target?.type === 'person' && target.local === 1) {
    await tellPeople(ctx, event.id, [target.id], {
      type: 'follow',
      actorId: follow.followerId,
      subjectActorId: target.id,
    })
  } else if (
    target?.type === 'group' &&
    !event.payload.invited &&
    (await findGroupRules(ctx.db, target.id))?.access !== 'open' &&
    follow.role === 'member'
  ) {
    await tellPeople(ctx, event.id, [follow.followerId], {
      type: 'accepted',
      actorId: target.id,
      subjectActorId: target.id,
    })
  }
}

/** Somebody asks to join a group of this plein: its managers decide. */
export const whenFollowRequested: Listener<'follow.requested'> = async (ctx, event) => {
  const follow = await findFollowById(ctx.db, event.payload.followId)
  if (follow?.state !== 'pending') return
  const target = (await findActors(ctx.db, [follow.targetId]))[0]
  if (target?.type !== 'group' || target.local !== 1) return
  const managers = await listManagerIds(ctx.db, target.id)
  await tellPeople(ctx, event.id, managers, { type: 'request', actorId: follow.followerId, subjectActorId: target.id })
}

/** A manager invites somebody of this plein into a group. */
export const whenGroupInvited: Listener<'group.invited'> = async (ctx, event) => {
  const { groupId, personId, byId } = event.payload
  if ((await findStanding(ctx.db, groupId, personId)) !== 'invited') return
  await tellPeople(ctx, event.id, [personId], { type: 'invited', actorId: byId, subjectActorId: groupId })
}

async function tellPeople(
  ctx: Ctx,
  eventId: string,
  ids: readonly ActorId[],
  notice: Omit<Notice, 'personId'>,
): Promise<void> {
  const recipients = await listRecipients(ctx.db, ids)
  await notify(
    ctx,
    eventId,
    recipients.map(({ viewer }) => ({ ...notice, personId: viewer.personId })),
  )
}
