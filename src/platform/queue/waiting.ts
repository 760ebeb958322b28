// Looks whether somebody waits with an ordering key: who asks at the same moment asks together.
import { openBatches } from '../batches.ts'
import type { Db, OpenDatabase } from '../db/database.ts'
import { prepared } from '../db/prepared.ts'

/** Each key by itself: for a list, PostgreSQL reads all jobs when there were none at the time it planned. */
const waiting = prepared((db, { keys }: { keys: readonly string[] }) =>
  keys
    .map((key) => db.selectFrom('job').select('orderingKey').where('orderingKey', '=', key).where('dead', 'is', null))
    .reduce((all, one) => all.unionAll(one)),
)

/** SQLite takes 500 queries in one. */
const MAX_KEYS = 256
const QUESTIONS_AT_ONCE = 32

/** Of these ordering keys those that some job waits with, or is being done. */
export async function waitingAmong(db: Db, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (let at = 0; at < keys.length; at += MAX_KEYS) {
    for (const row of await waiting.all(db, { keys: keys.slice(at, at + MAX_KEYS) }))
      found.add(row.orderingKey as string)
  }
  return found
}

export type WaitingAmong = (keys: readonly string[]) => Promise<ReadonlySet<string>>

/**
 * The same for many who ask; on PostgreSQL one statement for all of a moment. Not on SQLite: to wait for the others ends
 * the turn of the event loop, and with it what a chain of events shares by the read cache.
 */
export function openWaiting({ db, dialect }: Pick<OpenDatabase, 'db' | 'dialect'>): WaitingAmong {
  if (dialect === 'sqlite') return (keys) => waitingAmong(db, keys)
  const asked = openBatches<readonly string[], ReadonlySet<string>>(async (questions) => {
    const found = await waitingAmong(db, [...new Set(questions.flat())])
    return questions.map((keys) => new Set(keys.filter((key) => found.has(key))))
  }, QUESTIONS_AT_ONCE)
  return (keys) => asked.add(keys)
}
