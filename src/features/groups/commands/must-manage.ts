// The door of every command of managers; and who comes, goes or is sent away at the same moment, one after the other.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden, NotFound } from '../../../core/errors.ts'
import type { ActorId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { findGroupRules, mayManage } from '../queries/may.ts'

/** Nobody else comes into the group, leaves it or is kept out of it until the end of this transaction. */
export async function holdGroup(tx: Tx, groupId: ActorId): Promise<void> {
  await tx
    .updateTable('group')
    .set((eb) => ({ restricted: eb.ref('restricted') }))
    .where('actorId', '=', groupId)
    .execute()
}

/** Managers of a group of this plein, and the system; the group is held. @throws NotFound, Forbidden */
export async function mustManage(ctx: Ctx, tx: Tx, groupId: ActorId): Promise<void> {
  await holdGroup(tx, groupId)
  const group = await findGroupRules(tx, groupId)
  if (!group) throw new NotFound('group.notFound')
  if (!group.local || !(await mayManage(tx, ctx.viewer, groupId))) throw new Forbidden('group.managersOnly')
}
