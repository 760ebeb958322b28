// Reading content: one item, and lists page by page; always through the visibility rule.
import { type ExpressionBuilder, sql } from 'kysely'
import type { Audience } from '../../../core/access.ts'
import type { Ctx } from '../../../core/context.ts'
import { Gone, NotFound } from '../../../core/errors.ts'
import type { Content, Kinds } from '../../../core/kind.ts'
import { preparedFor } from '../../../core/prepared-for.ts'
import { system } from '../../../core/viewer.ts'
import { type Page, type PageInput, type Position, pageOf, mapPage, unpack } from '../../../lib/cursor.ts'
import { type ActorId, type ContentId, isId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Tables } from '../../../platform/db/tables.ts'
import { rowById, rowByIri, type Row, type Rows, visibleFor } from './one.ts'

/** Which items a list is about; what is named together must all hold, except `groupIds`, `authorIds`, `ids`: any. */
export interface ContentFilter {
  readonly groupId?: ActorId | undefined
  readonly groupIds?: readonly ActorId[] | undefined
  readonly authorIds?: readonly ActorId[] | undefined
  /** Some hundreds at most. */
  readonly ids?: readonly ContentId[] | undefined
  readonly authorId?: ActorId | undefined
  /** Lower case, without #. */
  readonly tag?: string | undefined
  readonly host?: string | undefined
  readonly kind?: string | undefined
  readonly pinnedIn?: ActorId | undefined
  /** Somebody who is named in it. */
  readonly mentions?: ActorId | undefined
  readonly audience?: Audience | undefined
  readonly facet?: { readonly name: string; readonly text: string } | undefined
  /** Only what was written here. */
  readonly local?: boolean | undefined
  /** Only what streams show: not what somebody looked up and nobody here follows. */
  readonly inStreams?: boolean | undefined
  /** Newest first instead of last activity first (Atom feeds, outboxes). */
  readonly newest?: boolean | undefined
}

/** A row as the house sees it: flags as booleans, `data` read by its kind. */
export function contentFrom(row: Row, kinds: Kinds): Content {
  const { data, local, deleted: _, lookedUp, ...rest } = row
  const kind = kinds.find(row.kind)
  const parsed: unknown = JSON.parse(data)
  const checked = kind?.schema.safeParse(parsed)
  return { ...rest, local: local === 1, lookedUp: lookedUp === 1, data: checked?.success ? checked.data : parsed }
}

/** @throws NotFound when it is not there or not for this viewer; Gone when it was public and is deleted. */
export async function getContent(ctx: Ctx, id: string): Promise<Content> {
  const found = await findContent(ctx, id)
  if (found) return found
  if (isId(id)) {
    const tombstone = await ctx.db
      .selectFrom('content')
      .select('id')
      .where('id', '=', id as ContentId)
      .where('state', '=', 'deleted')
      .where('audience', '=', 'public')
      .executeTakeFirst()
    if (tombstone) throw new Gone('content.gone')
  }
  throw new NotFound('content.notFound')
}

/** Undefined when it is not there, or not for this viewer. */
export async function findContent(ctx: Ctx, id: string): Promise<Content | undefined> {
  if (!isId(id)) return undefined
  const row = await rowById.first(ctx, { id: id as ContentId })
  return row && contentFrom(row, ctx.kinds)
}

/** By its id on the wire. Undefined when it is not there, or not for this viewer. */
export async function findContentByIri(ctx: Ctx, iri: string): Promise<Content | undefined> {
  const row = await rowByIri.first(ctx, { iri })
  return row && contentFrom(row, ctx.kinds)
}

/** Several by id, only those that the viewer may see, in no order. */
export async function listContentByIds(ctx: Ctx, ids: readonly ContentId[]): Promise<ReadonlyMap<ContentId, Content>> {
  if (ids.length === 0) return new Map()
  const rows = await visible(ctx, ctx.db)
    .where('content.id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, contentFrom(row, ctx.kinds)]))
}

/**
 * A page of published items that the viewer may see. Sorted by last activity; with `authorId`, `tag`, `mentions`
 * or `newest` by publication; pinned ones by when they were pinned. Each order has its index.
 */
export async function listContent(ctx: Ctx, filter: ContentFilter, page: PageInput): Promise<Page<Content>> {
  if (filter.pinnedIn) return listPinned(ctx, filter.pinnedIn, page)
  if (filter.tag !== undefined) return listTagged(ctx, filter.tag, filter, page)
  const order = orderOf(filter)
  const rows = await (filter.groupIds || filter.authorIds || filter.ids
    ? fromMany(ctx, filter, page)
    : matchingRows.all(ctx, { filter: onlyGiven(filter), ...partOf(page) }))
  return mapPage(
    pageOf(rows, page.limit, (row) => ({ time: row[order], id: row.id })),
    (row) => contentFrom(row, ctx.kinds),
  )
}

/** By which column a list is sorted. */
function orderOf({ authorId, mentions, newest }: ContentFilter): 'published' | 'lastActivity' {
  return authorId || mentions || newest ? 'published' : 'lastActivity'
}

/** Filters of a prepared query: what is not asked must not be named. */
function onlyGiven(filter: ContentFilter): ContentFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined && value !== false))
}

/** Which part of a list: from where on, and one row more than the page holds. */
interface Part {
  readonly after?: Position
  readonly rows: number
}

function partOf(page: PageInput): Part {
  const after = unpack(page.after)
  return { ...(after ? { after } : {}), rows: page.limit + 1 }
}

const matchingRows = preparedFor((db, viewer, { filter, ...part }: Part & { filter: ContentFilter }, ownHost) =>
  ordered(matching(visibleFor(viewer, db, ownHost), filter), orderOf(filter), part),
)

function visible(ctx: Ctx, db: Db): Rows {
  return visibleFor(ctx.viewer, db, ctx.config.hostName)
}

function matching(all: Rows, filter: ContentFilter): Rows {
  // The state stands here as a literal too: only then can SQLite use the indexes of published items.
  let rows = all.where('content.state', '=', sql.lit('published'))
  if (filter.groupId) rows = rows.where('content.groupId', '=', filter.groupId)
  if (filter.authorId) rows = rows.where('content.authorId', '=', filter.authorId)
  if (filter.host) rows = rows.where('content.host', '=', filter.host)
  if (filter.kind) rows = rows.where('content.kind', '=', filter.kind)
  if (filter.audience) rows = rows.where('content.audience', '=', filter.audience)
  if (filter.inStreams) rows = rows.where('content.lookedUp', '=', sql.lit(0))
  if (filter.local) rows = rows.where('content.local', '=', 1)
  const { facet, mentions } = filter
  if (facet) {
    rows = rows.where('content.id', 'in', (eb) =>
      eb.selectFrom('contentFacet').select('contentId').where('name', '=', facet.name).where('text', '=', facet.text),
    )
  }
  if (mentions) {
    rows = rows.where('content.id', 'in', (eb) =>
      eb
        .selectFrom('mention')
        .select(sql<ContentId>`"subjectId"`.as('id'))
        .where('actorId', '=', mentions),
    )
  }
  return rows
}

/** From the cursor on, newest first, one row more than the page holds. */
function ordered(rows: Rows, order: 'published' | 'lastActivity', { after, rows: count }: Part): Rows {
  const column = `content.${order}` as const
  const rest = after
    ? rows.where((eb: ExpressionBuilder<Tables, 'content'>) =>
        eb(eb.refTuple(column, 'content.id'), '<', eb.tuple(after.time, after.id as ContentId)),
      )
    : rows
  return rest.orderBy(column, 'desc').orderBy('content.id', 'desc').limit(count)
}

/** How many sources a list may have before it is read as one stream with a filter. */
const BRANCHES = 200

/** Items of any of several groups or authors: the newest of each by its own index, then the newest of those. */
async function fromMany(ctx: Ctx, filter: ContentFilter, page: PageInput): Promise<Row[]> {
  const { groupIds = [], authorIds = [], ids = [], ...rest } = filter
  if (groupIds.length + authorIds.length + ids.length === 0) return []
  const [order, part] = [orderOf(rest), partOf(page)]
  const all = visible(ctx, ctx.db)
  if (groupIds.length + authorIds.length > BRANCHES) {
    const either = matching(all, rest).where((eb) =>
      eb.or([
        ...(groupIds.length > 0 ? [eb('content.groupId', 'in', groupIds)] : []),
        ...(authorIds.length > 0 ? [eb('content.authorId', 'in', authorIds)] : []),
        ...(ids.length > 0 ? [eb('content.id', 'in', ids)] : []),
      ]),
    )
    return ordered(either, order, part).execute()
  }
  const found = new Map<ContentId, Row>()
  const sources = [...groupIds.map((groupId) => ({ groupId })), ...authorIds.map((authorId) => ({ authorId }))]
  const branches = sources.map((source) => ordered(matching(all, { ...rest, ...source }), order, part))
  if (ids.length > 0) branches.push(ordered(matching(all, rest).where('content.id', 'in', ids), order, part))
  const wrapped = branches.map(
    (branch) => ctx.db.selectFrom(branch.as('content')).selectAll('content') as unknown as Rows,
  )
  const [first, ...others] = wrapped
  const rows = first ? await others.reduce((all, branch) => all.unionAll(branch) as Rows, first).execute() : []
  for (const row of rows) found.set(row.id, row)
  const newest = [...found.values()].toSorted((a, b) => compare(b[order], a[order]) || compare(b.id, a.id))
  return newest.slice(0, page.limit + 1)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

async function listTagged(ctx: Ctx, tag: string, filter: ContentFilter, page: PageInput): Promise<Page<Content>> {
  const after = unpack(page.after)
  let rows = matching(visible(ctx, ctx.db), { ...filter, tag: undefined })
    .innerJoin('tag', 'tag.contentId', 'content.id')
    .where('tag.tag', '=', tag)
  if (after) {
    rows = rows.where((eb) =>
      eb(eb.refTuple('tag.published', 'tag.contentId'), '<', eb.tuple(after.time, after.id as ContentId)),
    )
  }
  const found = await rows
    .orderBy('tag.published', 'desc')
    .orderBy('tag.contentId', 'desc')
    .limit(page.limit + 1)
    .execute()
  const result = pageOf(found, page.limit, (row) => ({ time: row.published, id: row.id }))
  return mapPage(result, (row) => contentFrom(row, ctx.kinds))
}

const pinnedRows = preparedFor((db, viewer, { groupId, rows }: { groupId: ActorId; rows: number }, ownHost) =>
  visibleFor(viewer, db, ownHost)
    .innerJoin('pin', 'pin.contentId', 'content.id')
    .where('pin.groupId', '=', groupId)
    .orderBy('pin.created', 'desc')
    .orderBy('pin.contentId', 'desc')
    .limit(rows),
)

async function listPinned(ctx: Ctx, groupId: ActorId, page: PageInput): Promise<Page<Content>> {
  const rows = await pinnedRows.all(ctx, { groupId, rows: page.limit })
  return { items: rows.map((row) => contentFrom(row, ctx.kinds)), next: undefined }
}

/** The viewer's own drafts, newest first. */
export async function listDrafts(ctx: Ctx, page: PageInput): Promise<Page<Content>> {
  if (ctx.viewer.type !== 'person') return { items: [], next: undefined }
  const rows = ctx.db
    .selectFrom('content')
    .selectAll('content')
    .where('content.authorId', '=', ctx.viewer.personId)
    .where('content.state', '=', 'draft') as unknown as Rows
  const found = await ordered(rows, 'published', partOf(page)).execute()
  const result = pageOf(found, page.limit, (row) => ({ time: row.published, id: row.id }))
  return mapPage(result, (row) => contentFrom(row, ctx.kinds))
}

/** Ids of what somebody wrote, whatever its state, except deleted; without looking at the viewer. */
export async function listIdsOf(db: Db, authorId: ActorId, limit: number): Promise<readonly ContentId[]> {
  const rows = await db
    .selectFrom('content')
    .select('id')
    .where('authorId', '=', authorId)
    .where('state', '!=', 'deleted')
    .orderBy('published')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** The item that a thread's collection belongs to, for the viewer; contexts of several items: the oldest. */
export async function findContentByContext(ctx: Ctx, contextIri: string): Promise<Content | undefined> {
  const row = await visible(ctx, ctx.db)
    .where('content.contextIri', '=', contextIri)
    .orderBy('content.id')
    .executeTakeFirst()
  return row && contentFrom(row, ctx.kinds)
}

/** Counts for NodeInfo: published items written here. */
export async function countLocalContent(db: Db): Promise<number> {
  const row = await db
    .selectFrom('content')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('local', '=', 1)
    .where('state', '=', 'published')
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Without a viewer: does the plein itself know this item (whatever its state, except deleted)? */
export function knownTo(ctx: Ctx): Ctx {
  return { ...ctx, viewer: system }
}
