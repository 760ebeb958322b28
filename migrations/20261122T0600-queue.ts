// Jobs: one table for all work that the worker does.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('job')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('queue', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('orderingKey', 'text')
    .addColumn('runAt', 'text', (column) => column.notNull())
    .addColumn('leaseUntil', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('claims', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('dead', 'text')
    .addColumn('error', 'text')
    .addColumn('created', 'text', (column) => column.notNull())
    .execute()
  await sql`create index "job_due" on "job" ("queue", "runAt", "id") where "dead" is null`.execute(db)
  await sql`create index "job_order" on "job" ("orderingKey", "id") where "orderingKey" is not null and "dead" is null`.execute(
    db,
  )
  await sql`create index "job_leased" on "job" ("orderingKey", "leaseUntil") where "leaseUntil" is not null`.execute(db)
  await sql`create index "job_dead" on "job" ("dead", "id") where "dead" is not null`.execute(db)
}
