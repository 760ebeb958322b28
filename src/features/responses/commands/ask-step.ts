// The respondent's plein asks: his step is kept and sent, and waits for the word of the item's plein.
import type { Ctx } from '../../../core/context.ts'
import { Conflict } from '../../../core/errors.ts'
import { NEW } from '../../../core/flow.ts'
import type { Instant } from '../../../lib/clock.ts'
import { newId, type ResponseId } from '../../../lib/id.ts'
import { urlsOf } from '../../../lib/urls.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { type Case, getCase, placesHeard, projected, situationOf } from '../queries/case.ts'
import { findRowOf } from '../queries/rows.ts'
import { advance, payloadOf, signingOf } from '../rules/advance.ts'
import { pauseAfter, stepIdOf } from '../rules/response.ts'
import { putStep } from './put-step.ts'
import type { StepInput } from './step-input.ts'

/** Steps that may wait at the same time. */
const MAX_PENDING = 50

/**
 * Keeps a step of somebody here about an item elsewhere, when it would be granted as far as this plein knows.
 * `response.stepped` follows. Where nobody decides in our way, a plain offer (or its taking back) counts at once.
 * @throws Refusal as the item's plein would
 */
export async function askStep(ctx: Ctx, input: StepInput): Promise<ResponseId> {
  const found = await getCase(ctx, input)
  const { flow } = found
  const plain = found.authority === 'nobody'
  if (plain && input.move !== flow.wire.moves.Offer && input.move !== flow.wire.moves.Undo)
    throw new Conflict('response.notThere')
  const iri = `${ctx.config.origin}/ap/steps/${newId()}`
  const at = ctx.clock.now()
  const payload = payloadOf(flow, input.move, input.payload)
  const { standing, pending } = await projected(ctx, found)
  if (pending.length >= MAX_PENDING) throw new Conflict('response.tooManyWaiting')
  const situation = situationOf(found, { maker: input.maker, at, stepIri: iri, placesLeft: placesHeard(found) })
  const attempt = { move: input.move, payload, situation }
  const signing = signingOf(flow, standing, attempt)
  const by = signing?.by === 'instance' ? 'instance' : (input.actorId ?? 'instance')
  const proof = signing ? await ctx.proofs.sign(signing.document, by, at) : undefined
  const next = advance(flow, standing, { ...attempt, proof })
  return ctx.transaction(async (tx, emit) => {
    const responseId = await rowFor(tx, found, at)
    const again = plain ? null : ctx.clock.in(pauseAfter(1))
    await putStep(tx, { ...input, iri, responseId, payload, proof, made: at, again })
    const eventId = emit('response.stepped', { responseId, stepId: stepIdOf(iri) }, found.content.id)
    const offers = input.move === flow.wire.moves.Offer
    // Undo, Accept and Reject name the activity that this event becomes.
    const offerIri = offers ? { offerIri: urlsOf(ctx.config.origin).activityOf(eventId, 'step') } : {}
    const ended: 0 | 1 = flow.ended.includes(next.state) ? 1 : 0
    const moved = plain ? { state: next.state, data: JSON.stringify(next.data), ended } : {}
    await tx
      .updateTable('response')
      // Who comes back after the personal parts were removed leaves new ones.
      .set({ ...offerIri, ...moved, moved: at, forgotten: null })
      .where('id', '=', responseId)
      .execute()
    return responseId
  })
}

/** The row of this response; begun when it is the first step. */
export async function rowFor(tx: Tx, found: Pick<Case, 'content' | 'respondent' | 'flow'>, at: Instant) {
  const { content, respondent, flow } = found
  const of = { contentId: content.id, respondentId: respondent.id }
  await tx
    .insertInto('response')
    .values({
      ...of,
      id: newId<'response'>(),
      iri: null,
      state: NEW,
      version: 0,
      data: JSON.stringify(flow.empty),
      offerIri: null,
      deadline: null,
      ended: 0,
      created: at,
      moved: at,
      heard: null,
    })
    .onConflict((conflict) => conflict.columns(['contentId', 'respondentId']).doNothing())
    .execute()
  const row = await findRowOf(tx, of)
  if (!row) throw new Error('a response that was just written is not there')
  return row.id
}
