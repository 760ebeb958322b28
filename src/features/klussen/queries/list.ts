// The list of klussen: filters over the index, each item through the one visibility rule.
import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import type { Content } from '../../../core/kind.ts'
import { findThemeGroup } from '../../../core/themes.ts'
import { type Page, type PageInput, pageOf, type Position, unpack } from '../../../lib/cursor.ts'
import type { Instant } from '../../../lib/clock.ts'
import { dateIn } from '../../../lib/format.ts'
import type { ContentId } from '../../../lib/id.ts'
import type { Tables } from '../../../platform/db/tables.ts'
import { contentFrom, listContentByIds, visibleTo } from '../../content/index.ts'
import { hostsOfType } from '../../organisations/index.ts'
import { factsOf, type KlusFacts, NEVER } from '../rules/facts.ts'
import type { KlusFilter } from '../rules/filter.ts'
import { inAll, klussenAbout, klussenHolding, klussenOf, likePart, wordsIn } from './search.ts'

export interface Klus {
  readonly item: Content
  readonly facts: KlusFacts
}

type ContentRow = Parameters<typeof contentFrom>[0]
type Rows = SelectQueryBuilder<Tables, 'klus' | 'content', ContentRow>
type Builder = ExpressionBuilder<Tables, 'klus' | 'content'>

/** More than this are not counted. */
export const COUNTED = 100
const DAY = 86_400_000
/** "Sluit binnenkort". */
export const SOON_DAYS = 7

/** What a filter means today, with what had to be looked up first. */
export interface Asked {
  readonly filter: KlusFilter
  readonly today: string
  readonly soon: string
  /** Parts of words that must all stand in the text. */
  readonly words: readonly string[]
  readonly hosts: readonly string[] | undefined
  /** Of each of these lists one subject at least; where those were few, it is seen to in `among`. */
  readonly subjects: readonly (readonly string[])[]
  /** It must be one of these; undefined: too many to name. */
  readonly among: readonly ContentId[] | undefined
  /** None of these; default: any. */
  readonly except?: readonly ContentId[]
}

/** Open klussen that the viewer may see, newest first or, with `sort: closing`, in the order in which they close. */
export async function listKlussen(
  ctx: Ctx,
  filter: KlusFilter,
  page: PageInput,
  lookedUp = askedOf(ctx, filter),
): Promise<Page<Klus>> {
  const asked = await lookedUp
  if (!asked) return { items: [], next: undefined }
  if (asked.among) return listAmong(ctx, asked, page)
  const closing = filter.sort === 'closing'
  const rows = await ordered(matching(ctx, asked), filter, page).execute()
  const klussen = rows.map((row) => klusFrom(ctx, row))
  return pageOf(klussen, page.limit, ({ item, facts }) => ({
    time: closing ? `${facts.closes ?? NEVER}T00:00:00.000Z` : item.published,
    id: item.id,
  }))
}

/** How many match; `COUNTED + 1` stands for more than are counted. */
export async function countKlussen(ctx: Ctx, filter: KlusFilter, lookedUp = askedOf(ctx, filter)): Promise<number> {
  const asked = await lookedUp
  if (!asked) return 0
  if (asked.among) return Math.min((await matchesAmong(ctx, asked)).length, COUNTED + 1)
  // In whichever order they are listed: that of publication stands closest to how PostgreSQL keeps them.
  const newest = { ...asked, filter: { ...asked.filter, sort: 'newest' as const } }
  const some = inOrder(matching(ctx, newest), newest.filter)
    .clearSelect()
    .select('klus.contentId')
    .limit(COUNTED + 1)
  const { count } = await ctx.db
    .selectFrom(some.as('some'))
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

function klusFrom(ctx: Ctx, row: ContentRow): Klus {
  return klusOf(contentFrom(row, ctx.kinds))
}

function klusOf(item: Content): Klus {
  return { item, facts: factsOf(item) }
}

interface Match {
  readonly id: ContentId
  /** Moment that the list is sorted by. */
  readonly time: Instant
}

/** For the list and its number, which stand on one page. */
const looked = new WeakMap<Asked, Promise<readonly Match[]>>()

/** All that match, of those that were named, in the order of the list. */
function matchesAmong(ctx: Ctx, asked: Asked): Promise<readonly Match[]> {
  const found = looked.get(asked) ?? findAmong(ctx, asked)
  looked.set(asked, found)
  return found
}

async function findAmong(ctx: Ctx, asked: Asked): Promise<readonly Match[]> {
  const closing = asked.filter.sort === 'closing'
  const parts = await Promise.all(
    inParts(asked.among ?? []).map((among) =>
      matching(ctx, { ...asked, among })
        .clearSelect()
        .select(['klus.contentId as id', closing ? 'klus.closes as time' : 'klus.published as time'])
        .execute(),
    ),
  )
  const all = parts.flat().map(({ id, time }) => ({ id, time: closing ? `${time}T00:00:00.000Z` : time }))
  return all.toSorted((a, b) => (isBefore(a, b) === closing ? -1 : 1))
}

/** Of more ids at once PostgreSQL would rather read the table of contents whole. */
const IN_ONE_QUESTION = 200

function inParts(ids: readonly ContentId[]): (readonly ContentId[])[] {
  const count = Math.ceil(ids.length / IN_ONE_QUESTION)
  return Array.from({ length: count }, (_, at) => ids.slice(at * IN_ONE_QUESTION, (at + 1) * IN_ONE_QUESTION))
}

function isBefore(a: Position, b: Position): boolean {
  return a.time === b.time ? a.id < b.id : a.time < b.time
}

async function listAmong(ctx: Ctx, asked: Asked, { after, limit }: PageInput): Promise<Page<Klus>> {
  const last = unpack(after)
  const all = await matchesAmong(ctx, asked)
  const closing = asked.filter.sort === 'closing'
  const rest = last ? all.filter((one) => (closing ? isBefore(last, one) : isBefore(one, last))) : all
  const { items, next } = pageOf(rest.slice(0, limit + 1), limit, (one) => one)
  const contents = await listContentByIds(
    ctx,
    items.map(({ id }) => id),
  )
  return { next, items: items.flatMap(({ id }) => contents.get(id) ?? []).map(klusOf) }
}

/** Undefined: nothing can match. */
export async function askedOf(ctx: Ctx, filter: KlusFilter): Promise<Asked | undefined> {
  const group = filter.theme === undefined ? undefined : findThemeGroup(filter.theme)
  if (filter.theme !== undefined && !group) return undefined
  const lists = [filter.expertise, group?.themes].filter((list) => list !== undefined)
  const words = wordsIn(filter.search)
  const [hosts, byWords, byFacts, ...bySubjects] = await Promise.all([
    filter.organisationType ? hostsOfType(ctx.db, filter.organisationType) : undefined,
    klussenHolding(ctx.db, [...words, ...wordsIn(filter.place)]),
    // With a subject the facts are looked up beside it.
    lists.length === 0 ? klussenOf(ctx.db, filter) : undefined,
    ...lists.map((list) => klussenAbout(ctx.db, list, filter)),
  ])
  const among = inAll([byWords, byFacts, ...bySubjects].filter((ids) => ids !== undefined))
  if (hosts?.length === 0 || among?.length === 0) return undefined
  const subjects = lists.filter((_, at) => bySubjects[at] === undefined)
  const today = dateIn(ctx.clock.now())
  const soon = dateIn(ctx.clock.in(SOON_DAYS * DAY))
  return { filter, today, soon, words, hosts, subjects, among }
}

/** Open klussen of the index beside their items, as the viewer may see them. */
export function matching(ctx: Ctx, asked: Asked): Rows {
  // Cross join: SQLite reads the tables in this order.
  const rows = ctx.db
    .selectFrom('klus')
    .crossJoin('content')
    .selectAll('content')
    .whereRef('content.id', '=', 'klus.contentId')
    .where(visibleTo(ctx.viewer, ctx.config.hostName) as never) as unknown as Rows
  return rows.where((eb) => {
    const tests = eb.and([...factTests(eb, asked.filter, asked), ...textTests(eb, asked)])
    // As a case, so that no other index is chosen for them and PostgreSQL does not take them for so rare that it reads
    // and sorts the whole table.
    return eb.and([...wayTo(eb, asked), sql<boolean>`case when ${tests} then true else false end`])
  })
}

/** Either those that were named, or along the index of the list's order. */
function wayTo(eb: Builder, { among, filter, today, soon }: Asked) {
  if (among) return [eb('klus.contentId', 'in', among)]
  if (filter.sort !== 'closing') return [eb('klus.open', '=', 1)]
  const last = filter.closing ? [eb('klus.closes', '<=', soon)] : []
  return [eb('klus.open', '=', 1), eb('klus.closes', '>=', today), ...last]
}

/** What is soonest looked at comes first. */
function factTests(eb: Builder, filter: KlusFilter, { today, soon, hosts, except = [] }: Asked) {
  const { purpose, hoursFrom, hoursTo, from, until, where, place, closing } = filter
  return [
    eb('klus.open', '=', 1),
    eb('klus.closes', '>=', today),
    ...(closing ? [eb('klus.closes', '<=', soon)] : []),
    ...(purpose ? [eb('klus.purpose', '=', purpose)] : []),
    // What it does not say can still be agreed on.
    ...(hoursFrom === undefined ? [] : [orUnknown(eb, 'klus.hoursPerWeek', eb('klus.hoursPerWeek', '>=', hoursFrom))]),
    ...(hoursTo === undefined ? [] : [orUnknown(eb, 'klus.hoursPerWeek', eb('klus.hoursPerWeek', '<=', hoursTo))]),
    ...(where ? [eb('klus.where', 'in', [where, 'both'] as const)] : []),
    ...(from ? [orUnknown(eb, 'klus.ends', eb('klus.ends', '>=', from))] : []),
    ...(until ? [orUnknown(eb, 'klus.starts', eb('klus.starts', '<=', until))] : []),
    ...(place ? [sql<boolean>`"klus"."place" like ${likePart(place.toLowerCase())} escape '\\'`] : []),
    ...(hosts ? [eb('klus.host', 'in', hosts)] : []),
    ...(except.length > 0 ? [eb('klus.contentId', 'not in', except)] : []),
  ]
}

function orUnknown(
  eb: Builder,
  column: 'klus.hoursPerWeek' | 'klus.starts' | 'klus.ends',
  test: ReturnType<Builder['and']>,
) {
  return eb.or([eb(column, 'is', null), test])
}

function textTests(eb: Builder, { words, subjects }: Asked) {
  return [
    ...subjects.map((list) => about(eb, list)),
    ...words.map((word) => sql<boolean>`"klus"."searchText" like ${likePart(word)} escape '\\'`),
  ]
}

/**
 * A value and not `exists`, which SQLite would turn into a join that loses the order of the list. The empty text: the
 * few subjects of the klus are read and looked at, rather than each that is asked for being looked up.
 */
function about(eb: Builder, subjects: readonly string[]) {
  const first = eb
    .selectFrom('klusExpertise')
    .select('klusExpertise.contentId')
    .whereRef('klusExpertise.contentId', '=', 'klus.contentId')
    .where(sql<string>`("klusExpertise"."expertise" || '')`, 'in', subjects)
    .limit(1)
  return eb(first, 'is not', null)
}

function inOrder(rows: Rows, { sort }: KlusFilter): Rows {
  return sort === 'closing'
    ? rows.orderBy('klus.closes').orderBy('klus.contentId')
    : rows.orderBy('klus.published', 'desc').orderBy('klus.contentId', 'desc')
}

/** From the cursor on, one row more than the page holds. */
function ordered(rows: Rows, filter: KlusFilter, page: PageInput): Rows {
  const after = unpack(page.after)
  const id = after?.id as ContentId
  const limited = inOrder(rows, filter).limit(page.limit + 1)
  if (!after) return limited
  return limited.where((eb) =>
    filter.sort === 'closing'
      ? eb(eb.refTuple('klus.closes', 'klus.contentId'), '>', eb.tuple(after.time.slice(0, 10), id))
      : eb(eb.refTuple('klus.published', 'klus.contentId'), '<', eb.tuple(after.time, id)),
  )
}
