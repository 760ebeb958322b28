// What is rare among open klussen is found by its hours, or by its subject with its purpose, place of work and hours.
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index "klus_hours" on "klus" ("open", "hoursPerWeek", "purpose", "where", "contentId")`.execute(db)
  for (const column of ['purpose', 'where'] as const) {
    await db.schema
      .alterTable('klusExpertise')
      .addColumn(column, 'text', (made) => made.notNull().defaultTo(''))
      .execute()
  }
  await db.schema.alterTable('klusExpertise').addColumn('hoursPerWeek', 'real').execute()
  const fact = (name: string) =>
    sql`(select ${sql.ref(`klus.${name}`)} from "klus" where "klus"."contentId" = "klusExpertise"."contentId")`
  await sql`update "klusExpertise" set "purpose" = ${fact('purpose')}, "where" = ${fact('where')},
    "hoursPerWeek" = ${fact('hoursPerWeek')}`.execute(db)
  await sql`create index "klusExpertise_facts" on "klusExpertise"
    ("expertise", "open", "purpose", "where", "hoursPerWeek", "contentId")`.execute(db)
}
