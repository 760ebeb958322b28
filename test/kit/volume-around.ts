// What a large plein has besides posts: reactions, notifications, pictures, activities, deliveries, jobs, servers.
import { type RawBuilder, sql } from 'kysely'
import type { OpenDatabase } from '../../src/platform/db/database.ts'

const MOMENT = '2025-03-01T09:00:00.000Z'
const LATE = '2099-01-01T00:00:00.000Z'
const TWELVE_DIGITS = 1_000_000_000_000

/** @param input people and posts as `fillVolume` made them; `rows` of each of the other tables */
export async function fillAround(
  database: OpenDatabase,
  input: { people: number; posts: number; rows: number },
): Promise<void> {
  const [person, content] = [idOf('8001', input.people), idOf('8003', input.posts)]
  // As unlike each other as the rows of a table that grew in years.
  const other = idOf('8001', input.people, sql`i * 37 + 11`)
  const [id, jobId] = [idOf('8010', TWELVE_DIGITS), idOf('8011', TWELVE_DIGITS)]
  const host = sql`'host' || (i % 500) || '.example'`
  const fill = (table: string, columns: string, values: RawBuilder<unknown>, rows = input.rows) =>
    database.transaction(async (tx) => {
      const series = sql`with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < ${sql.lit(rows)})`
      const names = sql.join(columns.split(' ').map((name) => sql.ref(name)))
      await sql`${series} insert into ${sql.table(table)} (${names}) select ${values} from n`.execute(tx)
    })
  const t = sql.lit(MOMENT)
  const commentId = idOf('8012', TWELVE_DIGITS)
  await fill(
    'instance',
    'host trust created',
    sql`${host}, case when i % 100 = 7 then 'blocked' when i % 10 = 0 then 'allowed' else 'neutral' end, ${t}`,
    500,
  )
  await fill(
    'account',
    'id personId email passwordHash admin created',
    sql`${id}, ${person}, 'p' || i || '@example.nl', 'x', 0, ${t}`,
    input.people,
  )
  await fill(
    'reaction',
    'id iri subjectId actorId type created',
    sql`${id}, 'urn:r' || i, ${content}, ${other}, 'like', ${t}`,
  )
  await fill('mention', 'subjectId actorId', sql`${content}, ${other}`, Math.min(input.rows, input.posts))
  await fill(
    'media',
    'id ownerId mimeType created remoteUrl',
    sql`${id}, ${person}, 'image/webp', ${t}, 'https://x.example/' || i`,
  )
  await fill('attachment', 'subjectId mediaId position', sql`${content}, ${id}, 0`)
  await fill(
    'actor',
    'id iri type local host handle name url inbox sharedInbox created updated',
    sql`${id}, 'urn:p' || i, 'person', 0, ${host}, 'p' || i, 'Persoon ' || i, 'urn:p' || i,
      'https://' || ${host} || '/p' || i, 'https://' || ${host} || '/inbox', ${t}, ${t}`,
  )
  await fill('person', 'actorId searchText', sql`${id}, 'persoon ' || i`)
  await fill(
    'comment',
    'id iri contentId host local authorId html state language url published',
    sql`${commentId}, 'urn:c' || i, ${content}, ${host}, 0, ${id}, '<p>Ja</p>', 'published', 'nl', 'urn:c' || i, ${t}`,
  )
  await fill(
    'notification',
    'id personId contentId type actorId count read updated',
    sql`${id}, ${person}, ${content}, 'post', ${other}, 1, case when i % 10 = 0 then null else ${t} end, ${t}`,
  )
  await fill('notificationCause', 'personId eventId notificationId type', sql`${person}, 'e' || i, ${id}, 'post'`)
  await fill(
    'activity',
    'id iri actorId type objectIri json created',
    sql`${id}, 'urn:a' || i, ${person}, 'Create', 'urn:o' || i, '{}', ${t}`,
  )
  const state = sql`case when i % 20 = 0 then 'waiting' else 'done' end`
  await fill(
    'delivery',
    'id activityId inbox host orderingKey state runAt created',
    sql`${id}, ${id}, 'https://' || ${host} || '/inbox', ${host}, ${host} || ' ' || i, ${state}, ${t}, ${t}`,
  )
  await fill('inbox', 'iri raw signerIri received handled', sql`'urn:i' || i, '{}', 'urn:s', ${t}, ${t}`)
  const runAt = sql`case when i % 50 = 0 then ${t} else ${sql.lit(LATE)} end`
  await fill(
    'job',
    'id queue name key payload orderingKey runAt created',
    sql`${jobId}, case when i % 2 = 0 then 'events' else 'inbox' end, 'x', 'k' || i, '{}', 'o' || (i % 5000), ${runAt}, ${t}`,
  )
}

/** As the ids of `fillVolume`, over and over. */
function idOf(noun: string, count: number, index: RawBuilder<unknown> = sql`i`): RawBuilder<string> {
  const at = sql`(${index}) % ${sql.lit(count)}`
  return sql`${sql.lit(`01940000-0000-7000-${noun}-`)} || substr(cast(${sql.lit(TWELVE_DIGITS)} + ${at} as text), 2)`
}
