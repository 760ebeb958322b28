// Taking an item away: its author deletes it for good, a manager of the group hides it (and can bring it back).
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Forbidden, NotFound } from '../../../core/errors.ts'
import type { Emit } from '../../../core/events.ts'
import { actorOf } from '../../../core/viewer.ts'
import type { ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { mayManage } from '../../groups/index.ts'
import { getContent } from '../queries/read.ts'
import { receivedBy } from './create.ts'
import { putFacets, removeParts } from './parts.ts'

/** What a received removal brings: its activity, and that its actor was found to be a moderator. */
export interface RemoteRemoval {
  readonly activityIri?: string | undefined
  readonly moderator?: boolean | undefined
}

/**
 * Only its author may. The row stays as a tombstone, its words go; `content.deleted` follows (not for a draft).
 * Doing it twice is no fault. In the same transaction `also` writes what else becomes of it; on its own when it was gone.
 * @throws NotFound, Forbidden, Conflict when its kind keeps it
 */
export async function deleteContent(
  ctx: Ctx,
  id: ContentId,
  remote?: RemoteRemoval,
  also?: (tx: Tx, emit: Emit) => Promise<void>,
): Promise<void> {
  const row = await ctx.db.selectFrom('content').selectAll().where('id', '=', id).executeTakeFirst()
  const byId = actorOf(ctx.viewer)
  if (!row) throw new NotFound('content.notFound')
  if (row.state === 'deleted') return also && ctx.transaction(also)
  if (row.authorId !== byId && ctx.viewer.type !== 'system') {
    if (row.state === 'draft') throw new NotFound('content.notFound')
    throw new Forbidden('content.notYours')
  }
  const kept =
    remote || ctx.viewer.type === 'system' ? undefined : keptBecause(ctx, { ...row, data: JSON.parse(row.data) })
  if (kept) throw new Conflict(kept)
  await ctx.transaction(async (tx, emit) => {
    const gone = await tx
      .updateTable('content')
      .set({ state: 'deleted', title: '', body: null, html: '', summary: '', data: '{}', deleted: ctx.clock.now() })
      .where('id', '=', id)
      .where('state', '!=', 'deleted')
      .where('data', '=', row.data)
      .executeTakeFirst()
    if (gone.numUpdatedRows === 0n) throw new Conflict('content.changedMeanwhile')
    await removeParts(tx, id)
    await putFacets(tx, id, [])
    await also?.(tx, emit)
    if (row.state === 'draft') return
    const { iri, authorId, groupId } = row
    emit(
      'content.deleted',
      { contentId: id, iri, authorId, groupId, byId: byId ?? authorId, ...receivedBy(remote) },
      id,
    )
  })
}

/** Text key of why its author cannot delete it. */
export function keptBecause(ctx: Pick<Ctx, 'kinds'>, item: { kind: string; data: unknown }): string | undefined {
  const kind = ctx.kinds.find(item.kind)
  const data = kind?.keep && kind.schema.safeParse(item.data)
  return data?.success ? kind?.keep?.(data.data) : undefined
}

/**
 * A manager of its group may, an administrator here, and a moderator elsewhere of a group elsewhere. Nobody sees it
 * any more; `content.deleted` follows, with who did it. Doing it twice is no fault.
 * @throws NotFound, Forbidden
 */
export async function hideContent(ctx: Ctx, id: ContentId, remote?: RemoteRemoval): Promise<void> {
  const row = await manageable(ctx, id, remote)
  const byId = actorOf(ctx.viewer) ?? row.groupId ?? row.authorId
  await ctx.transaction(async (tx, emit) => {
    const gone = await tx
      .updateTable('content')
      .set({ state: 'hidden' })
      .where('id', '=', id)
      .where('state', '=', 'published')
      .executeTakeFirst()
    if (gone.numUpdatedRows === 0n) return
    await tx.deleteFrom('pin').where('contentId', '=', id).execute()
    const { iri, authorId, groupId } = row
    emit('content.deleted', { contentId: id, iri, authorId, groupId, byId, ...receivedBy(remote) }, id)
  })
}

/**
 * Brings back what was hidden; who may hide it may. `content.published` follows, as it is new again to everyone.
 * @throws NotFound, Forbidden, Conflict when it is not hidden
 */
export async function restoreContent(ctx: Ctx, id: ContentId): Promise<void> {
  await manageable(ctx, id)
  await ctx.transaction(async (tx, emit) => {
    const back = await tx
      .updateTable('content')
      .set({ state: 'published' })
      .where('id', '=', id)
      .where('state', '=', 'hidden')
      .executeTakeFirst()
    if (back.numUpdatedRows === 0n) throw new Conflict('content.notHidden')
    emit('content.published', { contentId: id, again: true }, id)
  })
}

async function manageable(ctx: Ctx, id: ContentId, remote?: RemoteRemoval) {
  const row = await ctx.db.selectFrom('content').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row || row.state === 'draft' || row.state === 'deleted') throw new NotFound('content.notFound')
  if (ctx.viewer.type === 'system' || remote?.moderator) return row
  if (ctx.viewer.type === 'person' && ctx.viewer.admin) return row
  if (row.groupId && (await mayManage(ctx.db, ctx.viewer, row.groupId))) return row
  // Who may not see it is not told that it is there.
  await getContent(ctx, id)
  throw new Forbidden('content.mayNotManage')
}
