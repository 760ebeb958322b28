// The list of klussen: filters over the index, each item through the one visibility rule.
import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import type { Content } from '../../../core/kind.ts'
import { findThemeGroup } from '../../../core/themes.ts'
import { type Page, type PageInput, pageOf, unpack } from '../../../lib/cursor.ts'
import { dateIn } from '../../../lib/format.ts'
import type { ContentId } from '../../../lib/id.ts'
import type { Tables } from '../../../platform/db/tables.ts'
import { contentFrom, visibleTo } from '../../content/index.ts'
import { hostsOfType } from '../../organisations/index.ts'
import { factsOf, type KlusFacts, NEVER } from '../rules/facts.ts'
import type { KlusFilter } from '../rules/filter.ts'
import { inAll, klussenAbout, klussenHolding, likePart, wordsIn } from './search.ts'

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
  /** Of each of these lists one subject at least. */
  readonly subjects: readonly (readonly string[])[]
  /** It must be one of these; undefined: too many to name. */
  readonly among: readonly ContentId[] | undefined
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
  const item = contentFrom(row, ctx.kinds)
  return { item, facts: factsOf(item) }
}

/** Undefined: nothing can match. */
export async function askedOf(ctx: Ctx, filter: KlusFilter): Promise<Asked | undefined> {
  const group = filter.theme === undefined ? undefined : findThemeGroup(filter.theme)
  if (filter.theme !== undefined && !group) return undefined
  const subjects = [filter.expertise, group?.themes].filter((list) => list !== undefined)
  const words = wordsIn(filter.search)
  const [hosts, ...found] = await Promise.all([
    filter.organisationType ? hostsOfType(ctx.db, filter.organisationType) : undefined,
    klussenHolding(ctx.db, [...words, ...wordsIn(filter.place)]),
    ...subjects.map((list) => klussenAbout(ctx.db, list)),
  ])
  const among = inAll(found.filter((ids) => ids !== undefined))
  if (hosts?.length === 0 || among?.length === 0) return undefined
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
function factTests(eb: Builder, filter: KlusFilter, { today, soon, hosts }: Asked) {
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
