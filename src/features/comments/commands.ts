// Commenting: what is typed here and what arrives from elsewhere meet in these commands.
import { type Insertable, sql } from 'kysely'
import type { Ctx } from '../../core/context.ts'
import { Conflict, Forbidden, Invalid, NotFound, Unauthenticated } from '../../core/errors.ts'
import type { Content } from '../../core/kind.ts'
import { actorOf } from '../../core/viewer.ts'
import { type ActorId, type CommentId, type ContentId, newId } from '../../lib/id.ts'
import { paths, urlsOf } from '../../lib/urls.ts'
import type { Tx } from '../../platform/db/database.ts'
import { prepared } from '../../platform/db/prepared.ts'
import {
  findContent,
  getContent,
  knownTo,
  putCounts,
  putMentions,
  receivedBy,
  receivedWords,
  type RemoteRemoval,
  textOf,
} from '../content/index.ts'
import { findGroupRules, mayManage, mayReplyIn, touchGroup } from '../groups/index.ts'
import { findComment } from './queries.ts'
import { type Comment, type CommentInput, commentLimits, type RemoteComment } from './rules.ts'
import type { CommentTable } from './tables.ts'

/**
 * Whoever may see the item and, in a group, may answer there. `comment.added` follows. Something received twice
 * (same iri) is stored once; the answer is the same id.
 * @throws Unauthenticated, NotFound (item, parent), Forbidden, Invalid
 */
export async function addComment(ctx: Ctx, input: CommentInput): Promise<CommentId> {
  const authorId = actorOf(ctx.viewer)
  if (!authorId) throw new Unauthenticated()
  const content = await rootOf(ctx, input)
  if (content.state !== 'published') throw new Conflict('comment.notYet')
  if (content.groupId && !(await mayReplyIn(ctx.db, ctx.viewer, content.groupId)))
    throw new Forbidden('comment.mayNotHere')
  const parent = input.parentId ? await findComment(ctx.db, input.parentId) : undefined
  if (input.parentId && parent?.contentId !== content.id) throw new NotFound('comment.notFound')
  if (!input.remote) checkBody(input.body)
  const text = input.remote ? receivedWords(input.remote) : await textOf(ctx, input.body)
  const row = rowOf(ctx, { authorId, content, parent, input, html: text.html, body: text.body })
  return ctx.transaction(async (tx, emit) => {
    if (!(await insert.first(tx, { row })))
      return (await tx.selectFrom('comment').select('id').where('iri', '=', row.iri).executeTakeFirstOrThrow()).id
    if (text.mentions.length > 0) await putMentions(tx, row.id, text.mentions)
    emit('comment.added', { commentId: row.id, contentId: content.id, ...receivedBy(input.remote) }, content.id)
    return row.id
  })
}

const insert = prepared((db, { row }: { row: Insertable<CommentTable> }) =>
  (db as Tx)
    .insertInto('comment')
    .values(row)
    .onConflict((conflict) => conflict.column('iri').doNothing())
    .returning('id'),
)

/** Who is a member of a group elsewhere, only that group knows: what it passes on is believed. */
async function rootOf(ctx: Ctx, input: CommentInput): Promise<Content> {
  const found = await findContent(ctx, input.contentId)
  if (found || !input.remote) return found ?? getContent(ctx, input.contentId)
  const known = await findContent(knownTo(ctx), input.contentId)
  const group = known?.groupId ? await findGroupRules(ctx.db, known.groupId) : undefined
  if (!known || !group || group.local) throw new NotFound('content.notFound')
  return known
}

function checkBody(body: string): void {
  if (body.trim() === '') throw new Invalid({ body: { code: 'field.required' } })
  if (body.length > commentLimits.body)
    throw new Invalid({ body: { code: 'field.tooLong', params: { max: commentLimits.body } } })
}

interface RowParts {
  readonly authorId: ActorId
  readonly content: Content
  readonly parent: Comment | undefined
  readonly input: CommentInput
  readonly html: string
  readonly body: string | null
}

function rowOf(
  ctx: Ctx,
  { authorId, content, parent, input, html, body }: RowParts,
): Insertable<CommentTable> & { id: CommentId; iri: string } {
  const urls = urlsOf(ctx.config.origin)
  const id = newId<'comment'>()
  const now = ctx.clock.now()
  const { remote } = input
  return {
    id,
    iri: remote?.iri ?? urls.object(id),
    contentId: content.id,
    parentId: parent?.id ?? null,
    host: remote ? new URL(remote.iri).host : ctx.config.hostName,
    local: remote ? 0 : 1,
    authorId,
    body,
    html,
    state: 'published',
    language: remote?.language ?? input.language ?? ctx.locale,
    url: remote?.url ?? `${urls.origin}${paths.comment(content.id, id)}`,
    published: remote && remote.published < now ? remote.published : now,
    edited: remote?.edited ?? null,
    deleted: null,
    likeCount: 0,
  }
}

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

/**
 * Its author may, a manager of the group, an administrator here, and a moderator elsewhere. Its words go, its place
 * stays for the answers to it; `comment.deleted` follows. Doing it twice is no fault.
 * @throws NotFound, Forbidden
 */
export async function deleteComment(ctx: Ctx, id: CommentId, remote?: RemoteRemoval): Promise<void> {
  const comment = await findComment(ctx.db, id)
  if (!comment) throw new NotFound('comment.notFound')
  if (comment.state === 'deleted' || comment.state === 'hidden') return
  if (!(await mayDelete(ctx, comment, remote))) throw new Forbidden('comment.notYours')
  const byId = actorOf(ctx.viewer) ?? comment.authorId
  const byAuthor = byId === comment.authorId
  await ctx.transaction(async (tx, emit) => {
    const gone = await tx
      .updateTable('comment')
      .set(byAuthor ? { state: 'deleted', body: null, html: '', deleted: ctx.clock.now() } : { state: 'hidden' })
      .where('id', '=', id)
      .where('state', '=', 'published')
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

/** Counts an item's comments again, and when last something happened in it and in its group. */
export async function recountComments(ctx: Ctx, contentId: ContentId): Promise<void> {
  await ctx.transaction(async (tx) => {
    const found = await counted.first(tx, { contentId })
    if (!found) return
    const { published, groupId, last, count } = found
    const lastActivity = last !== null && last > published ? last : published
    await putCounts(tx, contentId, { commentCount: Number(count), lastActivity })
    if (groupId) await touchGroup(tx, groupId, lastActivity)
  })
}

const counted = prepared((db, { contentId }: { contentId: ContentId }) =>
  db
    .selectFrom('content')
    .select(['content.published', 'content.groupId'])
    .select((eb) => {
      const shown = eb
        .selectFrom('comment')
        .whereRef('comment.contentId', '=', 'content.id')
        .where('comment.state', '=', sql.lit('published'))
      return [
        shown.select((all) => all.fn.countAll().as('all')).as('count'),
        shown.select('comment.published').orderBy('comment.published', 'desc').limit(1).as('last'),
      ]
    })
    .where('content.id', '=', contentId),
)
