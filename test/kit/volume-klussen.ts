// A market of klussen as large as one likes, straight into the tables, made inside the database: all of them open.
import { type RawBuilder, sql } from 'kysely'
import { themes } from '../../src/core/themes.ts'
import type { OpenDatabase } from '../../src/platform/db/database.ts'

export interface KlussenInput {
  /** Host of the plein. */
  readonly host: string
  /** People as `fillVolume` made them: they wrote the klussen. */
  readonly people: number
  readonly klussen: number
  /** Day from which on they close, one after the other (YYYY-MM-DD). */
  readonly today: string
}

const TWELVE_DIGITS = 1_000_000_000_000
const START = Date.UTC(2025, 0, 1) / 1000
const ROWS_AT_ONCE = 20_000
/** Words of each klus besides the usual ones; of the first few kinds there are few, so that each stands in many klussen. */
const WORDS = 24
const HOSTS = 300
const SUBJECTS = 3

/** The n-th word of klus i: of its kind there are `kinds(n)`. */
const kinds = (n: number): number => Math.min(20_000, Math.round(5 * 1.5 ** n))
const wordIn = (n: number): RawBuilder<string> =>
  sql`${sql.lit(`${stems[n % stems.length] ?? ''}${n}x`)} || ((i * ${sql.lit(7 + n * 2)} + ${sql.lit(n)}) % ${sql.lit(kinds(n))})`
const stems = ['dijk', 'beleid', 'register', 'vergunning', 'bewoner', 'raad', 'toets', 'plan'] as const

/** A word that about one in `kinds(n)` klussen holds. */
export function wordOf(n: number): string {
  return `${stems[n % stems.length] ?? ''}${n}x1`
}

export async function fillKlussen(database: OpenDatabase, input: KlussenInput): Promise<void> {
  await database.transaction(async (tx) => {
    const now = '2025-01-01T00:00:00.000Z'
    const host = sql`'org' || i || '.example'`
    const name = sql`case i % 3 when 0 then 'Gemeente ' when 1 then 'Waterschap ' else 'Provincie ' end || i`
    await sql`${seriesOf(0, HOSTS)} insert into "organisation" ("host", "name", "local", "about", "created", "updated")
      select ${host}, ${name}, 0, '', ${sql.lit(now)}, ${sql.lit(now)} from n`.execute(tx)
  })
  for (let at = 0; at < input.klussen; at += ROWS_AT_ONCE) {
    await putKlussen(database, input, seriesOf(at, Math.min(input.klussen, at + ROWS_AT_ONCE)))
  }
  await database.transaction(async (tx) => {
    await sql`insert into "klusTerm" ("word") select distinct "word" from "klusWord"`.execute(tx)
  })
  if (database.dialect === 'postgres') await sql`analyze`.execute(database.db)
}

function seriesOf(from: number, to: number): RawBuilder<unknown> {
  return sql`with recursive n(i) as (select ${sql.lit(from)} union all select i + 1 from n where i + 1 < ${sql.lit(to)})`
}

async function putKlussen(database: OpenDatabase, input: KlussenInput, series: RawBuilder<unknown>): Promise<void> {
  const { id, host, moment, closes, starts, ends, words } = partsOf(database, input)
  const at = sql`'http://' || ${host}`
  const author = idIn('8001', sql`(i * 31) % ${sql.lit(input.people)}`)
  const expertise = (n: number) => sql`'"' || ${subjectIn(n)} || '"'`
  const data = sql`'{"purpose":"request","status":"open","result":"Een plan","expertise":[' || ${expertise(0)} || ',' ||
    ${expertise(1)} || ',' || ${expertise(2)} || '],"hoursPerWeek":' || ${hours} || ',"where":"place","place":"Zwolle","closes":"' ||
    ${closes} || '"}'`
  await database.transaction(async (tx) => {
    await sql`${series} insert into "content" ("id", "iri", "kind", "host", "local", "authorId", "title", "html",
      "summary", "audience", "state", "language", "data", "contextIri", "url", "published", "commentCount", "likeCount",
      "lastActivity") select ${id}, ${at} || '/ap/objects/' || ${id}, 'klus', ${host}, 0, ${author}, 'Klus ' || i,
      '<p>' || ${words} || '</p>', ${words}, case when i % 3 = 0 then 'public' else 'network' end, 'published', 'nl',
      ${data}, ${at} || '/ap/contexts/' || ${id}, ${at} || '/item/' || ${id}, ${moment}, 0, 0, ${moment} from n`.execute(
      tx,
    )
    await sql`${series} insert into "klus" ("contentId", "purpose", "open", "status", "hoursPerWeek", "starts", "ends",
      "closes", "where", "place", "host", "published", "searchText") select ${id},
      ${purpose}, 1, 'open', ${hours}, ${starts}, ${ends}, ${closes},
      ${where}, 'plaats' || (i % 350), ${host}, ${moment},
      'klus ' || i || ' plaats' || (i % 350) || ' ' || ${words} from n`.execute(tx)
    await sql`${series} insert into "klusWord" ("word", "contentId") select 'plaats' || (i % 350), ${id} from n`.execute(
      tx,
    )
    for (let n = 0; n < SUBJECTS; n++)
      await sql`${series} insert into "klusExpertise" ("contentId", "expertise", "open", "published", "purpose",
        "where", "hoursPerWeek") select ${id}, ${subjectIn(n)}, 1, ${moment}, ${purpose}, ${where}, ${hours} from n`.execute(
        tx,
      )
    for (let n = 0; n < WORDS; n++)
      await sql`${series} insert into "klusWord" ("word", "contentId") select ${wordIn(n)}, ${id} from n`.execute(tx)
  })
}

const purpose = sql`case when i % 10 = 0 then 'offer' else 'request' end`
const where = sql`case i % 3 when 0 then 'place' when 1 then 'remote' else 'both' end`
/** From half an hour to 40 hours a week; more than 38 in one of a thousand. */
const hours = sql`case when i % 1000 = 7 then 39 else (i % 37) + 1 end`

/** The subjects of one klus differ: each comes from its own third of the list. */
function subjectIn(n: number): RawBuilder<string> {
  const third = Math.floor(themes.length / SUBJECTS)
  const some = themes.slice(n * third, (n + 1) * third)
  const cases = some.map((theme, at) => sql`when ${sql.lit(at)} then ${sql.lit(theme)}`)
  return sql`case (i * 7 + ${sql.lit(n)}) % ${sql.lit(third)} ${sql.join(cases, sql` `)} end`
}

function partsOf({ dialect }: OpenDatabase, { today }: KlussenInput) {
  const seconds = sql`(${sql.lit(START)} + i * 300)`
  const dayFrom = (days: RawBuilder<unknown>) =>
    dialect === 'postgres'
      ? sql`to_char(date '${sql.raw(today)}' + cast(${days} as integer), 'YYYY-MM-DD')`
      : sql`date('${sql.raw(today)}', '+' || (${days}) || ' days')`
  const words = Array.from({ length: WORDS }, (_, n) => wordIn(n)).reduce((all, word) => sql`${all} || ' ' || ${word}`)
  return {
    id: idIn('8020', sql`i`),
    host: sql`'org' || (i % ${sql.lit(HOSTS)}) || '.example'`,
    moment:
      dialect === 'postgres'
        ? sql`to_char(to_timestamp(${seconds}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')`
        : sql`strftime('%Y-%m-%dT%H:%M:%S.000Z', ${seconds}, 'unixepoch')`,
    closes: dayFrom(sql`i % 180`),
    starts: dayFrom(sql`30 + i % 200`),
    ends: dayFrom(sql`60 + i % 300`),
    words,
  }
}

function idIn(noun: string, index: RawBuilder<unknown>): RawBuilder<string> {
  return sql`${sql.lit(`01940000-0000-7000-${noun}-`)} || substr(cast(${sql.lit(TWELVE_DIGITS)} + ${index} as text), 2)`
}
