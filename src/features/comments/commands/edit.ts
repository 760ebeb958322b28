// Changing a comment; the versions before it are kept.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden, NotFound } from '../../../core/errors.ts'
import { actorOf } from '../../../core/viewer.ts'
import { type CommentId, newId } from '../../../lib/id.ts'
import { putMentions, receivedBy, receivedWords, textOf } from '../../content/index.ts'
import { findComment } from '../queries.ts'
import type { Comment, RemoteComment } from '../rules.ts'
import { checkBody } from './add.ts'

/**
 * Only its author may; the version before is kept; `comment.edited` follows. A received change that is not newer
 * than what is here does nothing.
 * @throws NotFound, Forbidden, Invalid
 */
export async function editComment(
  ctx: Ctx,
  id: CommentId,
  changes: { body: string; remote?: Pick<RemoteComment, 'html' | 'mentions' | 'edited' | 'activityIri'> | undefined },
): Promise<void> {
  const before = await own(ctx, id)
  const { remote } = changes
  const edited = remote?.edited ?? ctx.clock.now()
  if (remote && edited <= (before.edited ?? before.published)) return
  if (!remote) checkBody(changes.body)
  const text = remote ? receivedWords(remote) : await textOf(ctx, changes.body)
  // The same Update once more, of software that does not say when it was edited.
  if (remote && !remote.edited && text.html === before.html) return
  await ctx.transaction(async (tx, emit) => {
    const changed = await tx
      .updateTable('comment')
      .set({ body: text.body, html: text.html, edited })
      .where('id', '=', id)
      .where('state', '=', 'published')
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n) throw new NotFound('comment.notFound')
    await tx
      .insertInto('revision')
      .values({
        id: newId<'revision'>(),
        subjectId: id,
        title: '',
        body: before.body,
        html: before.html,
        editorId: before.authorId,
        created: before.edited ?? before.published,
      })
      .execute()
    await putMentions(tx, id, text.mentions)
    emit('comment.edited', { commentId: id, ...receivedBy(remote) }, before.contentId)
  })
}

async function own(ctx: Ctx, id: CommentId): Promise<Comment> {
  const comment = await findComment(ctx.db, id)
  if (!comment || comment.state !== 'published') throw new NotFound('comment.notFound')
  if (comment.authorId !== actorOf(ctx.viewer)) throw new Forbidden('comment.notYours')
  return comment
}
