// Of each party to an agreement: did he sign it, when, with which key, and does that hold now?
import type { Json, JsonObject, KnownActor } from '../../../core/federation.ts'
import type { PageRequest } from '../../../core/pages.ts'
import { type Instant, toInstant } from '../../../lib/clock.ts'
import type { SignatureLine } from '../../../../views/consents/agreement.tsx'
import { type Case, isPlain, managerSide } from '../../responses/index.ts'

export function proofsOf(document: JsonObject): readonly JsonObject[] {
  return Array.isArray(document['proof']) ? (document['proof'] as readonly JsonObject[]) : []
}

/** A proof of the document; `signer` undefined: it does not hold, or its key cannot be had. */
interface Seal {
  readonly key: string
  readonly at: Instant
  readonly signer: KnownActor | undefined
}

interface Party {
  readonly who: string
  readonly organisation: string
  /** Why there is no signature, when there is none. */
  readonly without: 'missing' | 'cannot' | 'unknown'
  /** Is it his, or does it at least say so? */
  owns(seal: Seal): boolean
}

/** A line for each party, in a fixed order; then what was signed by somebody who is none. */
export async function signatureLines(
  { ctx, t }: PageRequest,
  found: Case,
  document: JsonObject,
): Promise<readonly SignatureLine[]> {
  const seals = await Promise.all(
    proofsOf(document).map(async (proof): Promise<Seal> => {
      const key = String(proof['verificationMethod'] ?? '')
      return { key, at: toInstant(text(proof['created'])) ?? '', signer: await ctx.proofs.signer(document, proof) }
    }),
  )
  const manager = managerOf(found, t('consent.agreement.manager'))
  const parties = [...peopleOf(found), ...(manager ? [manager] : [])]
  const strangers = seals.filter((seal) => !parties.some((party) => party.owns(seal)))
  return [
    ...parties.map((party) => lineOf(party, seals)),
    ...strangers.map(({ key, at, signer }): SignatureLine => {
      const who = t(signer ? 'consent.agreement.stranger' : 'consent.agreement.nobody')
      return { who, organisation: hostIn(key), state: 'fails', key, at }
    }),
  ]
}

function lineOf({ who, organisation, without, owns }: Party, seals: readonly Seal[]): SignatureLine {
  const own = seals.filter(owns)
  const seal = own.find(({ signer }) => signer !== undefined) ?? own[0]
  if (!seal) return { who, organisation, state: without, key: '', at: '' }
  return { who, organisation, state: seal.signer ? 'holds' : 'fails', key: seal.key, at: seal.at }
}

function peopleOf(found: Case): readonly Party[] {
  return (['author', 'respondent'] as const).map((side): Party => {
    const { id, iri, local } = found[side]
    const { name: who, organisation } = found.facts[side]
    return {
      who,
      organisation,
      without: isPlain(found) && local !== 1 ? 'cannot' : 'missing',
      owns: ({ signer, key }) => (signer ? signer.id === id : key.startsWith(`${iri}#`)),
    }
  })
}

/** Only the plein of who works speaks for his manager. */
function managerOf(found: Case, who: string): Party | undefined {
  const { flow, content, facts, author, respondent } = found
  const side = flow.consent && managerSide(flow, flow.consent.moves.yes, content.data)
  if (!side) return undefined
  const { host, organisation } = facts[side]
  const people = [author.iri, respondent.iri]
  return {
    who,
    organisation,
    without: isPlain(found) && found[side].local !== 1 ? 'unknown' : 'missing',
    owns: ({ signer, key }) =>
      signer
        ? signer.type === 'instance' && signer.host === host
        : hostIn(key) === host && !people.some((iri) => key.startsWith(`${iri}#`)),
  }
}

function hostIn(key: string): string {
  return URL.canParse(key) ? new URL(key).host : ''
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
