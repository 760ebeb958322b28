// What narrows the list down: words and subjects that are rare are looked up, others are met by reading along the list.
import { sql } from 'kysely'
import type { ContentId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { wordsOf } from '../rules/facts.ts'

/** A part of a word that stands in more words than this is not looked up by word. */
const TERMS = 200
/** Words and subjects of more klussen than this are soon found by reading along the list. */
const RARE = 1500

export interface Search {
  /** Parts of words that must all stand in the text. */
  readonly words: readonly string[]
  /** The only klussen that can hold them; undefined: too many to name. */
  readonly ids: readonly ContentId[] | undefined
}

/** Open klussen that hold all parts of words of `typed`. Undefined when nothing was asked. */
export async function searchKlussen(db: Db, typed: string | undefined): Promise<Search | undefined> {
  const words = wordsOf(typed ?? '').slice(0, 6)
  if (words.length === 0) return undefined
  let ids: ReadonlySet<ContentId> | undefined
  for (const word of words.toSorted((a, b) => b.length - a.length)) {
    const found = await holding(db, word)
    if (!found) continue
    const before = ids
    ids = before ? new Set([...found].filter((id) => before.has(id))) : found
    if (ids.size === 0) break
  }
  return { words, ids: ids && [...ids] }
}

/** Klussen in which a word stands that holds this part; undefined: in too many. */
async function holding(db: Db, part: string): Promise<ReadonlySet<ContentId> | undefined> {
  const terms = await db
    .selectFrom('klusTerm')
    .select('word')
    .where('word', 'like', sql<string>`${likePart(part)} escape '\\'`)
    .limit(TERMS + 1)
    .execute()
  if (terms.length > TERMS) return undefined
  if (terms.length === 0) return new Set()
  const rows = await db
    .selectFrom('klusWord')
    .select('contentId')
    .distinct()
    .where(
      'word',
      'in',
      terms.map(({ word }) => word),
    )
    .limit(RARE + 1)
    .execute()
  return rows.length > RARE ? undefined : new Set(rows.map(({ contentId }) => contentId))
}

/** Open klussen of any of these subjects; undefined: too many to name. */
export async function klussenAbout(
  db: Db,
  subjects: readonly string[] | undefined,
): Promise<readonly ContentId[] | undefined> {
  if (!subjects) return undefined
  const rows = await db
    .selectFrom('klusExpertise')
    .select('contentId')
    .where('expertise', 'in', subjects)
    .where('open', '=', 1)
    .limit(RARE + 1)
    .execute()
  return rows.length > RARE ? undefined : rows.map(({ contentId }) => contentId)
}

export function likePart(text: string): string {
  return `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`
}
