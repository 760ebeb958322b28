// Lists of content, page by page: of groups, authors, tags, what is pinned, one's drafts; always through the visibility rule.
import { type ExpressionBuilder, sql } from 'kysely'
import type { Audience } from '../../../core/access.ts'
import type { Ctx } from '../../../core/context.ts'
import type { Content, Kinds } from '../../../core/kind.ts'
import { preparedFor } from '../../../core/prepared-for.ts'
import { type Page, type PageInput, type Position, pageOf, mapPage, unpack } from '../../../lib/cursor.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import type { Tables } from '../../../platform/db/tables.ts'
import { type Row, type Rows, visibleFor, visibleHere } from './one.ts'
import { contentFrom, dataFrom } from './read.ts'

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

const briefColumns = [
  'content.id',
  'content.kind',
  'content.authorId',
  'content.groupId',
  'content.title',
  'content.summary',
  'content.language',
  'content.data',
  'content.audience',
  'content.published',
  'content.lastActivity',
  'content.commentCount',
  'content.likeCount',
] as const

type ColumnOf<Name extends string> = Name extends `content.${infer Column extends keyof Content}` ? Column : never

/** What a card shows of an item. */
export type Brief = Pick<Content, ColumnOf<(typeof briefColumns)[number]>>

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

/** As `listContent`, with no more than cards show: most of an item is its text. */
export async function listBriefs(ctx: Ctx, filter: ContentFilter, page: PageInput): Promise<Page<Brief>> {
  if (filter.pinnedIn) {
    const rows = await pinnedBriefs.all(ctx, { groupId: filter.pinnedIn, rows: page.limit })
    return { items: rows.map((row) => briefFrom(row, ctx.kinds)), next: undefined }
  }
  if (filter.tag !== undefined || filter.groupIds || filter.authorIds || filter.ids) {
    return listContent(ctx, filter, page)
  }
  const order = orderOf(filter)
  const rows = await matchingBriefs.all(ctx, { filter: onlyGiven(filter), ...partOf(page) })
  return mapPage(
    pageOf(rows, page.limit, (row) => ({ time: row[order], id: row.id })),
    (row) => briefFrom(row, ctx.kinds),
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

type Filtered = Part & { filter: ContentFilter }

const matchingRows = preparedFor((db, viewer, { filter, ...part }: Filtered, ownHost) =>
  ordered(matching(visibleFor(viewer, db, ownHost), filter), orderOf(filter), part),
)
const matchingBriefs = preparedFor((db, viewer, { filter, ...part }: Filtered, ownHost) =>
  ordered(matching(visibleFor(viewer, db, ownHost), filter), orderOf(filter), part)
    .clearSelect()
    .select(briefColumns),
)

function briefFrom(row: Pick<Row, keyof Brief>, kinds: Kinds): Brief {
  return { ...row, data: dataFrom(row, kinds) }
}

function matching(all: Rows, filter: ContentFilter): Rows {
  // The state stands here as a literal too: only then can SQLite use the indexes of published items.
  let rows = all.where('content.state', '=', sql.lit('published'))
  if (filter.groupId) rows = rows.where('content.groupId', '=', filter.groupId)
  if (filter.authorId) rows = rows.where('content.authorId', '=', filter.authorId)
  if (filter.host) rows = rows.where('content.host', '=', filter.host)
  if (filter.kind) rows = rows.where('content.kind', '=', filter.kind)
  if (filter.audience) rows = rows.where('content.audience', '=', filter.audience)
  if (filter.inStreams) rows = rows.where(inStreams(filter))
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

/**
 * Written as the indexes of the streams have it, so that they can be used; and otherwise where the list is of one group or
 * author: PostgreSQL may take the wrong one, and reads past everything newer that stands elsewhere.
 */
function inStreams({ groupId, authorId }: ContentFilter) {
  const isPart = groupId !== undefined || authorId !== undefined
  return ({ eb, lit }: ExpressionBuilder<Tables, 'content'>) =>
    isPart ? eb('content.lookedUp', '!=', lit(1)) : eb('content.lookedUp', '=', lit(0))
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
  const all = visibleHere(ctx)
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
  let rows = matching(visibleHere(ctx), { ...filter, tag: undefined })
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

interface Pinned {
  readonly groupId: ActorId
  readonly rows: number
}

const pinnedRows = preparedFor((db, viewer, which: Pinned, ownHost) => pinned(visibleFor(viewer, db, ownHost), which))
const pinnedBriefs = preparedFor((db, viewer, which: Pinned, ownHost) =>
  pinned(visibleFor(viewer, db, ownHost), which)
    .clearSelect()
    .select(briefColumns),
)

function pinned(all: Rows, { groupId, rows }: Pinned): Rows {
  return all
    .innerJoin('pin', 'pin.contentId', 'content.id')
    .where('pin.groupId', '=', groupId)
    .orderBy('pin.created', 'desc')
    .orderBy('pin.contentId', 'desc')
    .limit(rows) as unknown as Rows
}

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
