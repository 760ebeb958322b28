// What narrows the list down: words and subjects that are rare are looked up, others are met by reading along the list.
import { sql } from 'kysely'
import type { ContentId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { wordsOf } from '../rules/facts.ts'

/** A part of a word that stands in more words than this is not looked up by word. */
const TERMS = 200
/** Words and subjects of more klussen than this are soon found by reading along the list. */
const RARE = 1500

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

/** Open klussen of any of these subjects; undefined: too many to name. */
export async function klussenAbout(db: Db, subjects: readonly string[]): Promise<readonly ContentId[] | undefined> {
  const found = new Set<ContentId>()
  // One by one: for many at once PostgreSQL reads the table.
  for (const subject of subjects) {
    const rows = await db
      .selectFrom('klusExpertise')
      .select('contentId')
      .where('expertise', '=', subject)
      .where('open', '=', 1)
      .limit(RARE + 1)
      .execute()
    for (const { contentId } of rows) found.add(contentId)
    if (found.size > RARE) return undefined
  }
  return [...found]
}

export function likePart(text: string): string {
  return `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`
}
