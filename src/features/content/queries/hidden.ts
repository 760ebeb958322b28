// Items that were taken away from view, for those who may bring them back.
import type { Ctx } from '../../../core/context.ts'
import type { Content } from '../../../core/kind.ts'
import { type ContentId, isId } from '../../../lib/id.ts'
import { mayManage } from '../../groups/index.ts'
import { contentFrom } from './read.ts'

/** A hidden item, for a manager of its group and for administrators; undefined for everybody else. */
export async function findHidden(ctx: Ctx, id: string): Promise<Content | undefined> {
  const { viewer } = ctx
  if (viewer.type !== 'person' || !isId(id)) return undefined
  const row = await ctx.db
    .selectFrom('content')
    .selectAll()
    .where('id', '=', id as ContentId)
    .where('state', '=', 'hidden')
    .executeTakeFirst()
  if (!row) return undefined
  const manages = viewer.admin || (row.groupId !== null && (await mayManage(ctx.db, viewer, row.groupId)))
  return manages ? contentFrom(row, ctx.kinds) : undefined
}
