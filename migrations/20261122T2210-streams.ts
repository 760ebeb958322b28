// The indexes of the streams hold what stands in streams, and nobody else can use them: PostgreSQL read them for the newest
// of one group too, past everything newer that stands elsewhere.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [index, column] of [
    ['content_stream', 'lastActivity'],
    ['content_newest', 'published'],
  ] as const) {
    await db.schema.dropIndex(index).execute()
    await sql`create index ${sql.ref(index)} on "content" (${sql.ref(column)}, "id") where "state" = 'published' and "lookedUp" = 0`.execute(
      db,
    )
  }
}
