// Accounts, sessions, invitations, counted tries.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('account')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('personId', 'text', (column) => column.notNull().unique().references('actor.id'))
    .addColumn('email', 'text', (column) => column.notNull().unique())
    .addColumn('passwordHash', 'text', (column) => column.notNull())
    .addColumn('admin', 'integer', (column) => column.notNull())
    .addColumn('locale', 'text')
    .addColumn('disabled', 'text')
    .addColumn('created', 'text', (column) => column.notNull())
    .addColumn('lastSeen', 'text')
    .execute()
  await db.schema
    .createTable('session')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('accountId', 'text', (column) => column.notNull().references('account.id').onDelete('cascade'))
    .addColumn('userAgent', 'text', (column) => column.notNull())
    .addColumn('created', 'text', (column) => column.notNull())
    .addColumn('lastSeen', 'text', (column) => column.notNull())
    .addColumn('expires', 'text', (column) => column.notNull())
    .execute()
  await sql`create index "session_account" on "session" ("accountId", "created")`.execute(db)
  await sql`create index "session_expires" on "session" ("expires")`.execute(db)
  await db.schema
    .createTable('invitation')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('tokenHash', 'text', (column) => column.notNull().unique())
    .addColumn('purpose', 'text', (column) => column.notNull())
    .addColumn('email', 'text')
    .addColumn('admin', 'integer', (column) => column.notNull())
    .addColumn('accountId', 'text', (column) => column.references('account.id').onDelete('cascade'))
    .addColumn('invitedBy', 'text')
    .addColumn('created', 'text', (column) => column.notNull())
    .addColumn('expires', 'text', (column) => column.notNull())
    .addColumn('used', 'text')
    .execute()
  await db.schema
    .createTable('attempt')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('ends', 'text', (column) => column.notNull())
    .execute()
  await sql`create index "attempt_ends" on "attempt" ("ends")`.execute(db)
}
