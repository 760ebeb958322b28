// What somebody looked up before it concerned anybody here.
import type { Ctx } from '../../../core/context.ts'
import type { Emit } from '../../../core/events.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'

/**
 * Items by this person, or in this group, stand in the streams like all that comes from there.
 * `content.joinedStreams` follows for each. Repeatable.
 */
export async function showInStreams(ctx: Ctx, actorId: ActorId): Promise<void> {
  await ctx.transaction(async (tx, emit) => {
    const rows = await tx
      .selectFrom('content')
      .select('id')
      .where('lookedUp', '=', 1)
      .where((eb) => eb.or([eb('authorId', '=', actorId), eb('groupId', '=', actorId)]))
      .execute()
    for (const { id } of rows) await joinStreams(tx, emit, id)
  })
}

/** One item; `content.joinedStreams` follows. */
export async function joinStreams(tx: Tx, emit: Emit, contentId: ContentId): Promise<void> {
  await tx.updateTable('content').set({ lookedUp: 0 }).where('id', '=', contentId).execute()
  emit('content.joinedStreams', { contentId }, contentId)
}
