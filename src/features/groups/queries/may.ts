// What a viewer may do in a group.
import { actorOf, type Viewer } from '../../../core/viewer.ts'
import type { ActorId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import { togetherByKey } from '../../../platform/db/together.ts'
import { roleIn } from '../../actors/index.ts'
import { type GroupCard, mayAnswer, mayStart, type Standing } from '../rules.ts'

const rulesOf = togetherByKey(
  prepared((db, { keys }: { keys: readonly ActorId[] }) =>
    db
      .selectFrom('group')
      .innerJoin('actor', 'actor.id', 'group.actorId')
      .where('group.actorId', 'in', keys)
      .where('actor.gone', 'is', null)
      .select(['group.actorId', 'group.access', 'group.restricted', 'actor.local']),
  ),
  (row) => row.actorId,
)

/** What the access rules ask of a group; undefined when the actor is no group. */
export async function findGroupRules(
  db: Db,
  groupId: ActorId,
): Promise<(Pick<GroupCard, 'access' | 'local'> & { restricted: boolean }) | undefined> {
  const [row] = await rulesOf(db, groupId)
  return row && { access: row.access, restricted: row.restricted === 1, local: row.local === 1 }
}

/** May the viewer start a thread in the group? What comes from elsewhere into a group elsewhere is that group's affair. */
export async function mayPostIn(db: Db, viewer: Viewer, groupId: ActorId): Promise<boolean> {
  const [group, role] = await Promise.all([findGroupRules(db, groupId), viewerRole(db, viewer, groupId)])
  if (!group || viewer.type === 'guest') return false
  if (viewer.type === 'system' || (viewer.type === 'remote' && !group.local)) return true
  if (role === undefined && (await isBlocked(db, viewer, groupId))) return false
  return mayStart(group, role, viewer.type === 'remote')
}

/** May the viewer comment in the group? */
export async function mayReplyIn(db: Db, viewer: Viewer, groupId: ActorId): Promise<boolean> {
  const group = await findGroupRules(db, groupId)
  if (!group || viewer.type === 'guest') return false
  if (viewer.type === 'system' || (viewer.type === 'remote' && !group.local)) return true
  const role = await viewerRole(db, viewer, groupId)
  if (role === undefined && (await isBlocked(db, viewer, groupId))) return false
  return mayAnswer(group, role)
}

/** May the viewer change the group, its members, and what others wrote in it? Only for groups of this plein. */
export async function mayManage(db: Db, viewer: Viewer, groupId: ActorId): Promise<boolean> {
  if (viewer.type === 'system') return true
  return (await viewerRole(db, viewer, groupId)) === 'manager'
}

async function viewerRole(db: Db, viewer: Viewer, groupId: ActorId) {
  const actorId = actorOf(viewer)
  return actorId ? roleIn(db, actorId, groupId) : undefined
}

const standingOf = prepared((db, { groupId, personId }: { groupId: ActorId; personId: ActorId }) =>
  db.selectFrom('groupStanding').select('standing').where('groupId', '=', groupId).where('personId', '=', personId),
)

/** Invited or kept out, by a manager of the group. */
export async function findStanding(db: Db, groupId: ActorId, personId: ActorId): Promise<Standing | undefined> {
  const row = await standingOf.first(db, { groupId, personId })
  return row?.standing
}

async function isBlocked(db: Db, viewer: Viewer, groupId: ActorId): Promise<boolean> {
  const actorId = actorOf(viewer)
  return actorId !== undefined && (await findStanding(db, groupId, actorId)) === 'blocked'
}
