// When an allowed server last introduced itself and got what is for the network: it is not sent all of it time and again.
import type { Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('instance').addColumn('introduced', 'text').execute()
}
