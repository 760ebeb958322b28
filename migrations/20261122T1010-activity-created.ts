// Finds what was said around a moment, for pruning the ledger of deliveries.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index "activity_created" on "activity" ("created", "objectIri")`.execute(db)
}
