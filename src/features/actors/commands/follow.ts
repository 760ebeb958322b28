// Who follows whom, as rows: commands of rooms call these inside their transaction and tell the event themselves.
import type { GroupRole } from '../../../core/access.ts'
import type { Clock } from '../../../lib/clock.ts'
import { type ActorId, type Id, newId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { findFollow, type FollowRow } from '../queries.ts'

export interface FollowPair {
  readonly followerId: ActorId
  readonly targetId: ActorId
}

/**
 * One row per pair, however often it is asked: a repeat takes over the new IRI, never falls back from accepted to
 * pending, and keeps the role.
 */
export async function putFollow(
  tx: Tx,
  clock: Clock,
  input: FollowPair & { id?: Id<'follow'>; iri: string; state: 'pending' | 'accepted'; role?: GroupRole },
): Promise<FollowRow> {
  const { iri, followerId, targetId, state, role = 'member' } = input
  const now = clock.now()
  await tx
    .insertInto('follow')
    .values({
      id: input.id ?? newId<'follow'>(),
      iri,
      followerId,
      targetId,
      state,
      role,
      created: now,
      accepted: state === 'accepted' ? now : null,
    })
    .onConflict((conflict) =>
      conflict.columns(['followerId', 'targetId']).doUpdateSet((eb) => ({
        iri,
        state: eb.case().when('follow.state', '=', 'accepted').then('accepted' as const).else(state).end(),
        role: eb.case().when('follow.state', '=', 'accepted').then(eb.ref('follow.role')).else(role).end(),
        accepted: state === 'accepted' ? eb.fn.coalesce('follow.accepted', eb.val(now)) : eb.ref('follow.accepted'),
      })),
    )
    .execute()
  const row = await findFollow(tx, { followerId, targetId })
  if (!row) throw new Error('the follow that was just put is not there')
  return row
}

/**
 * Accepts or rejects. Accepting works on what was asked and not yet answered; rejecting also on what was accepted
 * before (that is how a member is removed). The pair decides: other software does not always repeat the right IRI.
 * @returns the row as it is now; undefined when there was nothing to settle.
 */
export async function settleFollow(
  tx: Tx,
  clock: Clock,
  by: FollowPair & { iri?: string },
  state: 'accepted' | 'rejected',
): Promise<FollowRow | undefined> {
  const result = await tx
    .updateTable('follow')
    .set(state === 'accepted' ? { state, accepted: clock.now() } : { state, accepted: null, role: 'member' })
    .where('followerId', '=', by.followerId)
    .where('targetId', '=', by.targetId)
    .where('state', 'in', state === 'accepted' ? ['pending'] : ['pending', 'accepted'])
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0 ? findFollow(tx, by) : undefined
}

/** Takes the row away. @returns the row as it was; undefined when there was none. */
export async function endFollow(tx: Tx, pair: FollowPair): Promise<FollowRow | undefined> {
  const row = await findFollow(tx, pair)
  if (row) await tx.deleteFrom('follow').where('id', '=', row.id).execute()
  return row
}

/** lid ⇄ beheerder, for accepted members. @returns false when there is no such member. */
export async function setRole(tx: Tx, pair: FollowPair, role: GroupRole): Promise<boolean> {
  const result = await tx
    .updateTable('follow')
    .set({ role })
    .where('followerId', '=', pair.followerId)
    .where('targetId', '=', pair.targetId)
    .where('state', '=', 'accepted')
    .executeTakeFirst()
  return Number(result.numUpdatedRows) > 0
}
