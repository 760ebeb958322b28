// Inviting people into a group of this plein, and keeping somebody out of it.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, NotFound } from '../../../core/errors.ts'
import { actorOf, personOf } from '../../../core/viewer.ts'
import { type ActorId, newId } from '../../../lib/id.ts'
import { urlsOf } from '../../../lib/urls.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { endFollow, findActor, findFollow, putFollow, settleFollow } from '../../actors/index.ts'
import { findStanding } from '../queries/may.ts'
import type { Standing } from '../rules.ts'
import { refuseLastManager } from './last-manager.ts'
import { holdGroup, mustManage } from './must-manage.ts'

/** `invited`: decides himself; `joined`: had asked already, and is a member from now on. */
export type InviteOutcome = { readonly outcome: 'invited' | 'joined' }

/**
 * Managers may, people of this plein. Emits group.invited; for somebody who had asked already follow.accepted.
 * Repeated: nothing.
 * @throws NotFound 'group.notHere', Conflict 'group.isMember' or 'group.isBlocked'
 */
export async function invitePerson(ctx: Ctx, groupId: ActorId, personId: ActorId): Promise<InviteOutcome> {
  const pair = { followerId: personId, targetId: groupId }
  return ctx.transaction(async (tx, emit) => {
    await mustManage(ctx, tx, groupId)
    const person = await findActor(tx, personId)
    if (person?.type !== 'person' || person.local !== 1 || person.gone) throw new NotFound('group.notHere')
    const follow = await findFollow(tx, pair)
    if (follow?.state === 'accepted') throw new Conflict('group.isMember')
    const standing = await findStanding(tx, groupId, personId)
    if (standing === 'blocked') throw new Conflict('group.isBlocked')
    const asked = await settleFollow(tx, ctx.clock, pair, 'accepted')
    if (asked) {
      emit('follow.accepted', { followId: asked.id }, groupId)
      return { outcome: 'joined' }
    }
    const byId = actorOf(ctx.viewer) ?? groupId
    if (await putStanding(ctx, tx, { groupId, personId, byId, standing: 'invited' }))
      emit('group.invited', { groupId, personId, byId }, groupId)
    return { outcome: 'invited' }
  })
}

/** Managers may take an invitation back that was not answered yet. Repeated: nothing. */
export async function withdrawInvitation(ctx: Ctx, groupId: ActorId, personId: ActorId): Promise<void> {
  await ctx.transaction(async (tx) => {
    await mustManage(ctx, tx, groupId)
    await dropStanding(tx, { groupId, personId, standing: 'invited' })
  })
}

/**
 * Who is invited decides himself. Emits follow.accepted when he comes.
 * @throws NotFound 'group.notInvited'
 */
export async function answerInvitation(ctx: Ctx, groupId: ActorId, answer: 'accepted' | 'declined'): Promise<void> {
  const { personId } = personOf(ctx.viewer)
  await ctx.transaction(async (tx, emit) => {
    await holdGroup(tx, groupId)
    if (!(await dropStanding(tx, { groupId, personId, standing: 'invited' }))) throw new NotFound('group.notInvited')
    if (answer === 'declined') return
    const iri = urlsOf(ctx.config.origin).activity(newId())
    const follow = await putFollow(tx, ctx.clock, {
      iri,
      followerId: personId,
      targetId: groupId,
      state: 'accepted',
    })
    emit('follow.accepted', { followId: follow.id, invited: true }, groupId)
  })
}

/**
 * Managers may keep a person of any plein out: no longer a member, and no joining, posting or commenting any more.
 * What he wrote stays, and what anybody may read he may read too. Emits follow.rejected when he was a member or had
 * asked. Repeated: nothing.
 * @throws NotFound, Conflict 'group.notYourself' or 'group.lastManager'
 */
export async function blockPerson(ctx: Ctx, groupId: ActorId, personId: ActorId): Promise<void> {
  const pair = { followerId: personId, targetId: groupId }
  await ctx.transaction(async (tx, emit) => {
    await mustManage(ctx, tx, groupId)
    if (actorOf(ctx.viewer) === personId) throw new Conflict('group.notYourself')
    const person = await findActor(tx, personId)
    if (person?.type !== 'person') throw new NotFound('person.notFound')
    await refuseLastManager(tx, groupId, personId)
    const byId = actorOf(ctx.viewer) ?? groupId
    await putStanding(ctx, tx, { groupId, personId, byId, standing: 'blocked' })
    const follow = await endFollow(tx, pair)
    if (follow) emit('follow.rejected', { followIri: follow.iri, ...pair }, groupId)
  })
}

/** Managers may let somebody ask again. He does not become a member by it. Repeated: nothing. */
export async function unblockPerson(ctx: Ctx, groupId: ActorId, personId: ActorId): Promise<void> {
  await ctx.transaction(async (tx) => {
    await mustManage(ctx, tx, groupId)
    await dropStanding(tx, { groupId, personId, standing: 'blocked' })
  })
}

interface Row {
  readonly groupId: ActorId
  readonly personId: ActorId
  readonly standing: Standing
}

/** Keeping out goes over an invitation, never the other way round. @returns false when it stood already */
async function putStanding(ctx: Ctx, tx: Tx, row: Row & { readonly byId: ActorId }): Promise<boolean> {
  const { standing, byId } = row
  const created = ctx.clock.now()
  const put = await tx
    .insertInto('groupStanding')
    .values({ ...row, created })
    .onConflict((conflict) => {
      const same = conflict.columns(['groupId', 'personId'])
      if (standing === 'invited') return same.doNothing()
      return same.doUpdateSet({ standing, byId, created }).where('groupStanding.standing', '!=', standing)
    })
    .executeTakeFirst()
  return (put.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** @returns false when there was none */
export async function dropStanding(tx: Tx, { groupId, personId, standing }: Row): Promise<boolean> {
  const gone = await tx
    .deleteFrom('groupStanding')
    .where('groupId', '=', groupId)
    .where('personId', '=', personId)
    .where('standing', '=', standing)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}
