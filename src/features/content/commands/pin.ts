// Vastzetten: items on top of their group.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Forbidden, NotFound } from '../../../core/errors.ts'
import { actorOf } from '../../../core/viewer.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { mayManage } from '../../groups/index.ts'
import { limits } from '../rules/content.ts'
import { receivedBy } from './create.ts'
import type { RemoteRemoval } from './remove.ts'

/**
 * Managers of its group may (or, for a group elsewhere, its moderators there). `content.pinned` follows, once.
 * @throws NotFound, Forbidden, Conflict when too many are pinned
 */
export async function pinContent(ctx: Ctx, id: ContentId, remote?: RemoteRemoval): Promise<void> {
  const groupId = await pinnable(ctx, id, remote)
  const byId = actorOf(ctx.viewer) ?? groupId
  await ctx.transaction(async (tx, emit) => {
    const created = ctx.clock.now()
    const row = await tx
      .insertInto('pin')
      .values({ groupId, contentId: id, created })
      .onConflict((conflict) => conflict.doNothing())
      .returning('contentId')
      .executeTakeFirst()
    if (!row) return
    if (!remote && (await countPins(tx, groupId)) > limits.pinned) {
      throw new Conflict('content.tooManyPinned', { max: limits.pinned })
    }
    emit('content.pinned', { contentId: id, groupId, byId, ...receivedBy(remote) }, id)
  })
}

/** Who may pin may unpin. `content.unpinned` follows, once. @throws NotFound, Forbidden */
export async function unpinContent(ctx: Ctx, id: ContentId, remote?: RemoteRemoval): Promise<void> {
  const groupId = await pinnable(ctx, id, remote)
  const byId = actorOf(ctx.viewer) ?? groupId
  await ctx.transaction(async (tx, emit) => {
    const gone = await tx
      .deleteFrom('pin')
      .where('groupId', '=', groupId)
      .where('contentId', '=', id)
      .returning('contentId')
      .executeTakeFirst()
    if (gone) emit('content.unpinned', { contentId: id, groupId, byId, ...receivedBy(remote) }, id)
  })
}

async function pinnable(ctx: Ctx, id: ContentId, remote?: RemoteRemoval): Promise<ActorId> {
  const row = await ctx.db
    .selectFrom('content')
    .select('groupId')
    .where('id', '=', id)
    .where('state', '=', 'published')
    .executeTakeFirst()
  if (!row?.groupId) throw new NotFound('content.notFound')
  if (!remote?.moderator && !(await mayManage(ctx.db, ctx.viewer, row.groupId)))
    throw new Forbidden('content.mayNotManage')
  return row.groupId
}

async function countPins(db: Db, groupId: ActorId): Promise<number> {
  const row = await db
    .selectFrom('pin')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('groupId', '=', groupId)
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}
