// Keeps what a group shows of itself right, and begins fetching the history of a group elsewhere.
import type { Ctx } from '../../core/context.ts'
import type { Listener } from '../../core/events.ts'
import type { ActorId } from '../../lib/id.ts'
import { findActors, findFollowById } from '../actors/index.ts'
import { listContentByIds } from '../content/index.ts'
import { beginHistory } from './commands/keep-history.ts'
import { recountMembers, touchGroup } from './commands/record-group.ts'

export const whenFollowAccepted: Listener<'follow.accepted'> = async (ctx, event) => {
  const follow = await findFollowById(ctx.db, event.payload.followId)
  if (!follow) return
  const actors = await findActors(ctx.db, [follow.followerId, follow.targetId])
  const target = actors.find((actor) => actor.id === follow.targetId)
  if (target?.type !== 'group') return
  await ctx.transaction((tx) => recountMembers(tx, target.id))
  const follower = actors.find((actor) => actor.id === follow.followerId)
  if (follower?.local === 1 && target.local === 0) await beginHistory(ctx, target.id)
}

export const whenFollowRejected: Listener<'follow.rejected'> = (ctx, event) => recount(ctx, event.payload.targetId)

export const whenFollowEnded: Listener<'follow.ended'> = (ctx, event) => recount(ctx, event.payload.targetId)

async function recount(ctx: Ctx, groupId: ActorId): Promise<void> {
  await ctx.transaction((tx) => recountMembers(tx, groupId))
}

export const whenContentPublished: Listener<'content.published'> = async (ctx, event) => {
  const { contentId } = event.payload
  const item = (await listContentByIds(ctx, [contentId])).get(contentId)
  const groupId = item?.groupId
  if (groupId) await ctx.transaction((tx) => touchGroup(tx, groupId, item.published))
}
