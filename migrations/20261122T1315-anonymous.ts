// When an item lost what it said about people, and when what was sent of it was removed.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('content').addColumn('anonymised', 'text').execute()
  await db.schema.alterTable('content').addColumn('unsaid', 'text').execute()
  // Words of klussen that are closed were kept; they may be names.
  await sql`delete from "klusTerm" where not exists (select 1 from "klusWord" where "klusWord"."word" = "klusTerm"."word")`.execute(
    db,
  )
  await sql`create index "response_forgotten" on "response" ("contentId") where "forgotten" is not null`.execute(db)
  await sql`create index "content_unsaid" on "content" ("anonymised") where "anonymised" is not null and "unsaid" is null`.execute(
    db,
  )
}
