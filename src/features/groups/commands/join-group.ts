// Becoming a member of a group, and no longer being one.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden, NotFound, Unauthenticated } from '../../../core/errors.ts'
import { actorOf } from '../../../core/viewer.ts'
import { type ActorId, newId } from '../../../lib/id.ts'
import { urlsOf } from '../../../lib/urls.ts'
import { endFollow, findFollow, putFollow } from '../../actors/index.ts'
import { findGroup } from '../queries/groups.ts'
import { findStanding } from '../queries/may.ts'
import { waysIn } from '../rules.ts'
import { refuseLastManager } from './last-manager.ts'
import { holdGroup } from './must-manage.ts'
import { dropStanding } from './standing.ts'

/** `joined`: a member from now on; `awaiting`: a manager, or the group's own plein, decides; `refused`: is kept out. */
export type JoinOutcome = { readonly outcome: 'joined' | 'awaiting' | 'refused' }

/**
 * Anyone who may see the group may ask. Emits follow.accepted, or follow.requested when somebody else decides;
 * who is invited comes in at once, who is kept out does not (follow.rejected answers a Follow from elsewhere).
 * Doing it twice changes nothing, but a Follow from elsewhere that comes again is answered again.
 * @param followIri id of the Follow that came from elsewhere
 */
export async function joinGroup(ctx: Ctx, groupId: ActorId, followIri?: string): Promise<JoinOutcome> {
  if (ctx.viewer.type === 'guest') throw new Unauthenticated()
  const personId = actorOf(ctx.viewer)
  if (!personId) throw new Forbidden('group.notForYou')
  const group = await findGroup(ctx, groupId)
  if (!group) throw new NotFound('group.notFound')
  const pair = { followerId: personId, targetId: groupId }
  const usual = group.local ? waysIn(group.access) : 'pending'
  return ctx.transaction(async (tx, emit) => {
    await holdGroup(tx, groupId)
    const earlier = await findFollow(tx, pair)
    const again = followIri !== undefined
    const standing = await findStanding(tx, groupId, personId)
    if (standing === 'blocked') {
      if (again) emit('follow.rejected', { followIri, ...pair }, groupId)
      return { outcome: 'refused' }
    }
    const way = standing === 'invited' ? 'accepted' : usual
    if (standing === 'invited') await dropStanding(tx, { groupId, personId, standing })
    if (earlier?.state === 'accepted' && !again) return { outcome: 'joined' }
    if (earlier?.state === 'pending' && way === 'pending' && !again) return { outcome: 'awaiting' }
    // Who is in already stays in, also when the group has been closed since.
    const state = earlier?.state === 'accepted' || way === 'accepted' ? 'accepted' : 'pending'
    const id = earlier?.id ?? newId<'follow'>()
    const eventId =
      state === 'pending'
        ? emit('follow.requested', { followId: id }, groupId)
        : emit(
            'follow.accepted',
            { followId: id, again: earlier?.state === 'accepted', invited: usual !== way },
            groupId,
          )
    // The Follow that leaves has its id from the event, and the answer names that id.
    await putFollow(tx, ctx.clock, {
      id,
      iri: followIri ?? urlsOf(ctx.config.origin).activityOf(eventId, 'follow'),
      ...pair,
      state,
    })
    return { outcome: state === 'accepted' ? 'joined' : 'awaiting' }
  })
}

/**
 * Members may; whoever is none is left alone. Emits follow.ended.
 * @throws Conflict 'group.lastManager': first make somebody else manager.
 */
export async function leaveGroup(ctx: Ctx, groupId: ActorId): Promise<void> {
  const personId = actorOf(ctx.viewer)
  if (!personId) throw new Forbidden('group.notForYou')
  await ctx.transaction(async (tx, emit) => {
    await holdGroup(tx, groupId)
    await refuseLastManager(tx, groupId, personId)
    const follow = await endFollow(tx, { followerId: personId, targetId: groupId })
    if (follow) emit('follow.ended', { followIri: follow.iri, followerId: personId, targetId: groupId }, groupId)
  })
}
