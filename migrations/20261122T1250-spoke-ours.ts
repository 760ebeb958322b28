// Whether a server ever was a plein like ours: what it says of itself later does not undo that.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('instance').addColumn('spokeOurs', 'text').execute()
  await sql`update "instance" set "spokeOurs" = "created" where lower("software") = 'dwarsverband'`.execute(db)
}
