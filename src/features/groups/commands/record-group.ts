// What is known of groups elsewhere, and the counts that listeners keep right.
import type { AliasedExpression } from 'kysely'
import type { GroupAccess } from '../../../core/access.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ActorId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import { searchTextOf } from '../rules.ts'

export interface RemoteGroup {
  readonly access: GroupAccess
  readonly restricted: boolean
  readonly name: string
  /** Plain words of its summary. */
  readonly about: string
  readonly now: Instant
}

/** Makes or renews the row of a group elsewhere, beside its actor. Runs with the actor's own row in one transaction. */
export async function recordRemoteGroup(tx: Tx, actorId: ActorId, group: RemoteGroup): Promise<void> {
  const facts = {
    access: group.access,
    restricted: group.restricted ? (1 as const) : (0 as const),
    searchText: searchTextOf(group.name, group.about),
  }
  await tx
    .insertInto('group')
    .values({ actorId, ...facts, memberCount: 0, lastActivity: group.now, history: 'none', historyCount: 0 })
    .onConflict((conflict) => conflict.column('actorId').doUpdateSet(facts))
    .execute()
}

/**
 * Counts the members of a group of this plein anew (of one elsewhere the number is what its plein says), and from how
 * many pleinen those come that are known here.
 */
export async function recountMembers(tx: Tx, groupId: ActorId): Promise<void> {
  const row = await tx
    .selectFrom('follow')
    .innerJoin('actor', 'actor.id', 'follow.followerId')
    .where('follow.targetId', '=', groupId)
    .where('follow.state', '=', 'accepted')
    .select((eb) => [eb.fn.countAll().as('members'), eb.fn.count('actor.host').distinct().as('organisations')])
    .executeTakeFirst()
  const counts = { members: Number(row?.members ?? 0), organisationCount: Number(row?.organisations ?? 0) }
  await tx
    .updateTable('group')
    .set((eb) => ({
      organisationCount: counts.organisationCount,
      memberCount: eb
        .case()
        .when(
          eb.exists(
            eb.selectFrom('actor').where('actor.id', '=', groupId).where('actor.local', '=', 1).select('actor.id'),
          ),
        )
        .then(counts.members)
        .else(eb.ref('memberCount'))
        .end(),
    }))
    .where('actorId', '=', groupId)
    .execute()
}

/** Something happened in the group at this moment: the directory shows lively groups first. */
export async function touchGroup(tx: Tx, groupId: ActorId, moment: Instant): Promise<void> {
  await touch.run(tx, { groupId, moment })
}

const touch = prepared((db, { groupId, moment }: { groupId: ActorId; moment: Instant }) =>
  (db as Tx)
    .updateTable('group')
    .set({ lastActivity: moment })
    .where('actorId', '=', groupId)
    .where('lastActivity', '<', moment),
)

/** The same as a query for several groups: those that happened in, and when. */
export function touchingGroups(
  tx: Tx,
  happened: AliasedExpression<{ groupId: ActorId | null; last: Instant }, 'happened'>,
) {
  return tx
    .updateTable('group')
    .from(happened)
    .set((eb) => ({ lastActivity: eb.ref('happened.last') }))
    .whereRef('group.actorId', '=', 'happened.groupId')
    .whereRef('group.lastActivity', '<', 'happened.last')
}
