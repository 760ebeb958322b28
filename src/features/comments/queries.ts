// Reading comments: always behind the visibility of the item they stand under.
import { type ExpressionBuilder, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import type { Ctx } from '../../core/context.ts'
import { NotFound } from '../../core/errors.ts'
import type { Content } from '../../core/kind.ts'
import { mapPage, pack, type Page, type PageInput, pageOf, unpack } from '../../lib/cursor.ts'
import { type CommentId, type ContentId, isId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { prepared } from '../../platform/db/prepared.ts'
import type { Tables } from '../../platform/db/tables.ts'
import { togetherByKey } from '../../platform/db/together.ts'
import { getContent, visibleTo } from '../content/index.ts'
import type { Comment } from './rules.ts'
import type { CommentTable } from './tables.ts'

type Row = Selectable<CommentTable>
type Rows = SelectQueryBuilder<Tables, 'comment', Row>

function commentFrom(row: Row): Comment {
  const { local, ...rest } = row
  const shown = row.state === 'published'
  return { ...rest, local: local === 1, html: shown ? row.html : '', body: shown ? row.body : null }
}

/** Comments from servers that are not blocked here. */
function rows(db: Db): Rows {
  return db
    .selectFrom('comment')
    .selectAll('comment')
    .where('comment.host', 'not in', (eb) =>
      eb.selectFrom('instance').select('instance.host').where('instance.trust', '=', sql.lit('blocked')),
    ) as Rows
}

/** A page of these comments, oldest first. */
async function pageOfRows(query: Rows, page: PageInput): Promise<Page<Row>> {
  const after = unpack(page.after)
  const rest = after
    ? query.where((eb: ExpressionBuilder<Tables, 'comment'>) =>
        eb(eb.refTuple('comment.published', 'comment.id'), '>', eb.tuple(after.time, after.id as CommentId)),
      )
    : query
  const found = await rest
    .orderBy('comment.published')
    .orderBy('comment.id')
    .limit(page.limit + 1)
    .execute()
  return pageOf(found, page.limit, (row) => ({ time: row.published, id: row.id }))
}

/**
 * A page of the comments under an item, oldest first; `threadOf` makes a tree of it. Deleted and hidden ones come along
 * empty, so that answers to them keep their place. The caller has checked that the viewer may see the item.
 */
export async function listComments(db: Db, contentId: ContentId, page: PageInput): Promise<Page<Comment>> {
  return mapPage(await pageOfRows(rows(db).where('comment.contentId', '=', contentId), page), commentFrom)
}

/** A comment with its item. @throws NotFound when either is not there for the viewer, or the comment is deleted */
export async function getComment(ctx: Ctx, id: string): Promise<{ comment: Comment; content: Content }> {
  const row = isId(id)
    ? await rows(ctx.db)
        .where('comment.id', '=', id as CommentId)
        .where('comment.state', '=', 'published')
        .executeTakeFirst()
    : undefined
  if (!row) throw new NotFound('comment.notFound')
  return { comment: commentFrom(row), content: await getContent(ctx, row.contentId) }
}

const byId = togetherByKey(
  prepared((db, { keys }: { keys: readonly CommentId[] }) =>
    db.selectFrom('comment').selectAll().where('id', 'in', keys),
  ),
  (row) => row.id,
)
const byIri = togetherByKey(
  prepared((db, { keys }: { keys: readonly string[] }) =>
    db.selectFrom('comment').selectAll().where('iri', 'in', keys),
  ),
  (row) => row.iri,
)

/** Whatever its state; without looking at the viewer. For listeners and federation, which check the item themselves. */
export async function findComment(db: Db, id: string): Promise<Comment | undefined> {
  if (!isId(id)) return undefined
  const [row] = await byId(db, id as CommentId)
  return row && commentFrom(row)
}

/** Whatever its state; without looking at the viewer. */
export async function findCommentByIri(db: Db, iri: string): Promise<Comment | undefined> {
  const [row] = await byIri(db, iri)
  return row && commentFrom(row)
}

/** Several by id, only under items that the viewer may see. */
export async function listCommentsByIds(ctx: Ctx, ids: readonly CommentId[]): Promise<ReadonlyMap<CommentId, Comment>> {
  if (ids.length === 0) return new Map()
  const found = await rows(ctx.db)
    .where('comment.id', 'in', [...new Set(ids)])
    // One look-up for each: as a list of all that may be seen, SQLite would make that list first.
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('content')
          .select('content.id')
          .whereRef('content.id', '=', 'comment.contentId')
          .where(visibleTo(ctx.viewer, ctx.config.hostName) as never),
      ),
    )
    .execute()
  return new Map(found.map((row) => [row.id, commentFrom(row)]))
}

/** Ids of what somebody answered, whatever its state, except deleted; without looking at the viewer. */
export async function listCommentIdsOf(
  db: Db,
  authorId: Row['authorId'],
  limit: number,
): Promise<readonly CommentId[]> {
  const found = await db
    .selectFrom('comment')
    .select('id')
    .where('authorId', '=', authorId)
    .where('state', '!=', 'deleted')
    .orderBy('published')
    .orderBy('id')
    .limit(limit)
    .execute()
  return found.map((row) => row.id)
}

/** Ids of all that was said in a thread, oldest first, for its collection; at most `limit`. */
export async function listThreadIris(
  db: Db,
  contentId: ContentId,
  page: PageInput,
): Promise<Page<{ iri: string; parentId: CommentId | null }>> {
  const published = rows(db).where('comment.contentId', '=', contentId).where('comment.state', '=', 'published')
  return mapPage(await pageOfRows(published, page), ({ iri, parentId }) => ({ iri, parentId }))
}

/** Ids of the answers to a comment, or (null) to the item itself, oldest first; at most 500. */
export async function listReplyIris(
  db: Db,
  contentId: ContentId,
  parentId: CommentId | null,
): Promise<readonly string[]> {
  const found = await rows(db)
    .where('comment.contentId', '=', contentId)
    .where('comment.parentId', parentId ? '=' : 'is', parentId)
    .where('comment.state', '=', 'published')
    .orderBy('comment.published')
    .orderBy('comment.id')
    .limit(500)
    .execute()
  return found.map((row) => row.iri)
}

/** Comments that stand together in a thread, and whether they are its first. */
export interface ThreadPage extends Page<Comment> {
  readonly fromStart: boolean
}

/**
 * The part of a thread that holds a comment (`around`), or that follows a cursor; else the first. The caller has
 * just read the item.
 */
export async function getThreadFrom(
  ctx: Ctx,
  contentId: ContentId,
  place: PageInput & { readonly around?: string | undefined },
): Promise<ThreadPage> {
  const target = place.around && !place.after ? await findComment(ctx.db, place.around) : undefined
  const first = await listComments(ctx.db, contentId, place)
  if (target?.contentId !== contentId || first.items.some((comment) => comment.id === target.id))
    return { ...first, fromStart: unpack(place.after) === undefined }
  const before = await ctx.db
    .selectFrom('comment')
    .select(['published', 'id'])
    .where('contentId', '=', contentId)
    .where((eb) => eb(eb.refTuple('published', 'id'), '<', eb.tuple(target.published, target.id)))
    .orderBy('published', 'desc')
    .orderBy('id', 'desc')
    .limit(Math.ceil(place.limit / 2))
    .execute()
  const start = before.at(-1)
  const after = start && pack({ time: start.published, id: start.id })
  return { ...(await listComments(ctx.db, contentId, { limit: place.limit, after })), fromStart: start === undefined }
}

/** Names of comments whose words are gone; without looking at the viewer. */
export async function listErasedIris(db: Db, contentId: ContentId): Promise<readonly string[]> {
  const found = await db
    .selectFrom('comment')
    .select('iri')
    .where('contentId', '=', contentId)
    .where('state', '=', 'deleted')
    .execute()
  return found.map((row) => row.iri)
}

/** Counts for NodeInfo: published comments written here. */
export async function countLocalComments(db: Db): Promise<number> {
  const row = await db
    .selectFrom('comment')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('local', '=', 1)
    .where('state', '=', 'published')
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}
