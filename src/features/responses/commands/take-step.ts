// The item's plein decides: one step, one transaction, one next standing, and never one place too many.
import type { Ctx } from '../../../core/context.ts'
import type { Emit } from '../../../core/events.ts'
import { Conflict, Forbidden, Invalid, NotFound, Refusal, Unavailable } from '../../../core/errors.ts'
import { NEW, type Situation } from '../../../core/flow.ts'
import { newId, type ResponseId } from '../../../lib/id.ts'
import type { Db, Tx } from '../../../platform/db/database.ts'
import { changeData } from '../../content/index.ts'
import { type Case, getCase, situationOf, standingOf } from '../queries/case.ts'
import { countStates, findRowOf, responseFrom } from '../queries/rows.ts'
import { advance, checkDue, managerSide, payloadOf, signingOf, tallyOf } from '../rules/advance.ts'
import type { Standpoint } from '../rules/steps.ts'
import { type Response, stepIdOf, type StepRefusal } from '../rules/response.ts'
import { lockItem } from './lock.ts'
import { type NewStep, putStep } from './put-step.ts'
import { saveResponse } from './save-response.ts'
import { type Signed, signatureOf, type ToSign } from './sign-step.ts'
import type { StepInput } from './step-input.ts'

export interface StepTaken {
  readonly outcome: 'done' | 'refused' | 'repeated'
  readonly responseId: ResponseId | undefined
}

/** How often a step is tried again whose terms changed while it was signed. */
const TRIES = 3

/**
 * Makes a step as the item's own plein. `response.moved` follows. A step that is here already is answered again.
 * @throws Refusal when it is made here; one from elsewhere that is refused is kept (or turned down) and answered.
 *   Unavailable when it must wait for the step before it.
 */
export async function takeStep(ctx: Ctx, input: StepInput): Promise<StepTaken> {
  const iri = input.iri ?? `${ctx.config.origin}/ap/steps/${newId()}`
  for (let attempt = 1; ; attempt++) {
    const found = await getCase(ctx, input)
    if (found.authority !== 'here') throw new NotFound('response.notFound')
    const early = await isEarly(ctx.db, { ...input, iri })
    try {
      checkManager(found, input)
      const ready = { ...input, iri, at: ctx.clock.now(), payload: payloadOf(found.flow, input.move, input.payload) }
      const signed = await signatureOf(ctx, found, ready)
      return await ctx.transaction((tx, emit) => decide({ ctx, tx, emit }, found, { ...ready, signed }))
    } catch (error) {
      if (error instanceof Changed && attempt < TRIES) continue
      if (!(error instanceof Refusal) || error instanceof Unavailable || !input.from) throw error
      // What does not hold yet may hold after the step before it: signatures are checked against how things stand.
      if (early) throw new Unavailable('response.tooEarly')
      return refuse(ctx, { ...input, iri }, { code: error.code, params: error.params })
    }
  }
}

/**
 * Makes steps of somebody here in several responses to one item, all or none; `response.moved` follows for each. A
 * response in which it cannot be made (any more) is left out. Only for moves that sign nothing.
 * @throws Invalid when what they say is not enough
 */
export async function takeSteps(ctx: Ctx, inputs: readonly StepInput[]): Promise<void> {
  const at = ctx.clock.now()
  const steps = await Promise.all(
    inputs.map(async (input) => {
      const found = await getCase(ctx, input)
      const iri = `${ctx.config.origin}/ap/steps/${newId()}`
      const payload = payloadOf(found.flow, input.move, input.payload)
      return { found, ready: { ...input, iri, at, payload, signed: undefined } }
    }),
  )
  await ctx.transaction(async (tx, emit) => {
    for (const { found, ready } of steps) {
      try {
        await decide({ ctx, tx, emit }, found, ready)
      } catch (error) {
        if (error instanceof Invalid || !(error instanceof Refusal)) throw error
      }
    }
  })
}

/** It came before the step that it follows, which nobody here knows yet. */
async function isEarly(db: Db, { iri, from }: StepInput & { readonly iri: string }): Promise<boolean> {
  if (!from?.previousIri) return false
  const ids = [iri, from.previousIri].map(stepIdOf)
  const known = await db.selectFrom('responseStep').select('id').where('id', 'in', ids).executeTakeFirst()
  return known === undefined
}

/** The respondent's plein speaks for his own manager; it has no word in what the author's decides. */
function checkManager({ flow, content }: Case, { maker, move, from }: StepInput): void {
  const isForeign = from !== undefined && maker === 'manager'
  if (isForeign && managerSide(flow, move, content.data) !== 'respondent') throw new Forbidden('response.notYours')
}

/** What was signed is not what would be signed now. */
class Changed extends Conflict {
  override readonly name = 'Conflict'
}

/** A step that can be decided about. */
interface Ready extends StepInput, ToSign {
  readonly iri: string
  readonly payload: unknown
  readonly signed: Signed | undefined
}

interface Work {
  readonly ctx: Ctx
  readonly tx: Tx
  readonly emit: Emit
}

async function decide(work: Work, found: Case, input: Ready): Promise<StepTaken> {
  const { ctx, tx, emit } = work
  const { flow, content } = found
  const json = await lockItem(tx, content.id)
  if (json === undefined) throw new NotFound('content.notFound')
  const subject: unknown = ctx.kinds.get(content.kind).schema.parse(JSON.parse(json))
  const row = await findRowOf(tx, input)
  const before = row && responseFrom(row, flow)
  const repeated = await repeatedStep(work, input, before)
  if (repeated) return repeated
  const counts = await countStates(tx, content.id)
  const others = { ...counts, ...(before ? { [before.state]: (counts[before.state] ?? 1) - 1 } : {}) }
  const { at } = input
  const placesLeft = flow.places(subject) - tallyOf(flow, others).taken
  const situation = situationOf(found, { maker: input.maker, at, stepIri: input.iri, subject, placesLeft })
  const standing = standingOf({ flow, response: before })
  if (input.maker === 'clock') checkDue(flow, before, { move: input.move, subject, now: at })
  const next = advanced(ctx, { flow, standing, situation, input })
  const response = await saveResponse(ctx, tx, { found, before, next, subject, at, offerIri: input.offerIri })
  await putStep(tx, { ...written(input, response.id), version: response.version })
  const tally = tallyOf(flow, { ...others, [next.state]: (others[next.state] ?? 0) + 1 })
  await settle(work, found, { subject, settled: flow.settle(subject, tally, at) as unknown })
  const { move, maker } = input
  const moved = { move, byMaker: maker, before: standing.state, after: next.state, stepId: stepIdOf(input.iri) }
  emit('response.moved', { responseId: response.id, version: response.version, ...moved }, content.id)
  return { outcome: 'done', responseId: response.id }
}

function advanced(
  ctx: Ctx,
  given: { flow: Case['flow']; standing: Standpoint; situation: Situation; input: Ready },
): Standpoint {
  const { flow, standing, situation, input } = given
  const { move, payload, signed } = input
  const signing = signingOf(flow, standing, { move, payload, situation })
  const hash = signing ? ctx.proofs.hash(signing.document) : undefined
  if (hash !== signed?.hash) throw new Changed('response.changedMeanwhile')
  return advance(flow, standing, { move, payload, situation, proof: signed?.proof })
}

/** A step that is here already is told again how it ended; one that came before the step it follows waits. */
async function repeatedStep(
  { tx, emit }: Work,
  input: Ready,
  response: Response | undefined,
): Promise<StepTaken | undefined> {
  if (!input.from) return undefined
  if (await isEarly(tx, input)) throw new Unavailable('response.tooEarly')
  const id = stepIdOf(input.iri)
  const same = await tx.selectFrom('responseStep').select('responseId').where('id', '=', id).executeTakeFirst()
  if (!same) return undefined
  // Its name is of its own server, so it is this respondent's; about another item it counts for nothing.
  if (same.responseId === response?.id)
    emit('response.answered', { responseId: same.responseId, stepIri: input.iri }, input.contentId)
  return { outcome: 'repeated', responseId: response?.id }
}

/** As it is written down. */
function written({ made, at, signed, ...input }: Ready, responseId: ResponseId): NewStep {
  return { ...input, responseId, proof: signed?.proof, made: made ?? at }
}

/** Elsewhere one need only hear of it when the item says something else of itself on the wire. */
async function settle(work: Work, found: Case, given: { subject: unknown; settled: unknown }): Promise<void> {
  const { ctx, tx, emit } = work
  const { content } = found
  if (given.settled === given.subject) return
  const kind = ctx.kinds.get(content.kind)
  const said = (data: unknown) => JSON.stringify(kind.federation.toObject({ ...content, data }))
  const quiet = said(given.subject) === said(given.settled)
  await changeData(ctx, tx, emit, { id: content.id, kind: content.kind, data: given.settled, quiet })
}

/** Kept with the response, so that a repetition gets the same answer; without one, only the answer is sent. */
function refuse(ctx: Ctx, input: StepInput & { iri: string }, refusal: StepRefusal): Promise<StepTaken> {
  const { contentId, respondentId, iri } = input
  return ctx.transaction(async (tx, emit): Promise<StepTaken> => {
    await lockItem(tx, contentId)
    const row = await findRowOf(tx, input)
    if (!row || row.state === NEW) {
      const asked = { contentId, respondentId, stepIri: iri, offerIri: input.offerIri ?? null }
      emit('response.turnedDown', { ...asked, ...refusal }, contentId)
      return { outcome: 'refused', responseId: undefined }
    }
    const known = await tx.selectFrom('responseStep').select('id').where('iri', '=', iri).executeTakeFirst()
    // What was removed does not come back with a step that is refused.
    const isLeftOut = row.forgotten !== null || JSON.stringify(input.payload ?? {}).length > 1000
    const payload = isLeftOut ? {} : input.payload
    const step = written({ ...input, payload, at: ctx.clock.now(), signed: undefined }, row.id)
    if (!known) await putStep(tx, { ...step, version: row.version, refusal })
    emit('response.answered', { responseId: row.id, stepIri: iri }, contentId)
    return { outcome: 'refused', responseId: row.id }
  })
}
