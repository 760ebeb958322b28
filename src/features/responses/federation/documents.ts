// A response and its agreement at their own ids: for the server of the respondent, and for the two in a browser.
import { NotFound } from '../../../core/errors.ts'
import type { Ctx } from '../../../core/context.ts'
import type { DocumentSource, Found } from '../../../core/federation.ts'
import { isId, type StepId } from '../../../lib/id.ts'
import type { Urls } from '../../../lib/urls.ts'
import { finalAgreement } from '../queries/agreement.ts'
import { type Case, getCaseOf } from '../queries/case.ts'
import { findStep } from '../queries/rows.ts'
import { snapshotOf } from '../queries/snapshot.ts'
import type { Response } from '../rules/response.ts'
import { snapshotObject } from '../rules/snapshot-object.ts'
import { sideOf } from '../visibility.ts'

export const responsesDocuments: readonly DocumentSource[] = [
  { path: 'responses/:id', find: (ctx, params) => findDocument(ctx, params['id'] ?? '', responseDocument) },
  { path: 'agreements/:id', find: (ctx, params, _, urls) => findAgreement(ctx, params['id'] ?? '', urls) },
]

type Known = Case & { readonly response: Response }

async function findDocument(
  ctx: Ctx,
  id: string,
  make: (ctx: Ctx, found: Known) => Promise<Found | undefined>,
): Promise<Found | undefined> {
  try {
    const found = await getCaseOf(ctx, id)
    const isHere = found.authority === 'here' && sideOf(ctx.viewer, found) !== undefined
    return isHere ? await make(ctx, found) : undefined
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

async function responseDocument(ctx: Ctx, found: Known): Promise<Found | undefined> {
  const snapshot = await snapshotOf(ctx, found)
  const page = `/responses/${found.response.id}`
  return snapshot && { type: 'document', document: snapshotObject(snapshot), public: false, page }
}

/** Named after the step that made its terms, or after the response; only the one that counts now is there. */
async function findAgreement(ctx: Ctx, id: string, urls: Urls): Promise<Found | undefined> {
  const step = isId(id) ? await findStep(ctx.db, id as StepId) : undefined
  return findDocument(ctx, step?.responseId ?? id, async (_, found) => {
    const { flow, response } = found
    if (!flow.taking.includes(response.state)) return undefined
    const document = finalAgreement(ctx, found)
    if (document['id'] !== `${urls.origin}/ap/agreements/${id}`) return undefined
    return { type: 'document', document, public: false, page: `/responses/${response.id}` }
  })
}
