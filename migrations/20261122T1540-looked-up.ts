// Items that are here only because somebody asked for them by their address.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('content')
    .addColumn('lookedUp', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`create index "content_lookedUp" on "content" ("authorId", "groupId") where "lookedUp" = 1`.execute(db)
}
