// What was agreed about klussen, for the organisation's overview: no names in it, so it may stay.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('klusWork')
    .addColumn('responseId', 'text', (column) => column.primaryKey())
    .addColumn('contentId', 'text', (column) => column.notNull())
    .addColumn('own', 'integer', (column) => column.notNull())
    .addColumn('worker', 'text', (column) => column.notNull())
    .addColumn('workerHost', 'text', (column) => column.notNull())
    .addColumn('clientHost', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('live', 'integer', (column) => column.notNull())
    .addColumn('opened', 'text', (column) => column.notNull())
    .addColumn('agreed', 'text', (column) => column.notNull())
    .addColumn('starts', 'text')
    .addColumn('ends', 'text', (column) => column.notNull())
    .addColumn('hours', 'real')
    .addColumn('hoursDone', 'real', (column) => column.notNull())
    .execute()
  await sql`create index "klusWork_agreed" on "klusWork" ("agreed", "responseId")`.execute(db)
  await sql`create index "klusWork_content" on "klusWork" ("contentId", "agreed")`.execute(db)
  await sql`create index "klusWork_live" on "klusWork" ("ends", "responseId") where "live" = 1`.execute(db)
  await sql`create index "klus_status" on "klus" ("host", "status", "closes")`.execute(db)
  await sql`create index "klus_placed" on "klus" ("host", "published", "contentId")`.execute(db)
}
