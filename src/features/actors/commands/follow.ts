// Who follows whom, as rows: commands of rooms call these inside their transaction and tell the event themselves.
import type { GroupRole } from '../../../core/access.ts'
import type { Ctx } from '../../../core/context.ts'
import type { Emit } from '../../../core/events.ts'
import type { Clock } from '../../../lib/clock.ts'
import { type ActorId, type Id, newId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { findFollow, type FollowRow } from '../queries/follows.ts'

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
        state: eb
          .case()
          .when('follow.state', '=', 'accepted')
          .then('accepted' as const)
          .else(state)
          .end(),
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
  return result.numUpdatedRows > 0n ? findFollow(tx, by) : undefined
}

/** Takes the row away. @returns the row as it was; undefined when there was none. */
export async function endFollow(tx: Tx, pair: FollowPair): Promise<FollowRow | undefined> {
  const row = await findFollow(tx, pair)
  if (row) await tx.deleteFrom('follow').where('id', '=', row.id).execute()
  return row
}

/** Ends every follow from and to these actors. `follow.ended` follows for each. @returns how many. */
export async function endAllFollows(tx: Tx, emit: Emit, actorIds: readonly ActorId[]): Promise<number> {
  if (actorIds.length === 0) return 0
  const ids = [...actorIds]
  const rows = await tx
    .selectFrom('follow')
    .selectAll()
    .where((eb) => eb.or([eb('followerId', 'in', ids), eb('targetId', 'in', ids)]))
    .execute()
  for (const { id, iri, followerId, targetId } of rows) {
    await tx.deleteFrom('follow').where('id', '=', id).execute()
    emit('follow.ended', { followIri: iri, followerId, targetId }, targetId)
  }
  return rows.length
}

/** Ends every follow from and to actors of a host. `follow.ended` follows for each. */
export async function endFollowsOfHost(ctx: Ctx, host: string): Promise<void> {
  for (;;) {
    // In portions: a large host would hold up everybody else's writing.
    const ended = await ctx.transaction(async (tx, emit) => {
      const ids = await tx
        .selectFrom('actor')
        .innerJoin('follow', (join) =>
          join.on((eb) =>
            eb.or([eb('follow.followerId', '=', eb.ref('actor.id')), eb('follow.targetId', '=', eb.ref('actor.id'))]),
          ),
        )
        .select('actor.id')
        .distinct()
        .where('actor.host', '=', host)
        .where('actor.local', '=', 0)
        .limit(200)
        .execute()
      return endAllFollows(
        tx,
        emit,
        ids.map((row) => row.id),
      )
    })
    if (ended === 0) return
  }
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
  return result.numUpdatedRows > 0n
}
