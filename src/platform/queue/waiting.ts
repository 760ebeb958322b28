// Looks whether somebody waits with an ordering key: who asks at the same moment asks together.
import { partsOf } from '../../lib/parts.ts'
import { openBatches } from '../batches.ts'
import type { Db, OpenDatabase } from '../db/database.ts'
import { prepared } from '../db/prepared.ts'
import { STEADY_PLANS } from './steady-plans.ts'

const waiting = prepared((db, { keys }: { keys: readonly string[] }) =>
  db.selectFrom('job').select('orderingKey').distinct().where('orderingKey', 'in', keys).where('dead', 'is', null),
)
const steadyPlans = prepared((db) => db.selectNoFrom(STEADY_PLANS))

/** SQLite takes 32,766 parameters. */
const MAX_KEYS = 10_000
const QUESTIONS_AT_ONCE = 32

/** Of these ordering keys those that some job waits with, or is being done. */
export async function waitingAmong(db: Db, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const some of partsOf(keys, MAX_KEYS))
    for (const row of await waiting.all(db, { keys: some })) found.add(row.orderingKey as string)
  return found
}

export type WaitingAmong = (keys: readonly string[]) => Promise<ReadonlySet<string>>

/**
 * The same for many who ask; on PostgreSQL one statement for all of a moment. Not on SQLite: to wait for the others ends
 * the turn of the event loop, and with it what a chain of events shares by the read cache.
 */
export function openWaiting({ db, dialect, transaction }: OpenDatabase): WaitingAmong {
  if (dialect === 'sqlite') return (keys) => waitingAmong(db, keys)
  const asked = openBatches<readonly string[], ReadonlySet<string>>(async (questions) => {
    const found = await transaction(async (tx) => {
      await steadyPlans.run(tx, {})
      return waitingAmong(tx, [...new Set(questions.flat())])
    })
    return questions.map((keys) => new Set(keys.filter((key) => found.has(key))))
  }, QUESTIONS_AT_ONCE)
  return (keys) => asked.add(keys)
}
