// The list of klussen: filters over the index, each item through the one visibility rule.
import { type ExpressionBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import type { Content } from '../../../core/kind.ts'
import { findThemeGroup } from '../../../core/themes.ts'
import { type Page, type PageInput, pageOf, unpack } from '../../../lib/cursor.ts'
import type { ContentId } from '../../../lib/id.ts'
import type { Tables } from '../../../platform/db/tables.ts'
import { contentFrom, visibleTo } from '../../content/index.ts'
import { hostsOfType } from '../../organisations/index.ts'
import { factsOf, type KlusFacts, NEVER } from '../rules/facts.ts'
import type { KlusFilter } from '../rules/filter.ts'
import { likePart, type Search, searchKlussen } from './search.ts'

export interface Klus {
  readonly item: Content
  readonly facts: KlusFacts
}

type ContentRow = Parameters<typeof contentFrom>[0]
type Rows = SelectQueryBuilder<Tables, 'klus' | 'content', ContentRow>
type Builder = ExpressionBuilder<Tables, 'klus' | 'content'>

/** More than this are not counted. */
export const COUNTED = 300
const DAY = 86_400_000
/** "Sluit binnenkort". */
export const SOON_DAYS = 7

/** What a filter means today, with what had to be looked up first; null: nothing can match. */
export interface Asked {
  readonly filter: KlusFilter
  readonly today: string
  readonly soon: string
  readonly search: Search | undefined
  readonly hosts: readonly string[] | undefined
  readonly subjects: readonly string[] | undefined
}

/** Open klussen that the viewer may see, newest first or, with `sort: closing`, in the order in which they close. */
export async function listKlussen(ctx: Ctx, filter: KlusFilter, page: PageInput): Promise<Page<Klus>> {
  const asked = await askedOf(ctx, filter)
  if (!asked) return { items: [], next: undefined }
  const closing = filter.sort === 'closing'
  const rows = await ordered(matching(ctx, asked), closing, page).execute()
  const klussen = rows.map((row) => klusFrom(ctx, row))
  return pageOf(klussen, page.limit, ({ item, facts }) => ({
    time: closing ? `${facts.closes ?? NEVER}T00:00:00.000Z` : item.published,
    id: item.id,
  }))
}

/** How many match; `COUNTED + 1` stands for more than are counted. */
export async function countKlussen(ctx: Ctx, filter: KlusFilter): Promise<number> {
  const asked = await askedOf(ctx, filter)
  if (!asked) return 0
  const some = matching(ctx, asked)
    .clearSelect()
    .select('klus.contentId')
    .orderBy('klus.published', 'desc')
    .orderBy('klus.contentId', 'desc')
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

export async function askedOf(ctx: Ctx, filter: KlusFilter): Promise<Asked | undefined> {
  const group = filter.theme === undefined ? undefined : findThemeGroup(filter.theme)
  if (filter.theme !== undefined && !group) return undefined
  const [search, hosts] = await Promise.all([
    searchKlussen(ctx.db, filter.search),
    filter.organisationType ? hostsOfType(ctx.db, filter.organisationType) : undefined,
  ])
  if (search?.ids?.length === 0 || hosts?.length === 0) return undefined
  const today = ctx.clock.now().slice(0, 10)
  const soon = ctx.clock.in(SOON_DAYS * DAY).slice(0, 10)
  return { filter, today, soon, search, hosts, subjects: group?.themes }
}

/** Open klussen of the index beside their items, as the viewer may see them. */
export function matching(ctx: Ctx, asked: Asked): Rows {
  // Cross join: SQLite reads the tables in this order, so along the index of klussen.
  const rows = ctx.db
    .selectFrom('klus')
    .crossJoin('content')
    .selectAll('content')
    .whereRef('content.id', '=', 'klus.contentId')
    .where('klus.open', '=', 1)
    .where('klus.closes', '>=', asked.today)
    .where(visibleTo(ctx.viewer, ctx.config.hostName) as never) as unknown as Rows
  return rows.where((eb) => eb.and([...factTests(eb, asked.filter, asked), ...textTests(eb, asked)]))
}

function factTests(eb: Builder, filter: KlusFilter, { soon, hosts }: Asked) {
  const { purpose, hoursFrom, hoursTo, from, until, where, place, closing } = filter
  return [
    ...(purpose ? [eb('klus.purpose', '=', purpose)] : []),
    ...(hoursFrom === undefined ? [] : [eb('klus.hoursPerWeek', '>=', hoursFrom)]),
    ...(hoursTo === undefined ? [] : [eb('klus.hoursPerWeek', '<=', hoursTo)]),
    ...(from ? [eb.or([eb('klus.ends', 'is', null), eb('klus.ends', '>=', from)])] : []),
    ...(until ? [eb.or([eb('klus.starts', 'is', null), eb('klus.starts', '<=', until)])] : []),
    ...(where ? [eb('klus.where', 'in', [where, 'both'] as const)] : []),
    ...(place ? [sql<boolean>`"klus"."place" like ${likePart(place.toLowerCase())} escape '\\'`] : []),
    ...(closing ? [eb('klus.closes', '<=', soon)] : []),
    ...(hosts ? [eb('klus.host', 'in', hosts)] : []),
  ]
}

function textTests(eb: Builder, { filter, search, subjects }: Asked) {
  const about = (expertise: readonly string[]) =>
    eb.exists(
      eb
        .selectFrom('klusExpertise')
        .select('klusExpertise.contentId')
        .whereRef('klusExpertise.contentId', '=', 'klus.contentId')
        .where('klusExpertise.expertise', 'in', expertise),
    )
  return [
    ...(filter.expertise ? [about(filter.expertise)] : []),
    ...(subjects ? [about(subjects)] : []),
    ...(search?.ids ? [eb('klus.contentId', 'in', search.ids)] : []),
    ...(search?.words ?? []).map((word) => sql<boolean>`"klus"."searchText" like ${likePart(word)} escape '\\'`),
  ]
}

/** From the cursor on, one row more than the page holds. */
function ordered(rows: Rows, closing: boolean, page: PageInput): Rows {
  const after = unpack(page.after)
  const id = after?.id as ContentId
  if (closing) {
    const rest = after
      ? rows.where((eb) => eb(eb.refTuple('klus.closes', 'klus.contentId'), '>', eb.tuple(after.time.slice(0, 10), id)))
      : rows
    return rest
      .orderBy('klus.closes')
      .orderBy('klus.contentId')
      .limit(page.limit + 1)
  }
  const rest = after
    ? rows.where((eb) => eb(eb.refTuple('klus.published', 'klus.contentId'), '<', eb.tuple(after.time, id)))
    : rows
  return rest
    .orderBy('klus.published', 'desc')
    .orderBy('klus.contentId', 'desc')
    .limit(page.limit + 1)
}
