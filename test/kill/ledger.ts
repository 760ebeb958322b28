// What was accepted, and what the databases hold of it.
import SqliteDatabase from 'better-sqlite3'
import pg from 'pg'

/** Says of each mark (a word that stands in one post or comment only) how many rows hold it. */
export async function countMarks(databaseUrl: string, marks: readonly string[]): Promise<Map<string, number>> {
  const texts = await readTexts(databaseUrl)
  const counts = new Map(marks.map((mark) => [mark, 0]))
  for (const text of texts) {
    for (const [mark] of text.matchAll(/\bmark[a-z]\d+\b/g))
      if (counts.has(mark)) counts.set(mark, (counts.get(mark) ?? 0) + 1)
  }
  return counts
}

async function readTexts(databaseUrl: string): Promise<string[]> {
  if (databaseUrl.startsWith('sqlite:')) {
    const database = new SqliteDatabase(databaseUrl.slice('sqlite:'.length), { readonly: true })
    try {
      const select = (table: string) =>
        database.prepare(`select html from ${table} where state = 'published'`).pluck().all() as string[]
      return [...select('content'), ...select('comment')]
    } finally {
      database.close()
    }
  }
  const url = new URL(databaseUrl)
  const schema = url.searchParams.get('schema')
  url.searchParams.delete('schema')
  const client = new pg.Client({
    connectionString: url.href,
    ...(schema ? { options: `-c search_path=${schema}` } : {}),
  })
  await client.connect()
  try {
    const found = await client.query<{ html: string }>(
      `select html from content where state = 'published' union all select html from comment where state = 'published'`,
    )
    return found.rows.map((row) => row.html)
  } finally {
    await client.end()
  }
}

export interface Verdict {
  readonly accepted: number
  readonly lost: string[]
  readonly doubled: string[]
}

/** Every accepted mark once, everywhere; one whose fate the writer never learned at most once. */
export function judge(counts: readonly ReadonlyMap<string, number>[], accepted: ReadonlySet<string>): Verdict {
  const lost = new Set<string>()
  const doubled = new Set<string>()
  for (const one of counts) {
    for (const [mark, count] of one) {
      if (count > 1) doubled.add(mark)
      if (count === 0 && accepted.has(mark)) lost.add(mark)
    }
  }
  return { accepted: accepted.size, lost: [...lost], doubled: [...doubled] }
}
