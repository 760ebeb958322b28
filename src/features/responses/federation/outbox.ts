// What is said elsewhere about responses: always to the other one only.
import type { Ctx } from '../../../core/context.ts'
import type { ForgetRules, JsonObject, OutboxRules, Outgoing } from '../../../core/federation.ts'
import type { Actor } from '../../actors/index.ts'
import { agreementOf, finalAgreement } from '../queries/agreement.ts'
import { type Case, getCase, getCaseOf, isPlain } from '../queries/case.ts'
import { findMessage } from '../queries/messages.ts'
import { findStep, listPending } from '../queries/rows.ts'
import { nothingOf, snapshotOf } from '../queries/snapshot.ts'
import {
  type Response, type ResponseMoved, type Step, stepIdOf, type StepRefusal, type TurnedDown, type Uninvited,
} from '../rules/response.ts' // prettier-ignore
import { snapshotObject } from '../rules/snapshot-object.ts'
import { stepObject } from '../rules/step-object.ts'

type Said = readonly Outgoing[]
type Known = Case & { readonly response: Response }

export const responsesOutbox: OutboxRules = {
  'response.stepped': (ctx, { payload }) => whenStepped(ctx, payload),
  'response.uninvited': (ctx, { payload, occurred }) => whenUninvited(ctx, payload, occurred),
  'response.moved': (ctx, { payload }) => whenMoved(ctx, payload),
  'response.answered': (ctx, { payload }) => whenAnswered(ctx, payload),
  'response.turnedDown': (ctx, { payload, occurred }) => whenTurnedDown(ctx, payload, occurred),
  'response.messaged': (ctx, { payload }) => whenMessaged(ctx, payload),
  'response.messageAnswered': (ctx, { payload }) => whenMessageAnswered(ctx, payload),
}

/** With the personal parts of a response goes what was sent of it: offers, talk, standings. */
export const responsesForgets: ForgetRules = {
  'response.forgotten': async (ctx, { payload }) => [orderOf(ctx, { id: payload.responseId })],
}

/** From one of the two to the other. All that is said about one response keeps its order. */
function say(
  slot: string,
  about: { from: Actor; to: Actor; objectIri: string },
  activity: { type: string } & JsonObject,
): Said {
  const { from, to, objectIri } = about
  if (from.local !== 1 || to.local === 1) return []
  const { type, ...rest } = activity
  const said = { type, actor: from.iri, to: [to.iri], ...rest }
  return [{ slot, actorId: from.id, objectIri, activity: said, to: { actors: [to.id] } }]
}

/** Where order is kept: not the name on the wire, which the respondent's plein learns later. */
function orderOf(ctx: Ctx, { id }: Pick<Response, 'id'>): string {
  return `${ctx.config.origin}/ap/responses/${id}`
}

// ── the respondent's plein ──────────────────────────────────────────────────────────────────────────────────────

async function whenStepped(ctx: Ctx, told: { responseId: string; stepId: Step['id'] }): Promise<Said> {
  const found = await getCaseOf(ctx, told.responseId)
  const step = await findStep(ctx.db, told.stepId)
  if (!step || step.outcome === 'refused' || found.authority === 'here') return []
  const { flow, respondent, author, response, content } = found
  const about = { from: respondent, to: author, objectIri: orderOf(ctx, response) }
  const { moves } = flow.wire
  const plain = found.authority === 'nobody'
  const waiting = (await listPending(ctx.db, response.id)).filter((one) => one.made < step.made)
  const previousIri = waiting.at(-1)?.iri
  const parts = { itemIri: content.iri, responseIri: response.iri, actorIri: respondent.iri, previousIri }
  const own = plain ? {} : { 'dwv:step': stepObject(step, parts) }
  if (step.move === moves.Offer) return say('step', about, { type: 'Offer', object: offered(ctx, found, step), ...own })
  if (step.move === moves.Undo && response.offerIri) {
    const object = { id: response.offerIri, type: 'Offer', actor: respondent.iri }
    return say('step', about, { type: 'Undo', object, ...own })
  }
  return say('step', about, { type: 'Create', published: step.made, object: stepObject(step, parts) })
}

/** The agreement as he proposes it: his own words, before the item's plein has them. */
function offered(ctx: Ctx, found: Known, step: Step): JsonObject {
  const { flow } = found
  const payload = (step.payload ?? {}) as Readonly<Record<string, unknown>>
  const proposed = { ...(flow.empty as object), ...(found.response.data as object), ...payload }
  const read = flow.schema.safeParse(proposed)
  const data: unknown = read.success ? read.data : found.response.data
  const state = found.response.state
  return agreementOf(ctx, { ...found, response: { ...found.response, state, data } }, step.iri)
}

/** A step that nobody made and that is kept nowhere: the same each time that the same is told. */
async function whenUninvited(ctx: Ctx, told: Uninvited, made: string): Promise<Said> {
  const { flow, author, respondent, content } = await getCase(ctx, told)
  const move = flow.turnsAway
  if (move === undefined) return []
  const iri = `${ctx.config.origin}/ap/steps/${stepIdOf(`${told.iri}#${told.version}`)}`
  const step = { iri, made, move, maker: 'respondent' as const, payload: {}, proof: null }
  const parts = { itemIri: content.iri, responseIri: told.iri, actorIri: respondent.iri, previousIri: undefined }
  const about = { from: respondent, to: author, objectIri: told.iri }
  return say('step', about, { type: 'Create', published: made, object: stepObject(step, parts) })
}

// ── the item's plein ────────────────────────────────────────────────────────────────────────────────────────────

async function whenMoved(ctx: Ctx, moved: ResponseMoved): Promise<Said> {
  const found = await getCaseOf(ctx, moved.responseId)
  const { flow, author, respondent, response, content } = found
  const about = { from: author, to: respondent, objectIri: orderOf(ctx, response) }
  const { moves, accepted } = flow.wire
  const snapshot = found.foreign ? undefined : await snapshotOf(ctx, found)
  const own = snapshot ? { 'dwv:response': snapshotObject(snapshot) } : {}
  const { offerIri } = response
  if (offerIri && moved.after === accepted && moved.before !== accepted)
    return say('own', about, { type: 'Accept', object: offerIri, result: finalAgreement(ctx, found), ...own })
  const isOver = flow.ended.includes(moved.after) && !flow.ended.includes(moved.before)
  const isRefusal = moved.move === moves.Reject || (found.foreign && isOver && !flow.taking.includes(moved.before))
  if (offerIri && isRefusal && moved.byMaker !== 'respondent') {
    const content_ = await reasonOf(ctx, moved)
    return say('own', about, { type: 'Reject', object: offerIri, ...(content_ ? { content: content_ } : {}), ...own })
  }
  if (moved.move === moves.Invite) {
    const invited = { object: content.iri, target: respondent.iri }
    return say('own', about, { type: 'Invite', ...invited, ...own })
  }
  return snapshot ? say('own', about, { type: 'Update', object: snapshotObject(snapshot) }) : []
}

/** The words with which it was refused, for who speaks FEP-0837 only. */
async function reasonOf(ctx: Ctx, moved: ResponseMoved): Promise<string> {
  const step = await findStep(ctx.db, moved.stepId)
  const payload = (step?.payload ?? {}) as Readonly<Record<string, unknown>>
  const words = [payload['words'], payload['reason']].filter((one) => typeof one === 'string' && one !== '')
  return words.join(' · ')
}

async function whenAnswered(ctx: Ctx, asked: { responseId: string; stepIri: string }): Promise<Said> {
  const found = await getCaseOf(ctx, asked.responseId)
  const { author, respondent, response, flow } = found
  const about = { from: author, to: respondent, objectIri: orderOf(ctx, response) }
  if (found.foreign) {
    // All that it understands is how its offer stands.
    if (!response.offerIri || !flow.taking.includes(response.state)) return []
    return say('own', about, { type: 'Accept', object: response.offerIri, result: finalAgreement(ctx, found) })
  }
  const snapshot = await snapshotOf(ctx, found, asked.stepIri)
  return snapshot ? say('own', about, { type: 'Update', object: snapshotObject(snapshot) }) : []
}

async function whenTurnedDown(ctx: Ctx, refused: TurnedDown, occurred: string): Promise<Said> {
  const found = await getCase(ctx, refused)
  const { author, respondent, content } = found
  const about = { from: author, to: respondent, objectIri: `${content.iri}#${respondent.id}` }
  const own = found.foreign ? {} : { 'dwv:response': snapshotObject(nothingOf(found, refused, occurred)) }
  return say('own', about, { type: 'Reject', object: refused.offerIri ?? refused.stepIri, ...own })
}

// ── talk ────────────────────────────────────────────────────────────────────────────────────────────────────────

async function whenMessaged(ctx: Ctx, told: { messageId: string }): Promise<Said> {
  const message = await findMessage(ctx.db, told.messageId)
  if (!message) return []
  const found = await getCaseOf(ctx, message.responseId)
  const { author, respondent, response } = found
  const byAuthor = message.authorId === author.id
  const [from, to] = byAuthor ? [author, respondent] : [respondent, author]
  const object = {
    id: message.iri,
    type: 'Note',
    attributedTo: from.iri,
    to: [to.iri],
    context: response.iri,
    content: message.html,
    ...(message.body === null ? {} : { source: { content: message.body, mediaType: 'text/markdown' } }),
    published: message.created,
    tag: [{ type: 'Mention', href: to.iri, name: `@${to.handle}@${to.host}` }],
  }
  const about = { from, to, objectIri: orderOf(ctx, response) }
  return say('own', about, { type: 'Create', published: message.created, object })
}

/** That it arrived, or why not; who speaks plain FEP-0837 does not wait for that. */
async function whenMessageAnswered(
  ctx: Ctx,
  told: { responseId: string; iri: string; refusal: StepRefusal | null },
): Promise<Said> {
  const found = await getCaseOf(ctx, told.responseId)
  if (isPlain(found)) return []
  const { author, respondent, response } = found
  const [from, to] = author.local === 1 ? [author, respondent] : [respondent, author]
  const about = { from, to, objectIri: orderOf(ctx, response) }
  const { iri: object, refusal } = told
  if (!refusal) return say('own', about, { type: 'Accept', object })
  return say('own', about, { type: 'Reject', object, 'dwv:code': refusal.code, 'dwv:params': refusal.params })
}
