// Who is invited into a group, and who is kept out of it.
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('groupStanding')
    .addColumn('groupId', 'text', (column) => column.notNull().references('actor.id'))
    .addColumn('personId', 'text', (column) => column.notNull().references('actor.id'))
    .addColumn('standing', 'text', (column) => column.notNull())
    .addColumn('byId', 'text', (column) => column.notNull().references('actor.id'))
    .addColumn('created', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('groupStanding_key', ['groupId', 'personId'])
    .execute()
  await db.schema
    .createIndex('groupStanding_list')
    .on('groupStanding')
    .columns(['groupId', 'standing', 'created', 'personId'])
    .execute()
  await db.schema.createIndex('groupStanding_person').on('groupStanding').columns(['personId', 'groupId']).execute()
}
