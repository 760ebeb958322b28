// Keeps the number of likes right, by counting again.
import type { Listener } from '../../core/events.ts'
import { dropReactionsOf, recountLikes } from './commands.ts'
import { findReaction } from './queries.ts'

export const whenReactionAdded: Listener<'reaction.added'> = async (ctx, event) => {
  const reaction = await findReaction(ctx.db, event.payload.reactionId)
  if (reaction) await recountLikes(ctx, reaction.subjectId)
}

export const whenReactionRemoved: Listener<'reaction.removed'> = async (ctx, event) => {
  await recountLikes(ctx, event.payload.subjectId)
}

export const whenActorGone: Listener<'actor.gone'> = async (ctx, event) => {
  await dropReactionsOf(ctx, event.payload.actorId)
}
