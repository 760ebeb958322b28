// Holds back what follows from what came in (counting, notifications, passing on), to measure what it takes to be visible.
import { sql } from 'kysely'
import type { OpenDatabase } from '../../src/platform/db/database.ts'

/** When they would be due, as long as they are held back. */
export const HELD = '9999-12-31T00:00:00.000Z'

/** Events that are told from now on wait. @returns a function that lets them go */
export async function holdFollowUps({ dialect, transaction }: OpenDatabase): Promise<() => Promise<void>> {
  const isPostgres = dialect === 'postgres'
  for (const one of isPostgres ? onPostgres : onSqlite) await transaction((tx) => one.execute(tx))
  return () =>
    transaction(async (tx) => {
      await (isPostgres ? sql`drop trigger "benchHold" on "job"` : sql`drop trigger "benchHold"`).execute(tx)
      await tx
        .updateTable('job')
        .set((eb) => ({ runAt: eb.ref('created') }))
        .where('runAt', '=', HELD)
        .execute()
    })
}

const onSqlite = [
  sql`create trigger "benchHold" after insert on "job" when new."queue" = 'events'
    begin update "job" set "runAt" = '9999-12-31T00:00:00.000Z' where "id" = new."id"; end`,
]

const onPostgres = [
  sql`create or replace function "benchHold"() returns trigger language plpgsql as
    $$ begin new."runAt" := '9999-12-31T00:00:00.000Z'; return new; end $$`,
  sql`create trigger "benchHold" before insert on "job" for each row when (new."queue" = 'events')
    execute function "benchHold"()`,
]
