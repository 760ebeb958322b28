// Answers of prepared queries, kept as long as nothing is committed here or by another process: most pages are asked
// for again before anything changed.
import type { Database, OpenDatabase } from './database.ts'
import { dataVersion } from './data-version.ts'
import { giveReadCache } from './read-cache.ts'

/** Kept at most, of all answers together: some ten megabytes. */
const MAX_ROWS = 10_000

/** What the database was when somebody began to read, and what was read of it since. */
interface Standing {
  readonly version: string | undefined
  readonly commits: number
  /** Number of the last who asked for the version and was told this one. */
  asked: number
  readonly answers: Map<object, Map<string, readonly unknown[]>>
  rows: number
}

/**
 * @returns a function for whoever begins to read: it asks for the version of the data, and gives a database on which
 *   what is answered was never read before that moment, unless nothing has changed since. One question for each reader.
 */
export function openSteadyReads(database: OpenDatabase): () => Promise<Database> {
  const db = new Proxy(database.db, {})
  let count = 0
  let standing = standingAt(undefined, 0)
  giveReadCache(db, { get })

  function standingAt(version: string | undefined, asked: number): Standing {
    return { version, asked, commits: database.commits, answers: new Map(), rows: 0 }
  }

  /** After a commit of this process nothing is known, until somebody asks who began after it. */
  function now(): Standing {
    if (standing.commits !== database.commits) standing = standingAt(undefined, count)
    return standing
  }

  async function begin(): Promise<Database> {
    const asked = ++count
    const version = await dataVersion(database)
    const last = now()
    // Somebody who began later was told already: what he may read is new enough.
    if (asked <= last.asked) return db
    if (version === last.version) last.asked = asked
    else standing = standingAt(version, asked)
    return db
  }

  function get<T>(query: object, parameters: readonly unknown[], ask: () => T): T {
    const at = now()
    const key = JSON.stringify(parameters)
    const known = at.answers.get(query)?.get(key)
    if (known) return known as T
    const answer: unknown = ask()
    if (answer instanceof Promise) return answer.then((rows: unknown[]) => keep(at, query, key, rows)) as T
    return keep(at, query, key, answer as unknown[]) as T
  }

  /** What was asked before a change must not be kept after it. */
  function keep(at: Standing, query: object, key: string, rows: unknown[]): unknown[] {
    if (at !== now()) return rows
    at.rows += rows.length + 1
    if (at.rows > MAX_ROWS) {
      at.answers.clear()
      at.rows = rows.length + 1
    }
    const known = at.answers.get(query) ?? new Map<string, readonly unknown[]>()
    at.answers.set(query, known.set(key, Object.freeze(rows)))
    return rows
  }

  return begin
}
