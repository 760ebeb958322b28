// Finding the managers of a group without looking at all its members.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index "follow_manager" on "follow" ("targetId", "state", "id") where "role" = 'manager'`.execute(db)
}
