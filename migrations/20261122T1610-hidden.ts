// Items that a manager took away and that were not anonymised yet: they stand in no list, and must be found all the same.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index "content_hidden" on "content" ("kind", "id") where "state" = 'hidden' and "anonymised" is null`.execute(
    db,
  )
}
