// What is said about joining groups: Follow and its Undo by our people, Accept and Reject by our groups.
import type { Ctx } from '../../../core/context.ts'
import type { Occurrence } from '../../../core/events.ts'
import type { JsonObject, Outgoing } from '../../../core/federation.ts'
import type { ActorId } from '../../../lib/id.ts'
import { type Actor, findActors, findFollowById, sayTo } from '../../actors/index.ts'

export async function askToJoin(ctx: Ctx, event: Occurrence<'follow.requested'>): Promise<readonly Outgoing[]> {
  const follow = await findFollowById(ctx.db, event.payload.followId)
  const pair = follow && (await pairOf(ctx, follow))
  if (!pair?.person.local || pair.group.local) return []
  // The frame derives the activity's id from the event and this slot: it is what the row calls the follow.
  return [sayTo('follow', { by: pair.person, to: pair.group }, { type: 'Follow', object: pair.group.iri })]
}

/** Every time it is asked for: a Follow that comes again is answered again. */
export async function accept(ctx: Ctx, event: Occurrence<'follow.accepted'>): Promise<readonly Outgoing[]> {
  const follow = await findFollowById(ctx.db, event.payload.followId)
  const pair = follow && (await pairOf(ctx, follow))
  if (!follow || !pair?.group.local || pair.person.local) return []
  return [sayTo('accept', { by: pair.group, to: pair.person }, { type: 'Accept', object: followOf(follow.iri, pair) })]
}

export async function reject(ctx: Ctx, event: Occurrence<'follow.rejected'>): Promise<readonly Outgoing[]> {
  const pair = await pairOf(ctx, event.payload)
  if (!pair?.group.local || pair.person.local) return []
  return [
    sayTo(
      'reject',
      { by: pair.group, to: pair.person },
      { type: 'Reject', object: followOf(event.payload.followIri, pair) },
    ),
  ]
}

export async function undo(ctx: Ctx, event: Occurrence<'follow.ended'>): Promise<readonly Outgoing[]> {
  const pair = await pairOf(ctx, event.payload)
  if (!pair?.person.local || pair.group.local || pair.group.gone) return []
  return [
    sayTo(
      'undo',
      { by: pair.person, to: pair.group },
      { type: 'Undo', object: followOf(event.payload.followIri, pair) },
    ),
  ]
}

interface Pair {
  readonly person: Actor
  readonly group: Actor
}

/** Undefined when the one who is followed is no group: then it is the affair of the room `actors`. */
async function pairOf(ctx: Ctx, ids: { followerId: ActorId; targetId: ActorId }): Promise<Pair | undefined> {
  const actors = await findActors(ctx.db, [ids.followerId, ids.targetId])
  const person = actors.find((actor) => actor.id === ids.followerId)
  const group = actors.find((actor) => actor.id === ids.targetId)
  return person && group?.type === 'group' ? { person, group } : undefined
}

/** As small as can be: larger ones are refused by some (Lemmy). */
function followOf(iri: string, { person, group }: Pair): JsonObject {
  return { id: iri, type: 'Follow', actor: person.iri, object: group.iri }
}
