// Changes what a group says about itself, its picture, who can get in and who may start threads.
import { checked } from '../../../core/checked.ts'
import type { Ctx } from '../../../core/context.ts'
import { Forbidden, NotFound } from '../../../core/errors.ts'
import type { Emit } from '../../../core/events.ts'
import type { ActorId } from '../../../lib/id.ts'
import { renderMarkdown } from '../../../lib/markdown.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { settleFollow } from '../../actors/index.ts'
import { findGroup } from '../queries/groups.ts'
import { type GroupChanges, groupChangesSchema, searchTextOf } from '../rules.ts'

/**
 * Managers of a group of this plein may. Emits group.updated. When the group becomes open, who was waiting comes in
 * (follow.accepted for each); when it closes, who is a member stays one.
 */
export async function editGroup(ctx: Ctx, groupId: ActorId, input: GroupChanges): Promise<void> {
  const group = await findGroup(ctx, groupId)
  if (!group) throw new NotFound('group.notFound')
  if (!group.local || (ctx.viewer.type !== 'system' && group.role !== 'manager'))
    throw new Forbidden('group.managersOnly')
  const changes = checked(groupChangesSchema, input)
  const summary = renderMarkdown(changes.about, { mentionHref: () => undefined }).html
  await ctx.transaction(async (tx, emit) => {
    await tx
      .updateTable('actor')
      .set({ name: changes.name, summary, summarySource: changes.about, updated: ctx.clock.now() })
      .$if(input.pictureMediaId !== undefined, (query) => query.set({ pictureMediaId: input.pictureMediaId ?? null }))
      .where('id', '=', groupId)
      .execute()
    await tx
      .updateTable('group')
      .set({
        restricted: changes.restricted ? 1 : 0,
        searchText: searchTextOf(changes.name, changes.about),
        ...(changes.access ? { access: changes.access } : {}),
      })
      .where('actorId', '=', groupId)
      .execute()
    if (input.pictureMediaId) {
      await tx
        .insertInto('attachment')
        .values({ subjectId: groupId, mediaId: input.pictureMediaId as never, position: 0 })
        .onConflict((conflict) => conflict.columns(['subjectId', 'mediaId']).doNothing())
        .execute()
    }
    if (changes.access === 'open' && group.access !== 'open') await letInWhoWaits(ctx, tx, emit, groupId)
    emit('group.updated', { groupId })
  })
}

async function letInWhoWaits(ctx: Ctx, tx: Tx, emit: Emit, groupId: ActorId): Promise<void> {
  const waiting = await tx
    .selectFrom('follow')
    .select(['id', 'followerId'])
    .where('targetId', '=', groupId)
    .where('state', '=', 'pending')
    .execute()
  for (const { id, followerId } of waiting) {
    await settleFollow(tx, ctx.clock, { followerId, targetId: groupId }, 'accepted')
    emit('follow.accepted', { followId: id }, groupId)
  }
}
