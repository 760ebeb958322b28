// The respondent's plein hears how things stand: the newest version counts, answers to own steps always.
import type { Ctx } from '../../../core/context.ts'
import type { Emit } from '../../../core/events.ts'
import { Conflict, NotFound } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/federation.ts'
import type { AnyFlow, Standing } from '../../../core/flow.ts'
import type { ActorId, ContentId, ResponseId, StepId } from '../../../lib/id.ts'
import { sameOrigin } from '../../../lib/iri.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { type Case, getCase, getCaseOf, standingOf } from '../queries/case.ts'
import { findRow, responseFrom } from '../queries/rows.ts'
import { stepIdOf } from '../rules/response.ts'
import { applySnapshot, type Own } from '../rules/taking-over.ts'
import { readSnapshot, type Snapshot, type SnapshotStep } from '../rules/snapshot-object.ts'
import { rowFor } from './ask-step.ts'

/**
 * Takes over what the item's plein tells. The caller has checked that its author said it. `response.heard` follows
 * when something is new. In any order, any number of times, it ends in the same.
 * @throws NotFound when it is about nothing here, Conflict when it cannot be read
 */
export async function hearSnapshot(
  ctx: Ctx,
  of: { contentId: ContentId; respondentId: ActorId },
  snapshot: Snapshot,
): Promise<ResponseId> {
  const found = await getCase(ctx, of)
  const { flow, author } = found
  if (found.authority !== 'there' || found.respondent.local !== 1) throw new NotFound('response.notFound')
  const isNothing = snapshot.version === 0
  const data = flow.schema.safeParse(snapshot.data)
  if (!isNothing && (!data.success || !flow.states.includes(snapshot.state) || snapshot.iri === null))
    throw new Conflict('response.unreadable')
  if (snapshot.iri !== null && !sameOrigin(snapshot.iri, author.iri)) throw new Conflict('response.unreadable')
  if (isNothing && !found.response) throw new NotFound('response.notFound')
  if (!isNothing) await checkBound(ctx, found, { state: snapshot.state, data: data.data })
  const now = ctx.clock.now()
  return ctx.transaction(async (tx, emit) => {
    const id = await rowFor(tx, found, now)
    const row = await held(tx, id)
    if (row.iri !== null && snapshot.iri !== null && row.iri !== snapshot.iri) throw new Conflict('response.unreadable')
    const before = standingOf({ flow, response: responseFrom(row, flow) })
    const told = new Map(snapshot.steps.map((step) => [stepIdOf(step.iri), step]))
    const known = await knownSteps(tx, id, told)
    const own = known.filter((step) => step.responseId === id)
    const given = { state: snapshot.state, data: data.data, version: snapshot.version, steps: told }
    const { at, settled } = applySnapshot({ at: before, own }, given)
    const { state, version, ...next } = at
    const newer = version > before.version
    const { iri } = snapshot
    const ended: 0 | 1 = flow.ended.includes(state) ? 1 : 0
    // A moment that is yet to come would keep it for ever.
    const moved = snapshot.moved < now ? snapshot.moved : now
    const standing = newer ? { state, version, ended, data: JSON.stringify(next.data), moved, forgotten: null } : {}
    const named = iri === null ? {} : { iri, heard: now }
    await tx
      .updateTable('response')
      .set({ ...standing, ...named, deadline: null })
      .where('id', '=', id)
      .execute()
    const refused = await settle(tx, settled)
    await putTold(tx, { id, found }, snapshot.steps, known)
    const last = snapshot.steps.filter((step) => step.version === version && step.outcome === 'done').at(-1)
    const by = newer ? { move: last?.move ?? null, byMaker: last?.maker ?? null } : { move: null, byMaker: null }
    if (newer || refused.length > 0) {
      const heard = { responseId: id, before: row.state, after: state, version, ...by, refused }
      emit('response.heard', heard, found.content.id)
    }
    return id
  })
}

/** Nobody here is bound to what he did not sign himself, whatever the other plein says. @throws Conflict */
async function checkBound(ctx: Ctx, { flow, content, respondent, response }: Case, told: Standing): Promise<void> {
  const wasBound = response !== undefined && flow.taking.includes(response.state)
  if (!flow.signed || wasBound || !flow.taking.includes(told.state)) return
  const signed = flow.signed(told.data, content.iri)
  const signer = signed && (await ctx.proofs.signer(signed.document, signed.proof))
  if (signer?.id !== respondent.id) throw new Conflict('response.notSigned')
}

/**
 * The same for a document that was fetched at its own id. @returns undefined when it is about nothing here
 */
export async function hearDocument(ctx: Ctx, id: ResponseId, document: unknown): Promise<ResponseId | undefined> {
  const snapshot = readSnapshot(document)
  const { author, content, respondent, response } = await getCaseOf(ctx, id)
  const isSame = snapshot?.iri === response.iri && snapshot.itemIri === content.iri
  if (!isSame || snapshot.authorIri !== author.iri || snapshot.respondentIri !== respondent.iri) return undefined
  return hearSnapshot(ctx, { contentId: content.id, respondentId: respondent.id }, snapshot)
}

/** The row, which nobody else changes until the end of this transaction. */
async function held(tx: Tx, id: ResponseId) {
  await tx
    .updateTable('response')
    .set((eb) => ({ version: eb.ref('version') }))
    .where('id', '=', id)
    .execute()
  const row = await findRow(tx, id)
  if (!row) throw new Error('a response went away while it was held')
  return row
}

interface KnownStep extends Own {
  readonly responseId: ResponseId
}

/** Steps that are here already: those that are told of, and what waits for word; oldest first. */
async function knownSteps(
  tx: Tx,
  id: ResponseId,
  told: ReadonlyMap<StepId, SnapshotStep>,
): Promise<readonly KnownStep[]> {
  if (told.size === 0) return []
  return tx
    .selectFrom('responseStep')
    .select(['id', 'outcome', 'responseId'])
    .where((eb) =>
      eb.or([eb('id', 'in', [...told.keys()]), eb.and([eb('responseId', '=', id), eb('outcome', '=', 'pending')])]),
    )
    .orderBy('made')
    .orderBy('id')
    .execute()
}

/** Writes down what became of own steps. @returns those that were refused */
async function settle(
  tx: Tx,
  settled: readonly { readonly step: KnownStep; readonly became: SnapshotStep }[],
): Promise<StepId[]> {
  for (const { step, became } of settled) {
    const { outcome, refusal, version } = became
    await tx
      .updateTable('responseStep')
      .set({ outcome, refusal: refusal ? JSON.stringify(refusal) : null, version, sendAgain: null })
      .where('id', '=', step.id)
      .execute()
  }
  return settled.flatMap(({ step, became }) => (became.outcome === 'refused' ? [step.id] : []))
}

/** Made there, so that the history is whole on both sides; a name of another server is nobody's to give. */
async function putTold(
  tx: Tx,
  of: { id: ResponseId; found: Case },
  told: readonly SnapshotStep[],
  known: readonly KnownStep[],
): Promise<void> {
  const { author } = of.found
  const here = new Set(known.map((step) => step.id))
  for (const { iri, move, maker, made, outcome, version } of told) {
    const id = stepIdOf(iri)
    if (here.has(id) || !sameOrigin(iri, author.iri)) continue
    const step = { id, iri, move, maker, made, outcome, version, payload: '{}', proof: null, refusal: null }
    const actorId = maker === 'author' ? author.id : null
    await tx
      .insertInto('responseStep')
      .values({ ...step, responseId: of.id, actorId, tries: 0, sendAgain: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

/**
 * A foreign author accepted or refused what somebody here offered (FEP-0837). Once the offer was taken back or has
 * ended, it changes nothing. `response.heard` follows.
 */
export async function hearForeign(
  ctx: Ctx,
  of: { contentId: ContentId; respondentId: ActorId; offerIri: string },
  said: { accepted: JsonObject } | { rejected: string },
): Promise<void> {
  const found = await getCase(ctx, of)
  const { flow } = found
  if (found.authority !== 'nobody' || found.respondent.local !== 1) throw new NotFound('response.notFound')
  await ctx.transaction(async (tx, emit) => {
    const row = found.response && (await held(tx, found.response.id))
    if (!row || row.offerIri !== of.offerIri || row.ended === 1) return
    const before = standingOf({ flow, response: responseFrom(row, flow) })
    if (flow.taking.includes(before.state)) return
    await putForeign(tx, emit, { flow, found, row, before, next: answeredBy(flow, before, said, ctx.clock.now()) })
  })
}

function answeredBy(
  flow: AnyFlow,
  before: Standing,
  said: { accepted: JsonObject } | { rejected: string },
  now: string,
): Standing {
  return 'accepted' in said
    ? flow.wire.accept(before, said.accepted, now)
    : flow.wire.reject(before, said.rejected.slice(0, 2000), now)
}

async function putForeign(
  tx: Tx,
  emit: Emit,
  given: {
    flow: AnyFlow
    found: Case
    row: { id: ResponseId; version: number }
    before: Standing
    next: Standing
  },
): Promise<void> {
  const { flow, found, row, before, next } = given
  const version = row.version + 1
  const ended: 0 | 1 = flow.ended.includes(next.state) ? 1 : 0
  await tx
    .updateTable('response')
    .set({ state: next.state, data: JSON.stringify(next.data), version, ended })
    .where('id', '=', row.id)
    .execute()
  const move = next.state === flow.wire.accepted ? null : flow.wire.moves.Reject
  const heard = { responseId: row.id, before: before.state, after: next.state, version, refused: [] }
  emit('response.heard', { ...heard, move, byMaker: 'author' }, found.content.id)
}
