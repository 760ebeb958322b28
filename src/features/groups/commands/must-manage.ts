// The door of every command of managers.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden, NotFound } from '../../../core/errors.ts'
import type { ActorId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { findGroupRules, mayManage } from '../queries/may.ts'

/** Managers of a group of this plein, and the system. @throws NotFound, Forbidden */
export async function mustManage(ctx: Ctx, tx: Tx, groupId: ActorId): Promise<void> {
  const group = await findGroupRules(tx, groupId)
  if (!group) throw new NotFound('group.notFound')
  if (!group.local || !(await mayManage(tx, ctx.viewer, groupId))) throw new Forbidden('group.managersOnly')
}
