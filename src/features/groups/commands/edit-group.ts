// Changes what a group says about itself, its picture and who may start threads.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden, NotFound } from '../../../core/errors.ts'
import type { ActorId } from '../../../lib/id.ts'
import { renderMarkdown } from '../../../lib/markdown.ts'
import { findGroup } from '../queries/groups.ts'
import { type GroupChanges, groupChangesSchema, searchTextOf } from '../rules.ts'

/** Managers of a group of this plein may. Emits group.updated. */
export async function editGroup(ctx: Ctx, groupId: ActorId, input: GroupChanges): Promise<void> {
  const group = await findGroup(ctx, groupId)
  if (!group) throw new NotFound('group.notFound')
  if (!group.local || (ctx.viewer.type !== 'system' && group.role !== 'manager'))
    throw new Forbidden('group.managersOnly')
  const changes = groupChangesSchema.parse(input)
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
      .set({ restricted: changes.restricted ? 1 : 0, searchText: searchTextOf(changes.name, changes.about) })
      .where('actorId', '=', groupId)
      .execute()
    if (input.pictureMediaId) {
      await tx
        .insertInto('attachment')
        .values({ subjectId: groupId, mediaId: input.pictureMediaId as never, position: 0 })
        .onConflict((conflict) => conflict.columns(['subjectId', 'mediaId']).doNothing())
        .execute()
    }
    emit('group.updated', { groupId })
  })
}
