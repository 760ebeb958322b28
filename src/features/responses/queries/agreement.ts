// The agreement of a response as a document (FEP-0837), the same wherever it stands.
import type { Ctx } from '../../../core/context.ts'
import type { JsonObject } from '../../../core/federation.ts'
import { objectIn } from '../../../lib/json.ts'
import type { Response } from '../rules/response.ts'
import { type Case, placesHeard, situationOf, standingOf } from './case.ts'

/** As far as the respondent may know it. Whether it is final is for the caller to know. */
export function agreementOf(ctx: Ctx, found: Case, stepIri: string): JsonObject {
  const { flow } = found
  const at = ctx.clock.now()
  const { state, data } = standingOf(found)
  const standing = { state, data: flow.visible(data, 'respondent', at) as unknown }
  const situation = situationOf(found, { maker: 'author', at, stepIri, placesLeft: placesHeard(found) })
  return flow.wire.agreement(standing, situation)
}

/** The final one, with its id, and that of what is promised in it (FEP-0837 asks for both). */
export function finalAgreement(ctx: Ctx, found: Case & { readonly response: Response }): JsonObject {
  const id = `${ctx.config.origin}/ap/agreements/${found.response.id}`
  const agreement = agreementOf(ctx, found, id)
  // One that is signed keeps every letter.
  if (agreement['proof'] !== undefined || typeof agreement['id'] === 'string') return agreement
  const commitment = objectIn(agreement['stipulates'])
  return {
    ...agreement,
    id,
    attributedTo: found.author.iri,
    ...(commitment ? { stipulates: { id: `${id}#primary`, ...commitment } } : {}),
  }
}
