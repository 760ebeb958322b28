// A thread's index holds what is counted of all its comments; those of people here, who are told of new ones, have their own.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index "comment_thread"`.execute(db)
  await sql`create index "comment_thread" on "comment" ("contentId", "published", "id", "state")`.execute(db)
  await sql`create index "comment_here" on "comment" ("contentId", "published", "id", "authorId")
    where "local" = 1 and "state" = 'published'`.execute(db)
}
