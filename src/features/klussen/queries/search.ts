// What narrows the list down: words and subjects that are rare are looked up, others are met by reading along the list.
import { type ExpressionBuilder, sql } from 'kysely'
import type { ContentId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Tables } from '../../../platform/db/tables.ts'
import { wordsOf } from '../rules/facts.ts'
import type { KlusFilter } from '../rules/filter.ts'
import type { KlusTable } from '../tables.ts'

/** What a lookup can narrow down by, besides words and subjects. */
export type RareFacts = Pick<KlusFilter, 'purpose' | 'where' | 'hoursFrom' | 'hoursTo'>

const purposes: readonly KlusTable['purpose'][] = ['request', 'offer']
const places: readonly KlusTable['where'][] = ['place', 'remote', 'both']

/** A part of a word that stands in more words than this is not looked up by word. */
const TERMS = 200
/** Words and subjects of more klussen than this are soon found by reading along the list. */
const RARE = 1000

/** Parts of words that must all stand in the text. */
export function wordsIn(typed: string | undefined): readonly string[] {
  return wordsOf(typed ?? '').slice(0, 6)
}

/** Open klussen that hold all these parts of words; undefined: too many to name. */
export async function klussenHolding(db: Db, words: readonly string[]): Promise<readonly ContentId[] | undefined> {
  const all: (readonly ContentId[])[] = []
  for (const word of new Set(words.toSorted((a, b) => b.length - a.length))) {
    const found = await holding(db, word)
    if (found) all.push(found)
    if (found?.length === 0) break
  }
  return inAll(all)
}

/** What stands in each of these lists; undefined: there are none. */
export function inAll(lists: readonly (readonly ContentId[])[]): readonly ContentId[] | undefined {
  const [first, ...rest] = lists.toSorted((a, b) => a.length - b.length)
  const others = rest.map((list) => new Set(list))
  return first?.filter((id) => others.every((other) => other.has(id)))
}

/** Klussen in which a word stands that holds this part; undefined: in too many. */
async function holding(db: Db, part: string): Promise<readonly ContentId[] | undefined> {
  const terms = await db
    .selectFrom('klusTerm')
    .select('word')
    .where('word', 'like', sql<string>`${likePart(part)} escape '\\'`)
    .limit(TERMS + 1)
    .execute()
  if (terms.length > TERMS) return undefined
  if (terms.length === 0) return []
  const rows = await db
    .selectFrom('klusWord')
    .select('contentId')
    .where(
      'word',
      'in',
      terms.map(({ word }) => word),
    )
    .limit(RARE + 1)
    .execute()
  return rows.length > RARE ? undefined : [...new Set(rows.map(({ contentId }) => contentId))]
}

/** Open klussen of any of these subjects that have these facts; undefined: too many to name. */
export async function klussenAbout(
  db: Db,
  subjects: readonly string[],
  facts: RareFacts,
): Promise<readonly ContentId[] | undefined> {
  const found = new Set<ContentId>()
  // One by one: for many at once PostgreSQL reads the table.
  for (const subject of subjects) {
    const rows = await db
      .selectFrom('klusExpertise')
      .select('contentId')
      .where('expertise', '=', subject)
      .where('open', '=', 1)
      .where((eb) => eb.and(factsIn(eb, facts)))
      .limit(RARE + 1)
      .execute()
    for (const { contentId } of rows) found.add(contentId)
    if (found.size > RARE) return undefined
  }
  return [...found]
}

/**
 * Open klussen of so many hours, or of nobody knows how many, with these facts; undefined: too many to name, or no
 * hours are asked for.
 */
export async function klussenOf(db: Db, facts: RareFacts): Promise<readonly ContentId[] | undefined> {
  if (facts.hoursFrom === undefined && facts.hoursTo === undefined) return undefined
  const lists = await Promise.all([withHours(db, facts, 'known'), withHours(db, facts, 'unknown')])
  const all = lists.flat()
  return all.length > RARE ? undefined : all
}

async function withHours(db: Db, facts: RareFacts, hours: 'known' | 'unknown'): Promise<ContentId[]> {
  const rows = await db
    .selectFrom('klus')
    .select('contentId')
    .where('open', '=', 1)
    .where((eb) => eb.and([...placesIn(eb, facts), ...(hours === 'known' ? hoursIn(eb, facts) : [unknown(eb)])]))
    // In the order of the index, so that PostgreSQL does not read the table for them.
    .orderBy('hoursPerWeek')
    .limit(RARE + 1)
    .execute()
  return rows.map(({ contentId }) => contentId)
}

type Builder = ExpressionBuilder<Tables, 'klus' | 'klusExpertise'>

/** As the list has it: who does not say for how many hours it is, asks for any number. */
function factsIn(eb: Builder, facts: RareFacts) {
  const hours = hoursIn(eb, facts)
  return [...placesIn(eb, facts), ...(hours.length > 0 ? [eb.or([unknown(eb), eb.and(hours)])] : [])]
}

/** Each has its values named, also when all will do, so that the index narrows down by what stands behind it. */
function placesIn(eb: Builder, { purpose, where }: RareFacts) {
  return [eb('purpose', 'in', purpose ? [purpose] : purposes), eb('where', 'in', where ? [where, 'both'] : places)]
}

function hoursIn(eb: Builder, { hoursFrom, hoursTo }: RareFacts) {
  return [
    ...(hoursFrom === undefined ? [] : [eb('hoursPerWeek', '>=', hoursFrom)]),
    ...(hoursTo === undefined ? [] : [eb('hoursPerWeek', '<=', hoursTo)]),
  ]
}

function unknown(eb: Builder) {
  return eb('hoursPerWeek', 'is', null)
}

export function likePart(text: string): string {
  return `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`
}
