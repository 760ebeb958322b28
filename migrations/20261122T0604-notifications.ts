// Meldingen and their settings.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('notification')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('personId', 'text', (column) => column.notNull().references('actor.id'))
    .addColumn('contentId', 'text')
    .addColumn('subjectActorId', 'text')
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('actorId', 'text', (column) => column.notNull())
    .addColumn('count', 'integer', (column) => column.notNull())
    .addColumn('read', 'text')
    .addColumn('mailed', 'text')
    .addColumn('updated', 'text', (column) => column.notNull())
    .execute()
  await sql`create index "notification_person" on "notification" ("personId", "updated", "id")`.execute(db)
  await sql`create unique index "notification_thread" on "notification" ("personId", "contentId")`.execute(db)
  await sql`create unique index "notification_actor" on "notification" ("personId", "subjectActorId")`.execute(db)
  await sql`create index "notification_unread" on "notification" ("personId", "contentId") where "read" is null`.execute(
    db,
  )
  await db.schema
    .createTable('notificationCause')
    .addColumn('personId', 'text', (column) => column.notNull())
    .addColumn('eventId', 'text', (column) => column.notNull())
    .addColumn('notificationId', 'text')
    .addColumn('type', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('notificationCause_key', ['personId', 'eventId'])
    .execute()
  await sql`create index "notificationCause_notification" on "notificationCause" ("notificationId")`.execute(db)
  await db.schema
    .createTable('notificationSetting')
    .addColumn('personId', 'text', (column) => column.primaryKey())
    .addColumn('mail', 'text', (column) => column.notNull())
    .execute()
}
