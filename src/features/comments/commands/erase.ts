// Under an item that has long been over: what everybody said there goes, and who said it.
import type { Emit } from '../../../core/events.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ActorId, CommentId, ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { putCounts } from '../../content/index.ts'

/**
 * Words and names of all comments go; that they were there stays, so that their ids are gone and not unknown.
 * `comment.deleted` follows for those of people here that were shown, for who got them. Before the item itself changes.
 * @param given.plein its own actor: it stands for who wrote them
 * @returns their ids
 */
export async function eraseComments(
  { tx, emit }: { readonly tx: Tx; readonly emit: Emit },
  given: { readonly contentId: ContentId; readonly plein: ActorId; readonly now: Instant },
): Promise<readonly CommentId[]> {
  const { contentId, plein, now } = given
  const rows = await tx
    .selectFrom('comment')
    .innerJoin('content', 'content.id', 'comment.contentId')
    .select(['comment.id', 'comment.iri', 'comment.authorId', 'comment.local', 'comment.state', 'content.audience'])
    .where('comment.contentId', '=', contentId)
    .execute()
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  await tx
    .updateTable('comment')
    .set({ state: 'deleted', body: null, html: '', authorId: plein, deleted: now, likeCount: 0 })
    .where('contentId', '=', contentId)
    .execute()
  for (const table of ['mention', 'attachment', 'revision'] as const)
    await tx.deleteFrom(table).where('subjectId', 'in', ids).execute()
  await putCounts(tx, contentId, { commentCount: 0 })
  for (const { id, iri, authorId, local, state, audience } of rows) {
    if (local === 1 && state === 'published')
      emit('comment.deleted', { commentId: id, contentId, iri, authorId, byId: authorId, audience }, contentId)
  }
  return ids
}
