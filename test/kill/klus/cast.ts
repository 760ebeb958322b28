// Two pleinen that can be killed, with who lives there, and what can be read of a klus on each.
import { Person } from '../../kit/person.ts'
import type { SmtpPeer } from '../../kit/mail.ts'
import type { Plein } from '../plein.ts'
import { openReader, type Reader } from '../reader.ts'
import type { Script } from './scripts.ts'

const PASSWORD = 'correct-paard-batterij-nietje'

/** One plein with the one person who writes and responds there. */
export interface Side {
  readonly plein: Plein
  readonly person: Person
  readonly read: Reader
}

export interface Cast {
  /** Where klussen are asked for. */
  readonly home: Side
  readonly away: Side
  /** At home: looks at a klus before it opens. */
  readonly coordinator: Person
  readonly smtp: SmtpPeer
}

export async function settle(plein: Plein, handle: string): Promise<Side> {
  await plein.cli('setup', '--organisation', plein.name, ...asOptions(handle))
  await plein.start()
  return { plein, person: await signedIn(plein, handle), read: await openReader(plein.databaseUrl) }
}

/** One more who lives there. */
export async function joins({ plein }: Side, handle: string): Promise<Person> {
  await plein.cli('person', 'create', ...asOptions(handle))
  return signedIn(plein, handle)
}

function asOptions(handle: string): string[] {
  return ['--handle', handle, '--name', handle, '--email', `${handle}@example.nl`, '--password', PASSWORD]
}

async function signedIn({ origin }: Plein, handle: string): Promise<Person> {
  const person = new Person(origin, { name: handle, handle, email: `${handle}@example.nl`, password: PASSWORD })
  await person.signsIn()
  return person
}

export function authorOf({ home, away }: Cast, { offered }: Script): Side {
  return offered ? away : home
}

export function respondentOf({ home, away }: Cast, { offered }: Script): Side {
  return offered ? home : away
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

/** The klus itself on one plein: every row that has its title. */
export interface KlusRow {
  readonly id: string
  /** `draft` as long as it is nobody's affair but its author's. */
  readonly state: string
  /** What it says of itself: draft, review, open, … */
  readonly status: string
}

export async function klusOf({ read }: Side, { title }: Script): Promise<readonly KlusRow[]> {
  const rows = await read.rows<{ id: string; state: string; data: string }>(
    `select "id", "state", "data" from "content" where "title" = '${title}'`,
  )
  return rows.map(({ id, state, data }) => ({ id, state, status: String((JSON.parse(data) as KlusRow).status) }))
}
