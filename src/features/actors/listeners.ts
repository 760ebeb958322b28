// After the fact: a blocked host loses its follows, and moderators of a remote group become known.
import type { Listener } from '../../core/events.ts'
import { idIn } from '../../lib/as2.ts'
import { endFollowsOfHost } from './commands/follow.ts'
import { putModerators } from './commands/remote.ts'
import { findActor } from './queries/actors.ts'
import { findFollowById } from './queries/follows.ts'

const MODERATORS_READ = 100

export const whenInstanceBlocked: Listener<'instance.blocked'> = async (ctx, event) => {
  await endFollowsOfHost(ctx, event.payload.host)
}

/** Somebody here follows a remote group: who moderates it decides whose removals are believed. */
export const whenFollowAccepted: Listener<'follow.accepted'> = async (ctx, event, tools) => {
  const follow = await findFollowById(ctx.db, event.payload.followId)
  const group = follow && (await findActor(ctx.db, follow.targetId))
  if (!group || group.local || group.type !== 'group' || !group.moderatorsIri) return
  const items = await tools.remote.collection(group.moderatorsIri, MODERATORS_READ)
  const iris = items.map(idIn).filter((iri) => iri !== undefined)
  await ctx.transaction((tx) => putModerators(tx, group.id, iris))
}

/** New keys of a group: the rooms that know groups say it in the group's own way. */
export const whenActorUpdated: Listener<'actor.updated'> = async (ctx, event) => {
  const actor = await findActor(ctx.db, event.payload.actorId)
  if (actor?.type !== 'group' || !actor.local) return
  await ctx.transaction(async (tx, emit) => {
    await tx.updateTable('actor').set({ updated: ctx.clock.now() }).where('id', '=', actor.id).execute()
    emit('group.updated', { groupId: actor.id }, actor.id)
  })
}
