// What one person did, wrote and asked is found without looking at everybody's.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index "consent_person" on "consent" ("personId", "asked")`.execute(db)
  await sql`create index "responseStep_actor" on "responseStep" ("actorId", "id") where "actorId" is not null`.execute(
    db,
  )
  await sql`create index "responseMessage_author" on "responseMessage" ("authorId", "id")`.execute(db)
}
