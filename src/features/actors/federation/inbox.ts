// What others say about following, and about themselves: Follow, Accept, Reject, Undo, Block, Update and Delete of actors.
import type { Ctx } from '../../../core/context.ts'
import type { Incoming, InboxHandlers, JsonObject } from '../../../core/federation.ts'
import { idIn, textIn } from '../../../lib/as2.ts'
import { toInstant } from '../../../lib/clock.ts'
import { objectIn } from '../../../lib/json.ts'
import { hearIntroduction } from '../../instances/index.ts'
import { type FollowPair, endFollow, putFollow, settleFollow } from '../commands/follow.ts'
import { markActorGone } from '../commands/remote.ts'
import { type Actor, findActorByIri } from '../queries/actors.ts'
import { findFollow, findFollowByIri } from '../queries/follows.ts'
import { recordActor } from './source.ts'

type Outcome = Promise<'done' | 'ignored'>

const ACTOR_TYPES = new Set(['Person', 'Group', 'Application', 'Service', 'Organization'])

export const inbox: InboxHandlers = {
  Follow: whenFollowed,
  Accept: (ctx, incoming) => whenSettled(ctx, incoming, 'accepted'),
  Reject: (ctx, incoming) => whenSettled(ctx, incoming, 'rejected'),
  Undo: whenUndone,
  Block: whenBlocked,
  async Update(ctx, incoming) {
    const object = incoming.object
    if (!object || !ACTOR_TYPES.has(String(object['type'])) || incoming.objectIri !== incoming.actorIri)
      return 'ignored'
    if (await isOld(ctx, object)) return 'done'
    const { type, host, iri } = await recordActor(ctx, object)
    if (type === 'instance') await hearIntroduction(ctx, { host, iri })
    return 'done'
  },
  async Delete(ctx, incoming) {
    if (incoming.objectIri !== incoming.actorIri || incoming.actor.local) return 'ignored'
    await markActorGone(ctx, incoming.actor.id)
    return 'done'
  },
}

/** It was overtaken by a newer one, by the moments that it says itself. Of who says none, nobody knows. */
async function isOld(ctx: Ctx, document: JsonObject): Promise<boolean> {
  const said = toInstant(textIn(document['updated']))
  if (said === undefined) return false
  const known = await findActorByIri(ctx.db, String(document['id']))
  return known !== undefined && said < known.updated
}

/** Somebody elsewhere follows a person here: accepted at once, and answered every time. Groups decide for themselves. */
async function whenFollowed(ctx: Ctx, incoming: Incoming): Outcome {
  const target = await localTarget(ctx, incoming.objectIri)
  if (target?.type !== 'person') return 'ignored'
  await ctx.transaction(async (tx, emit) => {
    const pair = { followerId: incoming.actor.id, targetId: target.id }
    const before = await findFollow(tx, pair)
    const again = before?.state === 'accepted'
    const row = await putFollow(tx, ctx.clock, { ...pair, iri: incoming.id, state: 'accepted' })
    emit('follow.accepted', { followId: row.id, ...(again ? { again } : {}) }, target.id)
  })
  return 'done'
}

/** The answer to a Follow by somebody here, of a person or group. A Reject later takes away what was accepted. */
async function whenSettled(ctx: Ctx, incoming: Incoming, state: 'accepted' | 'rejected'): Outcome {
  const pair = await followMeant(ctx, incoming)
  if (!pair || pair.targetId !== incoming.actor.id) return 'ignored'
  await ctx.transaction(async (tx, emit) => {
    const row = await settleFollow(tx, ctx.clock, pair, state)
    if (!row) return
    if (state === 'accepted') emit('follow.accepted', { followId: row.id }, row.targetId)
    else emit('follow.rejected', { ...pair, followIri: row.iri }, row.targetId)
  })
  return 'done'
}

/** Undo of a Follow of a person or group here; of a Block there is nothing to restore. */
async function whenUndone(ctx: Ctx, incoming: Incoming): Outcome {
  const type = incoming.object?.['type']
  if (type === 'Block') return 'done'
  if (type !== undefined && type !== 'Follow') return 'ignored'
  const pair = await followMeant(ctx, incoming)
  if (!pair || pair.followerId !== incoming.actor.id) return type === 'Follow' ? 'done' : 'ignored'
  await endPair(ctx, pair)
  return 'done'
}

/** Blocked by somebody elsewhere: he is not followed any more, and does not follow. */
async function whenBlocked(ctx: Ctx, incoming: Incoming): Outcome {
  const target = await localTarget(ctx, incoming.objectIri)
  if (target?.type !== 'person') return 'ignored'
  await endPair(ctx, { followerId: target.id, targetId: incoming.actor.id })
  await endPair(ctx, { followerId: incoming.actor.id, targetId: target.id })
  return 'done'
}

async function endPair(ctx: Ctx, pair: FollowPair): Promise<void> {
  await ctx.transaction(async (tx, emit) => {
    const ended = await endFollow(tx, pair)
    if (ended) emit('follow.ended', { ...pair, followIri: ended.iri }, pair.targetId)
  })
}

/**
 * Which follow is meant: by the embedded Follow's actor and object, else by its id. Other software changes or shortens
 * the id at times, so the pair comes first.
 */
async function followMeant(ctx: Ctx, incoming: Incoming): Promise<FollowPair | undefined> {
  const embedded = incoming.object ?? objectIn(incoming.activity['object'])
  const [follower, target] = [idIn(embedded?.['actor']), idIn(embedded?.['object'])]
  if (embedded?.['type'] === 'Follow' && follower && target) {
    const [from, to] = [await findActorByIri(ctx.db, follower), await findActorByIri(ctx.db, target)]
    if (from && to) return { followerId: from.id, targetId: to.id }
  }
  const row = incoming.objectIri === undefined ? undefined : await findFollowByIri(ctx.db, incoming.objectIri)
  return row && { followerId: row.followerId, targetId: row.targetId }
}

async function localTarget(ctx: Ctx, iri: string | undefined): Promise<Actor | undefined> {
  const actor = iri === undefined ? undefined : await findActorByIri(ctx.db, iri)
  return actor?.local && !actor.gone ? actor : undefined
}
