// What is said about following people: Follow, Accept, Reject, Undo; groups say their own. And the plein's first word to another.
import type { Ctx } from '../../../core/context.ts'
import type { JsonObject, OutboxRules } from '../../../core/federation.ts'
import type { ActorId } from '../../../lib/id.ts'
import { type Actor, findActorByIri, findActors, findInstanceActor } from '../queries/actors.ts'
import { findFollowById } from '../queries/follows.ts'
import { sayTo } from '../rules.ts'
import { instanceDocument } from './documents.ts'

export const outbox: OutboxRules = {
  /** Whoever was allowed here hears of this plein: what it has for the network, it can give from now on. */
  async 'instance.met'(ctx, { payload }) {
    // An introduction is not answered by another, or two pleinen would greet each other for ever.
    if (payload.by === 'them') return []
    const [by, to] = await Promise.all([
      findInstanceActor(ctx.db, ctx.config.hostName),
      findActorByIri(ctx.db, payload.iri),
    ])
    if (!by || !to || to.gone) return []
    return [sayTo('introduce', { by, to }, { type: 'Update', object: await instanceDocument(ctx, by) })]
  },
  async 'follow.requested'(ctx, event) {
    const follow = await findFollowById(ctx.db, event.payload.followId)
    const pair = follow && (await pairOf(ctx, follow))
    if (!follow || !pair?.follower.local || pair.target.local) return []
    const { follower, target } = pair
    // The frame derives the activity's id from the event and this slot: it is what the row calls the follow.
    return [sayTo('follow', { by: follower, to: target }, { type: 'Follow', object: target.iri })]
  },
  async 'follow.accepted'(ctx, event) {
    const follow = await findFollowById(ctx.db, event.payload.followId)
    const pair = follow && (await pairOf(ctx, follow))
    if (!follow || !pair?.target.local || pair.follower.local) return []
    return [
      sayTo('accept', { by: pair.target, to: pair.follower }, { type: 'Accept', object: nested(follow.iri, pair) }),
    ]
  },
  async 'follow.rejected'(ctx, event) {
    const pair = await pairOf(ctx, event.payload)
    if (!pair?.target.local || pair.follower.local) return []
    const object = nested(event.payload.followIri, pair)
    return [sayTo('reject', { by: pair.target, to: pair.follower }, { type: 'Reject', object })]
  },
  async 'follow.ended'(ctx, event) {
    const pair = await pairOf(ctx, event.payload)
    if (!pair?.follower.local || pair.target.local || pair.target.gone) return []
    const object = nested(event.payload.followIri, pair)
    return [sayTo('undo', { by: pair.follower, to: pair.target }, { type: 'Undo', object })]
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
