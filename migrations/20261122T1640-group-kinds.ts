// What of one kind stands in a group, newest first, without reading all else that stands there.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index "content_group_kind" on "content" ("groupId", "kind", "published", "id") where "state" = 'published'`.execute(
    db,
  )
}
