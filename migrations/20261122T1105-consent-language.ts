// In which language a manager is asked for his consent.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table "consent" add column "locale" text`.execute(db)
}
