// Reads of consents: of a response, of a person, those that wait; and what a response needs of a manager now.
import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../core/context.ts'
import type { Side } from '../../core/flow.ts'
import type { Instant } from '../../lib/clock.ts'
import { type ActorId, isId, type ResponseId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { hasAccountAt } from '../accounts/index.ts'
import type { Actor } from '../actors/index.ts'
import { getSetting } from '../instances/index.ts'
import { type Case, getCaseOf, managerSide, projected, type Response, sideOf } from '../responses/index.ts'
import { consentEnds } from './rules/consent.ts'
import { domainsOfPlein, isAt, isForEverybody, MANAGER_DOMAINS } from './rules/manager-address.ts'
import type { ConsentId, ConsentTable } from './tables.ts'

export type Consent = Selectable<ConsentTable>

export async function findConsent(db: Db, id: string): Promise<Consent | undefined> {
  if (!isId(id)) return undefined
  return db
    .selectFrom('consent')
    .selectAll()
    .where('id', '=', id as ConsentId)
    .executeTakeFirst()
}

/** All that was asked about a response, newest first. */
export function listConsents(db: Db, responseId: ResponseId): Promise<Consent[]> {
  return db
    .selectFrom('consent')
    .selectAll()
    .where('responseId', '=', responseId)
    .orderBy('asked', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
}

/** Whom this person named the last time. */
export function rememberedManager(db: Db, personId: ActorId): Promise<Consent | undefined> {
  return db
    .selectFrom('consent')
    .selectAll()
    .where('personId', '=', personId)
    .where('managerEmail', '!=', '')
    .orderBy('asked', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** Those that wait since before a moment, oldest first. */
export function listWaiting(db: Db, before: Instant, limit: number): Promise<Consent[]> {
  return (
    db
      .selectFrom('consent')
      .selectAll()
      // As in the index.
      .where('state', '=', sql.lit('asked'))
      .where('asked', '<=', before)
      .orderBy('asked')
      .limit(limit)
      .execute()
  )
}

/** Who consented to what counts for each of these responses (or did last), as far as that is still known. */
export async function listGiven(db: Db, ids: readonly ResponseId[]): Promise<ReadonlyMap<ResponseId, Consent>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('consent')
    .selectAll()
    .where('responseId', 'in', ids)
    .where('state', 'in', ['given', 'conditional'])
    .where('managerEmail', '!=', '')
    .orderBy('asked')
    .orderBy('id')
    .execute()
  return new Map(rows.map((row) => [row.responseId, row]))
}

/** What the administrators said; empty: nothing. */
export async function managerDomains(db: Db): Promise<readonly string[]> {
  return (await getSetting<readonly string[]>(db, MANAGER_DOMAINS)) ?? []
}

/** May a manager have an address there? Without a setting: where the plein is, or where people have their account. */
export async function mayBeManagerAt({ db, config }: Ctx, domain: string): Promise<boolean> {
  const said = await managerDomains(db)
  if (said.length > 0) return isAt(domain, said)
  if (isAt(domain, domainsOfPlein(config.hostName))) return true
  return !isForEverybody(domain) && hasAccountAt(db, domain)
}

/** Until when he can answer: 14 days, or less when the response itself ends before that by time. */
export function answerEnds(asked: Instant, { flow, content, response }: Case & { readonly response: Response }) {
  const ends = consentEnds(asked)
  if (flow.taking.includes(response.state)) return ends
  const due = flow.deadline(response, { subject: content.data, moved: response.moved })
  return due && due.at < ends ? due.at : ends
}

/** What a response needs of a manager here. */
export interface Need {
  readonly side: Side
  /** Who works, and lives here. */
  readonly person: Actor
  /** For whom. */
  readonly client: Case['facts']['author']
  readonly version: number
}

/** Whose manager decides about this response, when he lives here. */
export function managedHere(found: Case): { side: Side; person: Actor } | undefined {
  const { flow, content } = found
  const side = flow.consent && managerSide(flow, flow.consent.moves.yes, content.data)
  const person = side && found[side]
  return side && person?.local === 1 ? { side, person } : undefined
}

/** Undefined: no manager has to say anything now, or he lives elsewhere. */
export async function needOf(ctx: Ctx, found: Case): Promise<Need | undefined> {
  const managed = managedHere(found)
  if (!managed || !found.response) return undefined
  const { standing } = await projected(ctx, found)
  const version = found.flow.ended.includes(standing.state) ? undefined : found.flow.consent?.waiting(standing.data)
  if (version === undefined) return undefined
  return { ...managed, version, client: found.facts[managed.side === 'author' ? 'respondent' : 'author'] }
}

/** The viewer is one of the two, his manager has to say something here, and was not asked yet. */
export async function hasManagerToAsk(ctx: Ctx, responseId: ResponseId): Promise<boolean> {
  const found = await getCaseOf(ctx, responseId)
  const need = await needOf(ctx, found)
  if (!need || ctx.viewer.type !== 'person' || sideOf(ctx.viewer, found) !== need.side) return false
  return (await listConsents(ctx.db, responseId))[0]?.state !== 'asked'
}
