// When the personal parts of a response were removed.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('response').addColumn('forgotten', 'text').execute()
  await sql`create index "response_forget" on "response" ("moved") where "ended" = 1 and "forgotten" is null`.execute(
    db,
  )
}
