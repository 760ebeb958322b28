// Taking a comment away: its author deletes it for good, a manager hides it and can bring it back.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Forbidden, NotFound } from '../../../core/errors.ts'
import { actorOf } from '../../../core/viewer.ts'
import type { CommentId } from '../../../lib/id.ts'
import { receivedBy, type RemoteRemoval } from '../../content/index.ts'
import { mayManage } from '../../groups/index.ts'
import { findComment } from '../queries.ts'
import type { Comment } from '../rules.ts'

/**
 * Its author may, a manager of the group, an administrator here, and a moderator elsewhere. Its words go, its place
 * stays for the answers to it; `comment.deleted` follows. Doing it twice is no fault.
 * @throws NotFound, Forbidden
 */
export async function deleteComment(ctx: Ctx, id: CommentId, remote?: RemoteRemoval): Promise<void> {
  const comment = await findComment(ctx.db, id)
  if (!comment) throw new NotFound('comment.notFound')
  const byId = actorOf(ctx.viewer) ?? comment.authorId
  const byAuthor = byId === comment.authorId
  // What its author takes away for good, no manager brings back.
  const from = byAuthor ? (['published', 'hidden'] as const) : (['published'] as const)
  if (!from.some((state) => state === comment.state)) return
  if (!(await mayDelete(ctx, comment, remote))) throw new Forbidden('comment.notYours')
  await ctx.transaction(async (tx, emit) => {
    const gone = await tx
      .updateTable('comment')
      .set(byAuthor ? { state: 'deleted', body: null, html: '', deleted: ctx.clock.now() } : { state: 'hidden' })
      .where('id', '=', id)
      .where('state', 'in', from)
      .executeTakeFirst()
    if (gone.numUpdatedRows === 0n) return
    await tx.deleteFrom('mention').where('subjectId', '=', id).execute()
    if (byAuthor) await tx.deleteFrom('revision').where('subjectId', '=', id).execute()
    const { contentId, iri, authorId } = comment
    emit('comment.deleted', { commentId: id, contentId, iri, authorId, byId, ...receivedBy(remote) }, contentId)
  })
}

/**
 * Brings back what a manager took away; who may take it away for its author may. `comment.added` follows, as it is new
 * again to everyone.
 * @throws NotFound, Forbidden, Conflict when it was not taken away
 */
export async function restoreComment(ctx: Ctx, id: CommentId): Promise<void> {
  const comment = await findComment(ctx.db, id)
  if (!comment) throw new NotFound('comment.notFound')
  if (!(await manages(ctx, comment))) throw new Forbidden('comment.notYours')
  await ctx.transaction(async (tx, emit) => {
    const back = await tx
      .updateTable('comment')
      .set({ state: 'published' })
      .where('id', '=', id)
      .where('state', '=', 'hidden')
      .executeTakeFirst()
    if (back.numUpdatedRows === 0n) throw new Conflict('comment.notHidden')
    emit('comment.added', { commentId: id, contentId: comment.contentId, again: true }, comment.contentId)
  })
}

/** May the viewer take this comment away? */
export async function mayDelete(ctx: Ctx, comment: Comment, remote?: RemoteRemoval): Promise<boolean> {
  return comment.authorId === actorOf(ctx.viewer) || remote?.moderator === true || manages(ctx, comment)
}

/** An administrator here, a manager of its group. */
async function manages(ctx: Ctx, comment: Comment): Promise<boolean> {
  if (ctx.viewer.type === 'system' || (ctx.viewer.type === 'person' && ctx.viewer.admin)) return true
  const content = await ctx.db
    .selectFrom('content')
    .select('groupId')
    .where('id', '=', comment.contentId)
    .executeTakeFirst()
  return content?.groupId ? mayManage(ctx.db, ctx.viewer, content.groupId) : false
}
