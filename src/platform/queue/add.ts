// Asks for work: rows in the same transaction as what the work is about.
import type { Clock, Instant } from '../../lib/clock.ts'
import { type Id, newId } from '../../lib/id.ts'
import { partsOf } from '../../lib/parts.ts'
import type { Tx } from '../db/database.ts'
import { prepared } from '../db/prepared.ts'
import { signalAfterCommit } from '../db/signals.ts'

export interface NewJob {
  readonly queue: string
  readonly name: string
  /** Asked for twice while the first still waits: done once. */
  readonly key: string
  /** JSON. */
  readonly payload: unknown
  /** Jobs of one key, whatever their name, are done one after the other; one that fails holds up the later ones. */
  readonly orderingKey?: string | null
  readonly runAt?: Instant
}

/** Queue of work that rooms ask for by name, and do themselves. */
export const WORK = 'work'

/** Topic of the signal that there is work. */
export const JOB_TOPIC = 'job'
/** SQLite takes 32,766 parameters in one statement. */
const ROWS_AT_ONCE = 1000

interface Row {
  readonly id: Id<'job'>
  readonly queue: string
  readonly name: string
  readonly key: string
  readonly payload: string
  readonly orderingKey: string | null
  readonly runAt: Instant
  readonly created: Instant
}

const insert = prepared((db, { rows }: { rows: readonly Row[] }) =>
  (db as Tx)
    .insertInto('job')
    .values(rows.map((row) => ({ ...row, leaseUntil: null, attempts: 0, dead: null, error: null })))
    .onConflict((conflict) => conflict.column('key').doNothing()),
)

/** Adds jobs; the worker wakes up after the commit. Those whose key is there already are passed over. */
export async function addJobs(tx: Tx, clock: Clock, jobs: readonly NewJob[]): Promise<void> {
  const now = clock.now()
  const rows = jobs.map((job): Row => ({
    id: newId<'job'>(),
    queue: job.queue,
    name: job.name,
    key: job.key,
    payload: JSON.stringify(job.payload ?? null),
    orderingKey: job.orderingKey ?? null,
    runAt: job.runAt ?? now,
    created: now,
  }))
  // In the order of their keys: two transactions that add the same ones must not wait for each other.
  rows.sort((a, b) => (a.key < b.key ? -1 : 1))
  for (const some of partsOf(rows, ROWS_AT_ONCE)) await insert.run(tx, { rows: some })
  if (rows.length > 0) signalAfterCommit(tx, JOB_TOPIC)
}
