// Everything about one response that a move may have to know: the item, the two people, how it stands.
import type { Ctx } from '../../../core/context.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Json } from '../../../core/federation.ts'
import type { AnyFlow, Maker, PartyFacts, Situation } from '../../../core/flow.ts'
import type { Content } from '../../../core/kind.ts'
import { plainText } from '../../../lib/html.ts'
import { type ActorId, type ContentId, isId, type ResponseId } from '../../../lib/id.ts'
import { type Actor, findActors } from '../../actors/index.ts'
import { findContent, knownTo } from '../../content/index.ts'
import { findHosts } from '../../instances/index.ts'
import { organisationsOf } from '../../organisations/index.ts'
import { stepIdOf, type Response, type Step } from '../rules/response.ts'
import { nothingYet, type Standpoint } from '../rules/steps.ts'
import { foreseen } from '../rules/taking-over.ts'
import { findRow, findRowOf, findStep, listPending, responseFrom } from './rows.ts'

/** Which plein decides: this one, the author's (which is told and answers), or nobody who speaks as we do. */
export type Authority = 'here' | 'there' | 'nobody'

export interface Case {
  readonly content: Content
  readonly flow: AnyFlow
  readonly author: Actor
  readonly respondent: Actor
  readonly authority: Authority
  /** The respondent's software speaks plain FEP-0837 only, and never spoke otherwise. */
  readonly foreign: boolean
  /** Undefined: there is none yet. */
  readonly response: Response | undefined
  readonly facts: { readonly author: PartyFacts; readonly respondent: PartyFacts }
}

/** @throws NotFound when the item is not there, or is no item that one responds to */
export async function getCase(ctx: Ctx, of: { contentId: ContentId; respondentId: ActorId }): Promise<Case> {
  const content = await findContent(knownTo(ctx), of.contentId)
  const flow = content && ctx.kinds.find(content.kind)?.flow
  if (!content || !flow) throw new NotFound('content.notFound')
  const actors = await findActors(ctx.db, [content.authorId, of.respondentId])
  const author = actors.find((actor) => actor.id === content.authorId)
  const respondent = actors.find((actor) => actor.id === of.respondentId)
  if (!author || respondent?.type !== 'person') throw new NotFound('response.noPerson')
  const row = await findRowOf(ctx.db, of)
  const hosts = [author.host, respondent.host]
  const [organisations, instances] = await Promise.all([organisationsOf(ctx.db, hosts), findHosts(ctx.db, hosts)])
  const response = row && responseFrom(row, flow)
  const known = (actor: Actor) => instances.get(actor.host)
  // A server that did not say yet what it is counts as ours, unless it offered in words that are not ours.
  const plainly = response?.offerIri ? await findStep(ctx.db, stepIdOf(response.offerIri)) : undefined
  const speaksOurs = (actor: Actor) =>
    actor.local === 1 || !!known(actor)?.spokeOurs || (!known(actor)?.software && plainly === undefined)
  const factsOf = ({ iri, name, host }: Actor): PartyFacts => {
    return { iri, name, organisation: organisations.get(host)?.name ?? host, host }
  }
  return {
    content,
    flow,
    author,
    respondent,
    authority: content.local ? 'here' : speaksOurs(author) ? 'there' : 'nobody',
    foreign: !speaksOurs(respondent),
    response,
    facts: { author: factsOf(author), respondent: factsOf(respondent) },
  }
}

/** The other plein knows nothing of our additions. */
export function isPlain({ foreign, authority }: Pick<Case, 'foreign' | 'authority'>): boolean {
  return foreign || authority === 'nobody'
}

/** @throws NotFound */
export async function getCaseOf(ctx: Ctx, id: string): Promise<Case & { readonly response: Response }> {
  const row = isId(id) ? await findRow(ctx.db, id as ResponseId) : undefined
  if (!row) throw new NotFound('response.notFound')
  const found = await getCase(ctx, row)
  if (!found.response) throw new NotFound('response.notFound')
  return { ...found, response: found.response }
}

/** How the response stands; before there is one, how it begins. */
export function standingOf({ flow, response }: Pick<Case, 'flow' | 'response'>): Standpoint {
  if (!response) return nothingYet(flow)
  return { state: response.state, data: response.data, version: response.version }
}

/** What a move may know besides the response itself (core/flow.ts). */
export function situationOf(
  found: Case,
  now: {
    readonly maker: Maker
    readonly at: string
    readonly stepIri: string
    /** As it is inside the transaction; default: as it was read. */
    readonly subject?: unknown
    readonly placesLeft: number
  },
): Situation {
  const { content, facts, foreign } = found
  return {
    subject: now.subject ?? content.data,
    item: {
      iri: content.iri,
      title: content.title,
      text: content.body ?? plainText(content.html),
      url: content.url,
    },
    author: facts.author,
    respondent: facts.respondent,
    now: now.at,
    placesLeft: now.placesLeft,
    foreign,
    stepId: stepIdOf(now.stepIri),
    maker: now.maker,
  }
}

/** Places that are left as far as it is known on a plein that does not decide: what the item last said of itself. */
export function placesHeard({ flow, content, response }: Pick<Case, 'flow' | 'content' | 'response'>): number {
  const said = (content.data as { placesLeft?: unknown } | null)?.placesLeft
  const own = response && flow.taking.includes(response.state) ? 1 : 0
  return (typeof said === 'number' ? said : flow.places(content.data)) + own
}

/** Where it will stand when all own steps that wait are granted, and those steps. */
export async function projected(ctx: Ctx, found: Case): Promise<{ standing: Standpoint; pending: readonly Step[] }> {
  const pending = found.response ? await listPending(ctx.db, found.response.id) : []
  const situation = situationOf(found, {
    maker: 'respondent',
    at: ctx.clock.now(),
    stepIri: found.content.iri,
    placesLeft: placesHeard(found),
  })
  const standing = foreseen(found.flow, { at: standingOf(found), pending: pending.map(stepTaken) }, situation)
  return { standing, pending }
}

/** As the rules know a step. */
export function stepTaken({ id, move, maker, payload, proof }: Step) {
  return { id, move, maker, payload: payload as Json, proof: proof ?? undefined }
}
