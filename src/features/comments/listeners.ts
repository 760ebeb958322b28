// Keeps the number of comments and the last activity of an item and its group right, by counting again.
import type { Listener } from '../../core/events.ts'
import { recountComments } from './commands/count.ts'
import { deleteComment } from './commands/remove.ts'
import { listCommentIdsOf } from './queries.ts'

export const whenCommentAdded: Listener<'comment.added'> = async (ctx, event) => {
  // Of many comments in one thread only the last one counts them: each would count them all.
  if (!event.isFollowed) await recountComments(ctx, event.payload.contentId)
}

export const whenCommentDeleted: Listener<'comment.deleted'> = async (ctx, event) => {
  await recountComments(ctx, event.payload.contentId)
}

const AT_ONCE = 100

/** Somebody elsewhere is gone: what he answered goes too; its place stays for the answers to it. */
export const whenActorGone: Listener<'actor.gone'> = async (ctx, event) => {
  for (;;) {
    const ids = await listCommentIdsOf(ctx.db, event.payload.actorId, AT_ONCE)
    for (const id of ids) await deleteComment(ctx, id)
    if (ids.length < AT_ONCE) return
  }
}
