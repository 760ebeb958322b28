// Makes PostgreSQL read jobs in one way, by an index, whatever it has counted and whatever is looked for.
import { sql } from 'kysely'

/**
 * To be selected at the beginning of a transaction, and holds until its end. The table of jobs is almost empty whenever
 * it is counted: PostgreSQL would read all of it, jobs that are done too, for each key that is looked up. And for each
 * list of keys it would plan anew, which takes as long as the answer.
 */
export const STEADY_PLANS = [
  sql`set_config('enable_seqscan', 'off', true)`.as('seqscan'),
  sql`set_config('enable_bitmapscan', 'off', true)`.as('bitmapscan'),
  sql`set_config('plan_cache_mode', 'force_generic_plan', true)`.as('planned'),
]
