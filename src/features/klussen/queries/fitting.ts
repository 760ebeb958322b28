// Klussen that fit somebody, those with most subjects in common first.
import type { Ctx } from '../../../core/context.ts'
import type { Content } from '../../../core/kind.ts'
import { type Page, type PageInput, pack, unpack } from '../../../lib/cursor.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { listContentByIds } from '../../content/index.ts'
import { getPerson } from '../../people/index.ts'
import { factsOf, KLUS } from '../rules/facts.ts'
import type { KlusFilter } from '../rules/filter.ts'
import { type Abilities, type Fit, fitOf } from '../rules/fit.ts'
import { askedOf, type Klus, listKlussen, matching } from './list.ts'
import { inAll } from './search.ts'

export interface FittingKlus extends Klus {
  readonly fit: Fit
}

/** Of each subject as many of the newest are looked at. */
const NEWEST = 100
const SUBJECTS = 20

/** What a person can and has time for: themes of the profile and what stands in the availability. */
export async function abilitiesOf(db: Db, personId: ActorId): Promise<Abilities> {
  const [person, availability, more] = await Promise.all([
    getPerson(db, personId),
    db.selectFrom('availability').select('hoursPerWeek').where('personId', '=', personId).executeTakeFirst(),
    db.selectFrom('availabilityExpertise').select('expertise').where('personId', '=', personId).execute(),
  ])
  const subjects = [...new Set([...more.map((row) => row.expertise), ...person.topics])].slice(0, SUBJECTS)
  return { subjects, hoursPerWeek: availability?.hoursPerWeek }
}

/** How well a klus fits the viewer; undefined: not at all, it is his own, or it is none. */
export async function fitFor({ db, viewer }: Ctx, item: Content): Promise<Fit | undefined> {
  if (item.kind !== KLUS || viewer.type !== 'person' || viewer.personId === item.authorId) return undefined
  return fitOf(factsOf(item), await abilitiesOf(db, viewer.personId))
}

interface Who {
  readonly personId: ActorId
  readonly abilities: Abilities
  readonly lookedUp?: ReturnType<typeof askedOf>
}

/** Open klussen that fit, by the number of subjects in common, then the newest first. Not one's own. */
export async function listFitting(ctx: Ctx, who: Who, filter: KlusFilter, page: PageInput): Promise<Page<FittingKlus>> {
  return fittingPage(ctx, who.abilities, await rankedOf(ctx, who, filter), page)
}

/** The cursor of those that do not fit begins with it. */
const REST = 'rest.'

/** All open klussen: those that fit first, then the others (also one's own), the newest first. */
export async function listByFit(ctx: Ctx, who: Who, filter: KlusFilter, page: PageInput): Promise<Page<Klus>> {
  const asked = await (who.lookedUp ?? askedOf(ctx, filter))
  if (!asked) return { items: [], next: undefined }
  const ranked = await rankedOf(ctx, { ...who, lookedUp: Promise.resolve(asked) }, filter)
  const inRest = page.after?.startsWith(REST)
  const fitting = inRest ? undefined : await fittingPage(ctx, who.abilities, ranked, page)
  if (fitting?.next) return fitting
  const first = fitting?.items ?? []
  const except = ranked.map(({ id }) => id)
  const newest = { ...filter, sort: 'newest' as const }
  // When the page is full, one is looked for, to know whether there are others.
  const limit = Math.max(1, page.limit - first.length)
  const after = inRest ? page.after?.slice(REST.length) : undefined
  const others = Promise.resolve({ ...asked, filter: newest, except })
  const rest = await listKlussen(ctx, newest, { limit, ...(after ? { after } : {}) }, others)
  if (first.length === page.limit) return { items: first, next: rest.items.length > 0 ? REST : undefined }
  return { items: [...first, ...rest.items], next: rest.next && `${REST}${rest.next}` }
}

/** All that fit, in their order. */
async function rankedOf(ctx: Ctx, who: Who, filter: KlusFilter): Promise<readonly Ranked[]> {
  const [asked, candidates] = await Promise.all([
    who.lookedUp ?? askedOf(ctx, filter),
    candidatesOf(ctx.db, who.abilities.subjects),
  ])
  const among = inAll([[...candidates.keys()], ...(asked?.among ? [asked.among] : [])])
  if (!asked || !among || among.length === 0) return []
  const rows = await matching(ctx, { ...asked, among })
    .clearSelect()
    .select('klus.contentId')
    .where('content.authorId', '<>', who.personId)
    .execute()
  return rows
    .flatMap(({ contentId }) => candidates.get(contentId) ?? [])
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1))
}

async function fittingPage(
  ctx: Ctx,
  abilities: Abilities,
  ranked: readonly Ranked[],
  page: PageInput,
): Promise<Page<FittingKlus>> {
  const found = pageOfRanked(ranked, page)
  const items = await listContentByIds(
    ctx,
    found.items.map(({ id }) => id),
  )
  return {
    next: found.next,
    items: found.items.flatMap(({ id }): FittingKlus[] => {
      const item = items.get(id)
      const facts = item && factsOf(item)
      const fit = facts && fitOf(facts, abilities)
      return fit ? [{ item, facts, fit }] : []
    }),
  }
}

interface Ranked {
  readonly id: ContentId
  readonly published: string
  /** Subjects in common. */
  readonly common: number
}

/** Open klussen of any of these subjects: of each the newest. */
async function candidatesOf(db: Db, subjects: readonly string[]): Promise<ReadonlyMap<ContentId, Ranked>> {
  const found = new Map<ContentId, Ranked>()
  for (const subject of subjects) {
    const rows = await db
      .selectFrom('klusExpertise')
      .select(['contentId', 'published'])
      .where('expertise', '=', subject)
      .where('open', '=', 1)
      .orderBy('published', 'desc')
      .orderBy('contentId', 'desc')
      .limit(NEWEST)
      .execute()
    for (const { contentId: id, published } of rows)
      found.set(id, { id, published, common: (found.get(id)?.common ?? 0) + 1 })
  }
  return found
}

/** Sorts as text: subjects in common (five at most), moment, id. */
function keyOf({ common, published, id }: Ranked): string {
  return `${common}${published}${id}`
}

/** The cursor is the number of subjects in common before the usual one. */
function pageOfRanked(all: readonly Ranked[], { after, limit }: PageInput): Page<Ranked> {
  const match = /^(\d)\.(.+)$/.exec(after ?? '')
  const position = unpack(match?.[2])
  const last = position && `${match?.[1]}${position.time}${position.id}`
  const rest = last === undefined ? all : all.filter((one) => keyOf(one) < last)
  const items = rest.slice(0, limit)
  const end = items.at(-1)
  const next = end && rest.length > limit ? `${end.common}.${pack({ time: end.published, id: end.id })}` : undefined
  return { items, next }
}
