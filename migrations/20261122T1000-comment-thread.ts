// A thread's index holds what is counted and asked of all its comments, so that their rows need not be read for it.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index "comment_thread"`.execute(db)
  await sql`create index "comment_thread" on "comment" ("contentId", "published", "id", "state", "local", "authorId")`.execute(
    db,
  )
}
