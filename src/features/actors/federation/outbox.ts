// What is said about following people: Follow, Accept, Reject, Undo. Groups say their own.
import type { Ctx } from '../../../core/context.ts'
import type { JsonObject, Outgoing, OutboxRules } from '../../../core/federation.ts'
import type { ActorId } from '../../../lib/id.ts'
import { type Actor, findActors } from '../queries/actors.ts'
import { findFollowById } from '../queries/follows.ts'

export const outbox: OutboxRules = {
  async 'follow.requested'(ctx, event) {
    const follow = await findFollowById(ctx.db, event.payload.followId)
    const pair = follow && (await pairOf(ctx, follow))
    if (!follow || !pair?.follower.local || pair.target.local) return []
    const { follower, target } = pair
    // The frame derives the activity's id from the event and this slot: it is what the row calls the follow.
    return [say('follow', follower, target, { type: 'Follow', object: target.iri })]
  },
  async 'follow.accepted'(ctx, event) {
    const follow = await findFollowById(ctx.db, event.payload.followId)
    const pair = follow && (await pairOf(ctx, follow))
    if (!follow || !pair?.target.local || pair.follower.local) return []
    return [say('accept', pair.target, pair.follower, { type: 'Accept', object: nested(follow.iri, pair) })]
  },
  async 'follow.rejected'(ctx, event) {
    const pair = await pairOf(ctx, event.payload)
    if (!pair?.target.local || pair.follower.local) return []
    const object = nested(event.payload.followIri, pair)
    return [say('reject', pair.target, pair.follower, { type: 'Reject', object })]
  },
  async 'follow.ended'(ctx, event) {
    const pair = await pairOf(ctx, event.payload)
    if (!pair?.follower.local || pair.target.local || pair.target.gone) return []
    const object = nested(event.payload.followIri, pair)
    return [say('undo', pair.follower, pair.target, { type: 'Undo', object })]
  },
}

interface Pair {
  readonly follower: Actor
  readonly target: Actor
}

async function pairOf(ctx: Ctx, ids: { followerId: ActorId; targetId: ActorId }): Promise<Pair | undefined> {
  const actors = await findActors(ctx.db, [ids.followerId, ids.targetId])
  const follower = actors.find((actor) => actor.id === ids.followerId)
  const target = actors.find((actor) => actor.id === ids.targetId)
  return follower && target && target.type !== 'group' ? { follower, target } : undefined
}

/** The Follow as small as can be: what everybody who asked can recognise. */
function nested(iri: string, { follower, target }: Pair): JsonObject {
  return { id: iri, type: 'Follow', actor: follower.iri, object: target.iri }
}

function say(slot: string, by: Actor, to: Actor, activity: { type: string; object: string | JsonObject }): Outgoing {
  return {
    slot,
    actorId: by.id,
    objectIri: to.iri,
    activity: { ...activity, actor: by.iri, to: [to.iri] },
    to: { actors: [to.id] },
    proof: false,
  }
}
