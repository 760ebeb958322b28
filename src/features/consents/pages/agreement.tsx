// The agreement on one page, for printing: its words, its hash, and the signatures with whether they hold.
import { NotFound } from '../../../core/errors.ts'
import type { Json, JsonObject, KnownActor } from '../../../core/federation.ts'
import type { PageAnswer, PageRequest } from '../../../core/pages.ts'
import { toInstant } from '../../../lib/clock.ts'
import { page, signedIn } from '../../../web/kit.ts'
import { AgreementPaper, type SignatureLine } from '../../../../views/consents/agreement.tsx'
import { organisationsOf } from '../../organisations/index.ts'
import {
  type Case,
  getCaseOf,
  managerSide,
  placesHeard,
  sideOf,
  situationOf,
  standingOf,
} from '../../responses/index.ts'

/** /agreements/:id of the response */
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
  const document = found.flow.wire.agreement({ ...standing, data }, situation)
  const Terms = ctx.kinds.get(found.content.kind).views?.Terms
  const proofs = Array.isArray(document['proof']) ? (document['proof'] as readonly JsonObject[]) : []
  if (!Terms || proofs.length === 0) throw new NotFound('consent.noAgreement')
  const lines = await Promise.all(
    proofs.map(async (proof) =>
      lineOf(request, found, { document, proof, signer: await ctx.proofs.signer(document, proof) }),
    ),
  )
  const organisations = await organisationsOf(
    ctx.db,
    lines.map(({ host }) => host),
  )
  const body = (
    <AgreementPaper
      t={t}
      title={found.content.title}
      back={`/responses/${found.response.id}`}
      iri={String(document['id'] ?? '')}
      hash={ctx.proofs.hash(document)}
      terms={Terms({ t, data })}
      now={now}
      signatures={lines.map((line) => ({ ...line, organisation: organisations.get(line.host)?.name ?? line.host }))}
    />
  )
  return page(t('consent.agreement.title', { title: found.content.title }), body, { current: 'klussen' })
}

function lineOf(
  { t }: PageRequest,
  { flow, content, facts, author, respondent }: Case,
  { proof, signer }: { document: JsonObject; proof: JsonObject; signer: KnownActor | undefined },
): Omit<SignatureLine, 'organisation'> {
  const key = String(proof['verificationMethod'] ?? '')
  const made = { key, at: toInstant(text(proof['created'])) ?? '' }
  const host = signer?.host ?? (URL.canParse(key) ? new URL(key).host : '')
  if (!signer) return { ...made, who: t('consent.agreement.unknown'), host, holds: false }
  const party = [author, respondent].find(({ id }) => id === signer.id)
  if (party) return { ...made, who: party.name, host, holds: true }
  // Only the plein of who works speaks for his manager.
  const side = flow.consent && managerSide(flow, flow.consent.moves.yes, content.data)
  const vouches = signer.type === 'instance' && side !== undefined && signer.host === facts[side].host
  return { ...made, who: t(vouches ? 'consent.agreement.manager' : 'consent.agreement.stranger'), host, holds: vouches }
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
