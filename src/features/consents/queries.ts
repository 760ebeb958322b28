// Reads of consents: of a response, of a person, those that wait; and what a response needs of a manager now.
import type { Selectable } from 'kysely'
import type { Ctx } from '../../core/context.ts'
import type { Side } from '../../core/flow.ts'
import type { Instant } from '../../lib/clock.ts'
import { type ActorId, isId, type ResponseId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import type { Actor } from '../actors/index.ts'
import { type Case, managerSide, projected } from '../responses/index.ts'
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
  return db
    .selectFrom('consent')
    .selectAll()
    .where('state', '=', 'asked')
    .where('asked', '<=', before)
    .orderBy('asked')
    .limit(limit)
    .execute()
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
