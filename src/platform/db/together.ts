// Rows by their key, for those who ask at the same moment: one query for all of them. Many events or activities are worked
// on side by side, and most of what a short query costs is asking it.
import type { Database, Db } from './database.ts'
import type { Prepared } from './prepared.ts'
import { readCacheOf } from './read-cache.ts'

/** What is asked of a database, and has not left yet. */
interface Gathering<Row> {
  readonly keys: Set<string>
  readonly rows: Promise<ReadonlyMap<string, readonly Row[]>>
}

/** Keys in one query at most: PostgreSQL answers nobody before it has answered all. */
const MAX_KEYS = 32

/**
 * @param query gives the rows of several keys
 * @param keyOf which key a row belongs to
 * @returns a function that gives the rows of one key, in the order of the query. Who asks before the turn of the event
 *   loop goes on shares a query with the others; inside a transaction, and where answers are kept, each asks for himself.
 */
export function togetherByKey<K extends string, Row>(
  query: Prepared<{ keys: readonly K[] }, Row>,
  keyOf: (row: Row) => K,
): (db: Db, key: K) => Promise<readonly Row[]> {
  const gatherings = new WeakMap<Database, Gathering<Row>>()

  async function ask(db: Database, gathering: Pick<Gathering<Row>, 'keys'>): Promise<ReadonlyMap<string, Row[]>> {
    // After everything that can run now; the turn of the loop does not end, so that the cache of the turn stays.
    await new Promise<void>((next) => process.nextTick(next))
    gatherings.delete(db)
    return Map.groupBy(await query.all(db, { keys: [...gathering.keys] as K[] }), keyOf)
  }

  function gather(db: Database): Gathering<Row> {
    const keys = new Set<string>()
    const fresh = { keys, rows: ask(db, { keys }) }
    gatherings.set(db, fresh)
    return fresh
  }

  return async (db, key) => {
    // Refuses a database that is used inside a transaction: here, and not where another's question leaves.
    db.getExecutor()
    if (db.isTransaction || readCacheOf(db)) return query.all(db, { keys: [key] })
    const known = gatherings.get(db as Database)
    const gathering = known && known.keys.size < MAX_KEYS ? known : gather(db as Database)
    gathering.keys.add(key)
    return (await gathering.rows).get(key) ?? []
  }
}
