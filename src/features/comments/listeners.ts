// Keeps the number of comments and the last activity of an item right, by counting again.
import type { Listener } from '../../core/events.ts'
import { recountComments } from './commands.ts'
import { findComment } from './queries.ts'

export const whenCommentAdded: Listener<'comment.added'> = async (ctx, event) => {
  const comment = await findComment(ctx.db, event.payload.commentId)
  if (comment) await recountComments(ctx, comment.contentId)
}

export const whenCommentDeleted: Listener<'comment.deleted'> = async (ctx, event) => {
  await recountComments(ctx, event.payload.contentId)
}
