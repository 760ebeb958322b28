// Makes PostgreSQL read jobs by an index, whatever it has counted.
import { sql } from 'kysely'

/**
 * To be selected at the beginning of a transaction, and holds until its end. The table of jobs is almost empty whenever
 * it is counted: PostgreSQL would read all of it, jobs that are done too, for each key that is looked up.
 */
export const BY_INDEX = [
  sql`set_config('enable_seqscan', 'off', true)`.as('seqscan'),
  sql`set_config('enable_bitmapscan', 'off', true)`.as('bitmapscan'),
]
