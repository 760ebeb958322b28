// Two pleinen that can be killed, with one person each, and what each of them can do with a klus.
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '../../../src/lib/id.ts'
import { makesMove } from '../../kit/making-moves.ts'
import type { SmtpPeer } from '../../kit/mail.ts'
import { Person } from '../../kit/person.ts'
import { writesItem } from '../../kit/writing.ts'
import type { Plein } from '../plein.ts'
import { openReader, type Reader } from '../reader.ts'
import { AT_ONCE } from '../rest.ts'
import type { Script, Turn } from './scripts.ts'

const PASSWORD = 'correct-paard-batterij-nietje'
const MANAGER = { name: 'Mo Manager', email: 'mo@example.nl' }
const DAY = 86_400_000

/** One plein with the one person who lives there. */
export interface Side {
  readonly plein: Plein
  readonly person: Person
  readonly read: Reader
}

export interface Cast {
  /** Where klussen are asked for. */
  readonly home: Side
  readonly away: Side
  readonly smtp: SmtpPeer
}

export async function settle(plein: Plein, handle: string): Promise<Side> {
  const email = `${handle}@example.nl`
  const who = ['--handle', handle, '--name', handle, '--email', email, '--password', PASSWORD]
  await plein.cli('setup', '--organisation', plein.name, ...who)
  await plein.start()
  const person = new Person(plein.origin, { name: handle, handle, email, password: PASSWORD })
  await person.signsIn()
  return { plein, person, read: await openReader(plein.databaseUrl) }
}

export function authorOf({ home, away }: Cast, { offered }: Script): Side {
  return offered ? away : home
}

export function respondentOf({ home, away }: Cast, { offered }: Script): Side {
  return offered ? home : away
}

export async function places(author: Side, { title, offered }: Script): Promise<void> {
  const ahead = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10)
  const page = await writesItem(author.person, '/klussen/new', {
    title,
    own_purpose: offered ? 'offer' : 'request',
    body: 'We schrijven een plan.',
    own_result: 'Een plan',
    own_expertise: 'participatie',
    own_hoursTotal: '16',
    own_where: 'remote',
    own_closes: ahead(20),
  })
  if (!page.path.startsWith('/item/')) throw new Error(`no klus was placed: ${page.text.slice(0, 900)}`)
}

/** So that he can be invited. */
export async function saysAvailable({ person }: Side): Promise<void> {
  const values = { available: 'yes', hoursPerWeek: '8', subjects: 'participatie' }
  const page = await person.submits('/settings/availability', { field: 'hoursPerWeek' }, values)
  if (page.status !== 200) throw new Error(`not available: ${page.text.slice(0, 600)}`)
}

/** How a response stands on one plein. */
export interface Row {
  readonly id: string
  readonly iri: string | null
  readonly state: string
  readonly version: number
  readonly data: string
}

export async function rowOf({ read }: Side, { title }: Script): Promise<Row | undefined> {
  const [row] = await read.rows<Row>(
    `select r."id", r."iri", r."state", r."version", r."data" from "response" r
      join "content" c on c."id" = r."contentId" where c."title" = '${title}'`,
  )
  return row
}

export async function itemOf({ read }: Side, { title }: Script): Promise<string> {
  const [row] = await read.rows<{ id: string }>(`select "id" from "content" where "title" = '${title}'`)
  if (!row) throw new Error(`${title} is not there`)
  return row.id
}

/** The newest question to a manager about this response. */
export async function consentOf({ read }: Side, { id }: Row): Promise<string | undefined> {
  const [row] = await read.rows<{ state: string }>(
    `select "state" from "consent" where "responseId" = '${id}' order by "asked" desc, "id" desc limit 1`,
  )
  return row?.state
}

/** Whoever's turn it is does it, at a browser. @throws when it is not taken, or the plein goes down meanwhile */
export async function takesTurn(cast: Cast, script: Script, turn: Turn): Promise<void> {
  if (turn.by === 'time') return passes(cast, script, turn.days ?? 0)
  // The manager is of who works.
  if (turn.by === 'manager') return answers(cast, script, turn)
  const side = turn.by === 'author' ? authorOf(cast, script) : respondentOf(cast, script)
  const { person } = side
  const item = await itemOf(side, script)
  const response = async () => `/responses/${(await rowOf(side, script))?.id ?? 'none'}`
  const sent = async (path: string, field: string) => {
    const page = await person.submits(path, { field }, turn.values)
    if (page.status !== 200) throw new Error(`${turn.move}: ${page.status} ${page.text.slice(0, 600)}`)
  }
  const begun = (await rowOf(side, script))?.state ?? 'new'
  if (turn.move === 'apply' && begun === 'new') return sent(`/item/${item}/respond/apply`, 'motivation')
  if (turn.move === 'invite') return sent(`/klussen/${item}/people`, 'words')
  if (turn.move === 'cancelKlus') return sent(`/klussen/${item}/manage`, 'reason')
  if (turn.move === 'ask') {
    const asked = await person.submits((await response()).replace('responses', 'consents'), { field: 'email' }, MANAGER)
    if (asked.status !== 200) throw new Error(`ask: ${asked.status} ${asked.text.slice(0, 600)}`)
    return
  }
  await makesMove(person, await response(), turn.move, turn.values)
}

/** Opens the link of the newest mail about this klus, without an account. */
async function answers({ away, smtp }: Cast, { title }: Script, { move, values }: Turn): Promise<void> {
  const link = await linkIn(smtp, title)
  const guest = new Person(away.plein.origin, { ...MANAGER, handle: '', password: '' })
  const page = await guest.visits(`${link.pathname}${link.search}`)
  const done = await guest.submits(page, { field: 'answer' }, { answer: move, ...(move === 'given' ? {} : values) })
  if (done.status !== 200) throw new Error(`${move}: ${done.status} ${done.text.slice(0, 600)}`)
}

async function linkIn(smtp: SmtpPeer, title: string): Promise<URL> {
  for (let tries = 0; tries < 600; tries++) {
    const mails = smtp.messages.map(plain).filter((mail) => mail.includes(MANAGER.email) && mail.includes(title))
    const link = /https?:\/\/\S+\/consent\?token=[\w.~-]+/.exec(mails.at(-1) ?? '')?.[0]
    if (link) return new URL(link)
    await sleep(100)
  }
  throw new Error(`no mail to the manager about ${title}`)
}

/** Of a message as it went over the wire (quoted-printable). */
function plain(message: string): string {
  const whole = message.replace(/=\r?\n/g, '')
  return whole.replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** As if the last step had been made so many days earlier; then time's own work is due. */
async function passes(cast: Cast, script: Script, days: number): Promise<void> {
  const side = authorOf(cast, script)
  const row = await rowOf(side, script)
  if (!row) throw new Error(`nothing responded to ${script.title}`)
  const earlier = (moment: string) => new Date(Date.parse(moment) - days * DAY).toISOString()
  const data = JSON.parse(row.data) as Record<string, unknown>
  for (const name of ['finished', 'reminded', 'completed'])
    if (typeof data[name] === 'string') data[name] = earlier(data[name])
  const past = earlier(new Date().toISOString())
  const text = JSON.stringify(data).replaceAll("'", "''")
  await side.read.rows(
    `update "response" set "moved" = '${past}', "deadline" = '${past}', "data" = '${text}' where "id" = '${row.id}' and "version" = ${row.version}`,
  )
  await side.read.rows(
    `insert into "job" ("id", "queue", "name", "key", "payload", "runAt", "attempts", "created")
      values ('${newId()}', 'schedule', 'response.expire', 'response.expire:${AT_ONCE}${newId()}', '{}', '${past}', 0, '${past}')`,
  )
}
