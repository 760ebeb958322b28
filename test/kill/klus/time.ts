// Time passes: what was done is put back in the database, and the work that looks at it is due.
import { newId } from '../../../src/lib/id.ts'
import { AT_ONCE } from '../rest.ts'
import { authorOf, type Cast, klusOf, rowOf, type Side } from './cast.ts'
import type { Script, Turn } from './scripts.ts'

const DAY = 86_400_000

/** As if so many days had passed since the last step; then time's own work is due. */
export async function passes(cast: Cast, script: Script, { move, of, days = 0 }: Turn): Promise<void> {
  const back = (moment: string) => new Date(Date.parse(moment) - days * DAY).toISOString()
  if (of === 'klus') return closesEarlier(authorOf(cast, script), script, back)
  if (move === 'lapse') return askedEarlier(cast.away, script, back)
  return movedEarlier(authorOf(cast, script), script, back)
}

type Back = (moment: string) => string

async function movedEarlier(side: Side, script: Script, back: Back): Promise<void> {
  const row = await rowOf(side, script)
  if (!row) throw new Error(`nothing responded to ${script.title}`)
  const data = JSON.parse(row.data) as Record<string, unknown>
  for (const name of ['finished', 'reminded', 'completed'])
    if (typeof data[name] === 'string') data[name] = back(data[name])
  const past = back(new Date().toISOString())
  await side.read.rows(
    `update "response" set "moved" = '${past}', "deadline" = '${past}', "data" = '${quoted(data)}'
      where "id" = '${row.id}' and "version" = ${row.version}`,
  )
  await isDue(side, 'response.expire')
}

/** The manager, of who works. */
async function askedEarlier(side: Side, script: Script, back: Back): Promise<void> {
  const row = await rowOf(side, script)
  const asked = back(new Date().toISOString())
  await side.read.rows(
    `update "consent" set "asked" = '${asked}' where "responseId" = '${row?.id}' and "state" = 'asked'`,
  )
  await isDue(side, 'consents.followUp')
}

/** The last day to respond. */
async function closesEarlier(side: Side, script: Script, back: Back): Promise<void> {
  const [klus] = await klusOf(side, script)
  if (!klus) throw new Error(`${script.title} is not there`)
  const [row] = await side.read.rows<{ data: string }>(`select "data" from "content" where "id" = '${klus.id}'`)
  const data = JSON.parse(row?.data ?? '{}') as { closes: string }
  const closes = back(data.closes).slice(0, 10)
  await side.read.rows(`update "content" set "data" = '${quoted({ ...data, closes })}' where "id" = '${klus.id}'`)
  await side.read.rows(
    `update "contentFacet" set "text" = '${closes}' where "contentId" = '${klus.id}' and "name" = 'closes'`,
  )
  await isDue(side, 'klus.expire')
}

async function isDue({ read }: Side, name: string): Promise<void> {
  const now = new Date().toISOString()
  await read.rows(
    `insert into "job" ("id", "queue", "name", "key", "payload", "runAt", "attempts", "created")
      values ('${newId()}', 'schedule', '${name}', '${name}:${AT_ONCE}${newId()}', '{}', '${now}', 0, '${now}')`,
  )
}

function quoted(data: object): string {
  return JSON.stringify(data).replaceAll("'", "''")
}
