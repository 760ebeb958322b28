// Talk that waits for word that it arrived on the other plein, like a step.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  const table = () => db.schema.alterTable('responseMessage')
  await table()
    .addColumn('outcome', 'text', (column) => column.notNull().defaultTo('done'))
    .execute()
  await table().addColumn('refusal', 'text').execute()
  await table()
    .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await table().addColumn('sendAgain', 'text').execute()
  await sql`create index "responseMessage_again" on "responseMessage" ("sendAgain") where "outcome" = 'pending'`.execute(
    db,
  )
}
