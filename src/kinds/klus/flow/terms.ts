// The terms of the agreement: made once, frozen, and written as one document that is the same on both pleinen.
import { Invalid } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/federation.ts'
import type { FieldSpec } from '../../../core/kind.ts'
import { z } from '../../../lib/schema.ts'
import { klusLimits, termsOfLoan } from '../rules.ts'
import { hours, maybeDay, maybeHours, maybeLoan, mostHours, mostHoursPerWeek, words } from './fields.ts'
import { workerOf } from './roles.ts'
import type { KlusResponse, KlusSituation, SignedBy, Terms, TermsFacts } from './standing.ts'

/** What the client or owner fills in; the rest of the terms comes from the klus. */
export const termsPayload = z.object({
  hours: hours(mostHours),
  hoursPerWeek: maybeHours(mostHoursPerWeek),
  starts: maybeDay,
  ends: maybeDay,
  loan: maybeLoan,
  conditions: words(klusLimits.text),
})
export type TermsPayload = z.output<typeof termsPayload>

export const termsFields: readonly FieldSpec[] = [
  { name: 'hours', type: 'number', required: true, min: 0.25, max: mostHours },
  { name: 'hoursPerWeek', type: 'number', min: 0.25, max: mostHoursPerWeek },
  { name: 'starts', type: 'date' },
  { name: 'ends', type: 'date' },
  { name: 'loan', type: 'choice', options: termsOfLoan },
  { name: 'conditions', type: 'text', max: klusLimits.text },
]

/** The version that counts now. */
export function termsInForce({ terms }: Pick<KlusResponse, 'terms'>): Terms | undefined {
  return terms.findLast(({ inForce }) => inForce !== undefined)
}

/** The version that waits for signatures. */
export function termsPending({ terms }: Pick<KlusResponse, 'terms'>): Terms | undefined {
  const last = terms.at(-1)
  return last && last.inForce === undefined ? last : undefined
}

/** Terms without those that never counted. */
export function withoutPending(data: KlusResponse): KlusResponse {
  return { ...data, terms: data.terms.filter(({ inForce }) => inForce !== undefined) }
}

/** What is typed, over what the klus (a first offer) or the terms before (a change) say. */
export function factsFrom(payload: TermsPayload, before: Terms | undefined, situation: KlusSituation): TermsFacts {
  if (payload.starts && payload.ends && payload.ends < payload.starts) {
    throw new Invalid({ ends: { code: 'klus.termsEndBeforeStart' } })
  }
  const fixed = before ? unchanging(before.facts) : fromKlus(situation)
  const consent = consentUnknown(situation) ? ('unknown' as const) : undefined
  return withoutEmpty({ ...fixed, ...payload, conditions: payload.conditions || undefined, consent })
}

/** Of a worker whose server speaks plain FEP-0837 only, no manager can be asked. */
export function consentUnknown({ foreign, subject }: Pick<KlusSituation, 'foreign' | 'subject'>): boolean {
  return foreign && workerOf(subject) === 'respondent'
}

/** What the two agreed on before does not change because somebody edits the klus. */
function unchanging(facts: TermsFacts): Omit<TermsFacts, 'hours'> {
  const { hours: _, hoursPerWeek: __, starts: ___, ends: ____, loan: _____, conditions: ______, ...rest } = facts
  return rest
}

function fromKlus({ subject, item, author, respondent }: KlusSituation): Omit<TermsFacts, 'hours'> {
  return {
    klus: item.iri,
    url: item.url,
    title: item.title,
    text: item.text,
    result: subject.result,
    where: subject.where,
    place: subject.place || undefined,
    guidance: subject.guidance || undefined,
    worker: workerOf(subject),
    author: { ...author },
    respondent: { ...respondent },
  }
}

/** Undefined members leave no trace in JSON, and so not in a signed document. */
function withoutEmpty(facts: TermsFacts): TermsFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as TermsFacts
}

/** Id of the agreement on the wire: below the klus's plein, named after the step that made it. */
export function agreementIri(klusIri: string, stepId: string): string {
  return `${new URL(klusIri).origin}/ap/agreements/${stepId}`
}

/** A version that nobody signed yet. */
export function nextTerms(
  data: KlusResponse,
  facts: TermsFacts,
  { stepId, now, maker }: Pick<KlusSituation, 'stepId' | 'now' | 'maker'>,
): Terms {
  const by: SignedBy = maker === 'clock' ? 'author' : maker
  return {
    version: data.versions + 1,
    iri: agreementIri(facts.klus, stepId),
    facts,
    made: now,
    by,
    signatures: {},
  }
}

/** What its form begins with. */
export function termsInitial(
  data: KlusResponse,
  { subject }: Pick<KlusSituation, 'subject'>,
): Readonly<Record<string, string>> {
  const now = (termsPending(data) ?? termsInForce(data))?.facts
  const text = (value: string | number | undefined) => (value === undefined ? '' : String(value))
  return {
    hours: text(now ? now.hours : (data.hoursOffered ?? subject.hoursTotal)),
    hoursPerWeek: text(now ? now.hoursPerWeek : subject.hoursPerWeek),
    starts: text(now ? now.starts : subject.starts),
    ends: text(now ? now.ends : subject.ends),
    loan: text(now ? now.loan : subject.loan),
    conditions: text(now ? now.conditions : subject.conditions),
  }
}

/** Terms of JSON-LD that a reader of the document needs; part of what is signed. */
const CONTEXT: JsonObject['@context'] = [
  'https://www.w3.org/ns/activitystreams',
  'https://w3id.org/security/data-integrity/v2',
  {
    vf: 'https://w3id.org/valueflows/ont/vf#',
    om2: 'http://www.ontology-of-units-of-measure.org/resource/om-2/',
    dwv: 'https://w3id.org/dwarsverband/ns#',
    Agreement: 'vf:Agreement',
    Commitment: 'vf:Commitment',
    stipulates: 'vf:stipulates',
    satisfies: { '@id': 'vf:satisfies', '@type': '@id' },
    resourceQuantity: 'vf:resourceQuantity',
    hasUnit: 'om2:hasUnit',
    hasNumericalValue: 'om2:hasNumericalValue',
  },
]

/** The agreement as it is signed (FEP-0837, with additions of our own), from the frozen facts alone. */
export function termsDocument({ version, iri, facts }: Pick<Terms, 'version' | 'iri' | 'facts'>): JsonObject {
  return {
    '@context': CONTEXT,
    id: iri,
    type: 'Agreement',
    attributedTo: facts.author.iri,
    name: facts.title,
    content: facts.text,
    url: facts.url,
    stipulates: {
      id: `${iri}#primary`,
      type: 'Commitment',
      satisfies: `${facts.klus}#primary`,
      resourceQuantity: { hasUnit: 'hour', hasNumericalValue: String(facts.hours) },
    },
    'dwv:version': version,
    'dwv:worker': facts.worker,
    'dwv:author': party(facts.author),
    'dwv:respondent': party(facts.respondent),
    'dwv:result': facts.result,
    'dwv:where': facts.where,
    ...optional(facts),
  }
}

function party({ iri, name, organisation }: TermsFacts['author']): JsonObject {
  return { id: iri, name, 'dwv:organisation': organisation }
}

const OPTIONAL = [
  'hoursPerWeek',
  'starts',
  'ends',
  'place',
  'loan',
  'conditions',
  'guidance',
  'managerConditions',
  'consent',
] as const

function optional(facts: TermsFacts): JsonObject {
  return Object.fromEntries(
    OPTIONAL.flatMap((name) => (facts[name] === undefined ? [] : [[`dwv:${name}`, facts[name]]])),
  )
}

/** What binds the respondent, with his signature. */
export function signedByRespondent(data: Pick<KlusResponse, 'terms'>, klusIri: string) {
  const terms = termsInForce(data)
  const proof = terms?.signatures.respondent?.proof
  return proof && terms.facts.klus === klusIri
    ? { document: termsDocument(terms), proof: proof as JsonObject }
    : undefined
}

/** All versions that ever counted, oldest first. */
export function agreementsIn({ terms }: Pick<KlusResponse, 'terms'>) {
  return terms
    .filter(({ inForce }) => inForce !== undefined)
    .map((one) => ({ version: one.version, document: signedDocument(one) }))
}

/** The document with all signatures on it, as a proof set (FEP-8b32; VC Data Integrity §2.1.1). */
export function signedDocument(terms: Terms): JsonObject {
  const proofs = (['author', 'respondent', 'manager'] as const).flatMap((who) => terms.signatures[who]?.proof ?? [])
  return { ...termsDocument(terms), proof: proofs as unknown as JsonObject }
}
