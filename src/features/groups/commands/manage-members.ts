// What managers do with members: let in, refuse, send away, make manager.
import type { GroupRole } from '../../../core/access.ts'
import type { Ctx } from '../../../core/context.ts'
import { NotFound } from '../../../core/errors.ts'
import type { ActorId } from '../../../lib/id.ts'
import { endFollow, findFollow, setRole, settleFollow } from '../../actors/index.ts'
import { refuseLastManager } from './last-manager.ts'
import { mustManage } from './must-manage.ts'

/** Lets somebody in who asked, or not. Emits follow.accepted or follow.rejected; repeated: nothing. */
export async function decideRequest(
  ctx: Ctx,
  groupId: ActorId,
  personId: ActorId,
  decision: 'accepted' | 'rejected',
): Promise<void> {
  const pair = { followerId: personId, targetId: groupId }
  await ctx.transaction(async (tx, emit) => {
    await mustManage(ctx, tx, groupId)
    const asked = await findFollow(tx, pair)
    if (!asked) throw new NotFound('group.notAsked')
    if (asked.state !== 'pending') return
    const follow = await settleFollow(tx, ctx.clock, pair, decision)
    if (!follow) return
    if (decision === 'accepted') emit('follow.accepted', { followId: follow.id }, groupId)
    else emit('follow.rejected', { followIri: follow.iri, ...pair }, groupId)
  })
}

/** Sends a member away. Emits follow.rejected, which also tells his own plein. */
export async function removeMember(ctx: Ctx, groupId: ActorId, personId: ActorId): Promise<void> {
  const pair = { followerId: personId, targetId: groupId }
  await ctx.transaction(async (tx, emit) => {
    await mustManage(ctx, tx, groupId)
    await refuseLastManager(tx, groupId, personId)
    const follow = await endFollow(tx, pair)
    if (!follow) throw new NotFound('group.notMember')
    emit('follow.rejected', { followIri: follow.iri, ...pair }, groupId)
  })
}

/**
 * Makes a member manager, or a manager member. Emits group.updated (its moderators are in its document).
 * @throws Conflict 'group.lastManager'
 */
export async function setMemberRole(ctx: Ctx, groupId: ActorId, personId: ActorId, role: GroupRole): Promise<void> {
  const pair = { followerId: personId, targetId: groupId }
  await ctx.transaction(async (tx, emit) => {
    await mustManage(ctx, tx, groupId)
    const follow = await findFollow(tx, pair)
    if (follow?.state !== 'accepted') throw new NotFound('group.notMember')
    if (follow.role === role) return
    if (role === 'member') await refuseLastManager(tx, groupId, personId)
    await setRole(tx, pair, role)
    emit('group.updated', { groupId })
  })
}
