// Rows of responses and steps as the house sees them.
import type { Selectable } from 'kysely'
import type { JsonObject } from '../../../core/federation.ts'
import type { AnyFlow } from '../../../core/flow.ts'
import type { ActorId, ContentId, ResponseId, StepId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import type { Response, Step, StepRefusal } from '../rules/response.ts'
import type { ResponseStepTable, ResponseTable } from '../tables.ts'

type ResponseRow = Selectable<ResponseTable>

/** @throws Error when what is kept is not by the flow's schema */
export function responseFrom(row: ResponseRow, flow: AnyFlow): Response {
  return { ...row, data: flow.schema.parse(JSON.parse(row.data)), ended: row.ended === 1 }
}

/** A row with its JSON parsed. */
export function stepFrom(row: Selectable<ResponseStepTable>): Step {
  const { sendAgain: _, ...rest } = row
  return {
    ...rest,
    payload: JSON.parse(row.payload) as unknown,
    proof: row.proof === null ? null : (JSON.parse(row.proof) as JsonObject),
    refusal: row.refusal === null ? null : (JSON.parse(row.refusal) as StepRefusal),
  }
}

/** Rows are found whoever looks: the caller checks that the viewer is one of the two. */
export function findRow(db: Db, id: ResponseId): Promise<ResponseRow | undefined> {
  return db.selectFrom('response').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Those of these ids that there are, in no order. */
export async function findRows(db: Db, ids: readonly ResponseId[]): Promise<ResponseRow[]> {
  if (ids.length === 0) return []
  return db.selectFrom('response').selectAll().where('id', 'in', ids).execute()
}

/** The response of this person to this item. */
export function findRowOf(
  db: Db,
  of: { contentId: ContentId; respondentId: ActorId },
): Promise<ResponseRow | undefined> {
  return db
    .selectFrom('response')
    .selectAll()
    .where('contentId', '=', of.contentId)
    .where('respondentId', '=', of.respondentId)
    .executeTakeFirst()
}

/** By its id on the wire. */
export function findRowByIri(db: Db, iri: string): Promise<ResponseRow | undefined> {
  return db.selectFrom('response').selectAll().where('iri', '=', iri).executeTakeFirst()
}

/** By the activity with which it was offered. */
export function findRowByOffer(db: Db, offerIri: string): Promise<ResponseRow | undefined> {
  return db.selectFrom('response').selectAll().where('offerIri', '=', offerIri).executeTakeFirst()
}

/** Steps of one response, in the order in which they were made; the newest `limit`. */
export async function listSteps(db: Db, responseId: ResponseId, limit: number): Promise<Step[]> {
  const rows = await db
    .selectFrom('responseStep')
    .selectAll()
    .where('responseId', '=', responseId)
    .orderBy('made', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.toReversed().map(stepFrom)
}

/** By the id that is made of its name on the wire (`stepIdOf`). */
export async function findStep(db: Db, id: StepId): Promise<Step | undefined> {
  const row = await db.selectFrom('responseStep').selectAll().where('id', '=', id).executeTakeFirst()
  return row && stepFrom(row)
}

/** Own steps that the item's plein did not answer yet, oldest first. */
export async function listPending(db: Db, responseId: ResponseId): Promise<Step[]> {
  const rows = await db
    .selectFrom('responseStep')
    .selectAll()
    .where('responseId', '=', responseId)
    .where('outcome', '=', 'pending')
    .orderBy('made')
    .orderBy('id')
    .execute()
  return rows.map(stepFrom)
}

/** How many responses of an item are in which state. */
export async function countStates(
  db: Db,
  contentId: ContentId,
  exceptId?: ResponseId,
): Promise<Readonly<Record<string, number>>> {
  let query = db
    .selectFrom('response')
    .select((eb) => ['state', eb.fn.countAll().as('count')])
    .where('contentId', '=', contentId)
  if (exceptId) query = query.where('id', '!=', exceptId)
  const rows = await query.groupBy('state').execute()
  return Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]))
}
