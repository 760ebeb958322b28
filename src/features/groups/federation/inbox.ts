// Who comes and goes: asking to join a group of this plein, and answers of groups elsewhere to our people.
import type { Ctx, Tools } from '../../../core/context.ts'
import type { Incoming, InboxHandlers, JsonObject } from '../../../core/federation.ts'
import { idIn } from '../../../lib/as2.ts'
import type { ActorId } from '../../../lib/id.ts'
import { isObject } from '../../../lib/json.ts'
import { type Actor, findActor, findActorByIri, findFollowByIri } from '../../actors/index.ts'
import { joinGroup, leaveGroup } from '../commands/join-group.ts'
import { settleJoin } from '../commands/settle-join.ts'

export const inbox: InboxHandlers = {
  Follow: whenAsked,
  Join: whenAsked,
  Leave: whenLeft,
  Undo: whenUndone,
  Accept: (ctx, incoming) => whenAnswered(ctx, incoming, 'accepted'),
  Reject: (ctx, incoming) => whenAnswered(ctx, incoming, 'rejected'),
  Update: whenUpdated,
}

async function whenAsked(ctx: Ctx, incoming: Incoming): Promise<'done' | 'ignored'> {
  const group = await localGroup(ctx, incoming.objectIri)
  if (!group) return 'ignored'
  await joinGroup(ctx, group.id, incoming.id)
  return 'done'
}

async function whenLeft(ctx: Ctx, incoming: Incoming): Promise<'done' | 'ignored'> {
  const group = await localGroup(ctx, incoming.objectIri)
  if (!group) return 'ignored'
  await leaveGroup(ctx, group.id)
  return 'done'
}

/** Undo{Follow} and Undo{Join}; the Follow may be there whole or by its id only. */
async function whenUndone(ctx: Ctx, incoming: Incoming): Promise<'done' | 'ignored'> {
  const undone = followIn(incoming)
  if (undone && !['Follow', 'Join'].includes(String(undone['type']))) return 'ignored'
  const group = undone
    ? await localGroup(ctx, idIn(undone['object']))
    : await groupOfFollow(ctx, incoming.objectIri, incoming.actor.id)
  if (!group) return 'ignored'
  await leaveGroup(ctx, group.id)
  return 'done'
}

async function groupOfFollow(ctx: Ctx, followIri: string | undefined, followerId: ActorId): Promise<Actor | undefined> {
  const follow = followIri ? await findFollowByIri(ctx.db, followIri) : undefined
  const target = follow?.followerId === followerId ? await findActor(ctx.db, follow.targetId) : undefined
  return target?.type === 'group' && target.local === 1 ? target : undefined
}

async function whenAnswered(
  ctx: Ctx,
  incoming: Incoming,
  answer: 'accepted' | 'rejected',
): Promise<'done' | 'ignored'> {
  if (incoming.actor.type !== 'group') return 'ignored'
  const followerId = await whoAsked(ctx, incoming)
  if (!followerId) return 'ignored'
  await settleJoin(ctx, { followerId, targetId: incoming.actor.id }, answer)
  return 'done'
}

/** By the id of our Follow, or, when its plein does not repeat that, by who is named in it. */
async function whoAsked(ctx: Ctx, incoming: Incoming): Promise<ActorId | undefined> {
  const follow = incoming.objectIri ? await findFollowByIri(ctx.db, incoming.objectIri) : undefined
  if (follow?.targetId === incoming.actor.id) return follow.followerId
  const followerIri = idIn(followIn(incoming)?.['actor'])
  const follower = followerIri ? await findActorByIri(ctx.db, followerIri) : undefined
  return follower?.local === 1 ? follower.id : undefined
}

/** A group elsewhere changed: read anew from its own address. */
async function whenUpdated(_ctx: Ctx, incoming: Incoming, tools: Tools): Promise<'done' | 'ignored'> {
  if (incoming.actor.type !== 'group' || incoming.objectIri !== incoming.actorIri || incoming.actor.local)
    return 'ignored'
  await tools.remote.actor(incoming.actorIri, { fresh: true })
  return 'done'
}

function followIn(incoming: Incoming): JsonObject | undefined {
  const object = incoming.object ?? incoming.activity['object']
  return isObject(object) ? object : undefined
}

async function localGroup(ctx: Ctx, iri: string | undefined): Promise<Actor | undefined> {
  const actor = iri ? await findActorByIri(ctx.db, iri) : undefined
  return actor?.type === 'group' && actor.local === 1 ? actor : undefined
}
