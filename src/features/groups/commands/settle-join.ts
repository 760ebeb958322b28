// The answer of a group elsewhere to somebody of this plein.
import type { Ctx } from '../../../core/context.ts'
import type { ActorId } from '../../../lib/id.ts'
import { settleFollow } from '../../actors/index.ts'

/** The group (the viewer) may answer what it was asked, and send somebody away later. A repeated answer does nothing. */
export async function settleJoin(
  ctx: Ctx,
  pair: { readonly followerId: ActorId; readonly targetId: ActorId },
  answer: 'accepted' | 'rejected',
): Promise<void> {
  await ctx.transaction(async (tx, emit) => {
    const follow = await settleFollow(tx, ctx.clock, pair, answer)
    if (!follow) return
    if (answer === 'accepted') emit('follow.accepted', { followId: follow.id }, pair.targetId)
    else emit('follow.rejected', { followIri: follow.iri, ...pair }, pair.targetId)
  })
}
