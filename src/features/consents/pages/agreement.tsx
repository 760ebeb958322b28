// The agreement on one page, for printing: its words, its hash, and the signatures with whether they hold.
import { NotFound } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest } from '../../../core/pages.ts'
import { page, signedIn } from '../../../web/kit.ts'
import { AgreementPaper } from '../../../../views/consents/agreement.tsx'
import { getCaseOf, placesHeard, sideOf, situationOf, standingOf } from '../../responses/index.ts'
import { agreementPath } from '../rules/paths.ts'
import { proofsOf, signatureLines } from './signature-lines.ts'

/** /agreements/:id of the response (?version= of what counted before) */
export async function agreementPage(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { ctx, t, params } = request
  const found = await getCaseOf(ctx, params['id'] ?? '')
  const side = sideOf(ctx.viewer, found)
  if (!side) throw new NotFound('response.notFound')
  const now = ctx.clock.now()
  const standing = standingOf(found)
  const data = found.flow.visible(standing.data, side, now) as unknown
  const situation = situationOf(found, {
    maker: side,
    at: now,
    stepIri: found.content.iri,
    placesLeft: placesHeard(found),
  })
  const all = found.flow.agreements?.(data) ?? []
  const { version: asked } = request.query
  const chosen = asked === undefined ? undefined : all.find(({ version }) => String(version) === asked)
  if (asked !== undefined && !chosen) throw new NotFound('consent.noAgreement')
  const document = chosen?.document ?? found.flow.wire.agreement({ ...standing, data }, situation)
  const Terms = ctx.kinds.get(found.content.kind).views?.Terms
  if (!Terms || proofsOf(document).length === 0) throw new NotFound('consent.noAgreement')
  const lines = await signatureLines(request, found, document)
  const body = (
    <AgreementPaper
      t={t}
      title={found.content.title}
      back={`/responses/${found.response.id}`}
      iri={String(document['id'] ?? '')}
      hash={ctx.proofs.hash(document)}
      terms={Terms({ t, data, version: chosen?.version })}
      now={now}
      signatures={lines}
      versions={all.map(({ version }) => ({ version, href: `${agreementPath(found.response.id)}?version=${version}` }))}
      shown={chosen?.version ?? all.at(-1)?.version}
    />
  )
  return page(t('consent.agreement.title', { title: found.content.title }), body, { current: 'klussen' })
}
