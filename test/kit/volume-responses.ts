// Responses to the klussen of `fillKlussen`, with steps, talk and consents, straight into the tables.
import { type RawBuilder, sql } from 'kysely'
import type { OpenDatabase } from '../../src/platform/db/database.ts'

export interface ResponsesInput {
  /** Of the plein. */
  readonly host: string
  /** People as `fillVolume` made them. */
  readonly people: number
  /** One response to each of so many klussen. */
  readonly rows: number
}

const TWELVE_DIGITS = 1_000_000_000_000
const NOW = '2026-11-01T00:00:00.000Z'
const LATER = '2099-01-01T00:00:00.000Z'

/**
 * Of four responses one has ended, one waits for an answer, one for time; each has two steps and two messages, and one
 * agreement of some month of a year, of which one in two hundred goes on.
 */
export async function fillResponses(database: OpenDatabase, { host, people, rows }: ResponsesInput): Promise<void> {
  const series = sql`with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${sql.lit(rows)})`
  const [id, klus] = [idIn('8030', sql`i`), idIn('8020', sql`i`)]
  const respondent = idIn('8001', sql`(i * 17 + 5) % ${sql.lit(people)}`)
  const [now, later] = [sql.lit(NOW), sql.lit(LATER)]
  await database.transaction(async (tx) => {
    await sql`${series} insert into "response" ("id", "iri", "contentId", "respondentId", "state", "version", "data",
      "offerIri", "deadline", "ended", "created", "moved", "heard") select ${id}, 'urn:r' || i, ${klus}, ${respondent},
      case when i % 4 = 0 then 'declined' else 'interested' end, 1, '{}', 'urn:o' || i,
      case when i % 4 = 1 then ${later} else null end, case when i % 4 = 0 then 1 else 0 end, ${now}, ${now}, ${later}
      from n`.execute(tx)
    for (const nth of [0, 1]) {
      const part = (noun: string) => idIn(`${noun}${nth}`, sql`i`)
      await sql`${series} insert into "responseStep" ("id", "iri", "responseId", "move", "maker", "actorId", "payload",
        "made", "outcome", "tries", "sendAgain") select ${part('804')}, 'urn:s' || i || '/' || ${sql.lit(nth)}, ${id}, 'apply',
        'respondent', ${respondent}, '{}', ${now}, case when i % 4 = 2 then 'pending' else 'done' end, 1, ${later} from n`.execute(
        tx,
      )
      await sql`${series} insert into "responseMessage" ("id", "iri", "responseId", "authorId", "html", "created",
        "outcome", "sendAgain") select ${part('805')}, 'urn:m' || i || '/' || ${sql.lit(nth)}, ${id}, ${respondent},
        '<p>Hoi</p>', ${now}, case when i % 4 = 2 then 'pending' else 'done' end, ${later} from n`.execute(tx)
    }
    await sql`${series} insert into "klusWork" ("responseId", "contentId", "own", "worker", "workerHost", "clientHost",
      "state", "live", "opened", "agreed", "ends", "hours", "hoursDone") select ${id}, ${klus}, i % 2, 'respondent',
      case when i % 2 = 0 then ${sql.lit(host)} else 'org' || (i % 300) || '.example' end, ${sql.lit(host)},
      case when i % 200 = 0 then 'running' else 'reviewed' end, case when i % 200 = 0 then 1 else 0 end, ${now},
      '2026-' || substr(cast(101 + i % 12 as text), 2) || '-01T00:00:00.000Z', '2026-12-01', 20, 8 from n`.execute(tx)
    await sql`${series} insert into "consent" ("id", "responseId", "personId", "managerName", "managerEmail",
      "termsVersion", "state", "words", "asked") select ${idIn('8060', sql`i`)}, ${id}, ${respondent}, 'Mo',
      'mo@plein.example', 1, case when i % 4 = 0 then 'given' else 'asked' end, '', ${later} from n`.execute(tx)
  })
  if (database.dialect === 'postgres') await sql`analyze`.execute(database.db)
}

function idIn(noun: string, index: RawBuilder<unknown>): RawBuilder<string> {
  return sql`${sql.lit(`01940000-0000-7000-${noun}-`)} || substr(cast(${sql.lit(TWELVE_DIGITS)} + ${index} as text), 2)`
}
