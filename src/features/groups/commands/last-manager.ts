// A group is never left without a manager.
import { Conflict } from '../../../core/errors.ts'
import type { ActorId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'

/**
 * Before somebody stops being manager.
 * @throws Conflict 'group.lastManager' when he is the only one of a group of this plein
 */
export async function refuseLastManager(tx: Tx, groupId: ActorId, personId: ActorId): Promise<void> {
  // Takes the group's row, so that two managers cannot both leave at the same moment, each counting on the other.
  await tx
    .updateTable('group')
    .set((eb) => ({ restricted: eb.ref('restricted') }))
    .where('actorId', '=', groupId)
    .execute()
  const managers = await tx
    .selectFrom('follow')
    .innerJoin('actor', 'actor.id', 'follow.targetId')
    .where('follow.targetId', '=', groupId)
    .where('actor.local', '=', 1)
    .where('follow.state', '=', 'accepted')
    .where('follow.role', '=', 'manager')
    .select('follow.followerId')
    .execute()
  if (managers.length === 1 && managers[0]?.followerId === personId) throw new Conflict('group.lastManager')
}
