// How a response stands now, for the respondent's plein: only what his side may know.
import type { Ctx } from '../../../core/context.ts'
import { NEW } from '../../../core/flow.ts'
import { type Case, standingOf } from './case.ts'
import { findStep, listSteps } from './rows.ts'
import { responseLimits, stepIdOf, type TurnedDown } from '../rules/response.ts'
import { type Snapshot, snapshotStep } from '../rules/snapshot-object.ts'
import { snapshotFor } from '../rules/taking-over.ts'

/** @param askedIri a step that must be answered, however old */
export async function snapshotOf(ctx: Ctx, found: Case, askedIri?: string): Promise<Snapshot | undefined> {
  const { response, flow, content, author, respondent } = found
  if (!response || response.iri === null || response.state === NEW) return undefined
  const steps = await listSteps(ctx.db, response.id, responseLimits.steps - 1)
  const told = askedIri === undefined || steps.some((step) => step.iri === askedIri)
  const asked = told ? undefined : await findStep(ctx.db, stepIdOf(askedIri))
  const older = asked?.responseId === response.id ? [asked] : []
  const became = [...older, ...steps].flatMap((step) => snapshotStep(step) ?? [])
  const to = { side: 'respondent', steps: became, now: ctx.clock.now() } as const
  return {
    iri: response.iri,
    authorIri: author.iri,
    itemIri: content.iri,
    respondentIri: respondent.iri,
    moved: response.moved,
    ...snapshotFor(flow, standingOf({ flow, response }), to),
  }
}

/** The answer to somebody who may not begin: there is no response, only a step that was refused. */
export function nothingOf(found: Case, refused: TurnedDown, now: string): Snapshot {
  const { flow, content, author, respondent } = found
  const step = {
    iri: refused.stepIri,
    move: flow.wire.moves.Offer,
    maker: 'respondent' as const,
    made: now,
    outcome: 'refused' as const,
    refusal: { code: refused.code, params: refused.params },
    version: null,
  }
  const parties = { authorIri: author.iri, itemIri: content.iri, respondentIri: respondent.iri }
  return { ...parties, iri: null, version: 0, state: NEW, data: {}, moved: now, steps: [step] }
}
