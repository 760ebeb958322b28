// Work to do: events for listeners, received activities, mail, scheduled work.
import type { Generated } from 'kysely'
import type { Instant } from '../../lib/clock.ts'
import type { Id } from '../../lib/id.ts'

declare module '../db/tables.ts' {
  interface Tables {
    job: JobTable
  }
}

export interface JobTable {
  id: Id<'job'>
  queue: string
  name: string
  /** Unique: the same work is asked for once. Gone with the row when the work is done. */
  key: string
  /** JSON. */
  payload: string
  /** Jobs of one key are done one after the other, in the order of their ids. */
  orderingKey: string | null
  /** Not to be done before; while it is leased: the end of the lease. */
  runAt: Instant
  leaseUntil: Instant | null
  /** How often it failed. */
  attempts: number
  /** How often a worker took it: tells a worker that lost its lease from the one that has it now. */
  claims: Generated<number>
  /** Set when it failed for good: visible and retryable. */
  dead: Instant | null
  error: string | null
  created: Instant
}
