// The choices that a person made about his profile are found by him.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index "responseStep_choice" on "responseStep" ("actorId", "made") where "move" = 'showReview'`.execute(
    db,
  )
}
