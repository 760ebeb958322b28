// Offering, signing, consenting, and changing what was agreed: three signatures put a version of the terms in force.
import { Conflict } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/federation.ts'
import type { Signing } from '../../../core/flow.ts'
import { z } from '../../../lib/schema.ts'
import { ended } from './ending.ts'
import { flag, moveLimits, version, wordsNeeded } from './fields.ts'
import { withinTerms } from './hours.ts'
import { byAuthor, byBoth, byClient, byManager, sideOf, workerOf } from './roles.ts'
import type { KlusMove, KlusResponse, KlusSituation, KlusStanding, SignedBy, Terms } from './standing.ts'
import { holdsPlace } from './states.ts'
import {
  consentUnknown,
  factsFrom,
  nextTerms,
  termsDocument,
  termsFields,
  termsInForce,
  termsInitial,
  termsPayload,
  type TermsPayload,
  termsPending,
  withoutPending,
} from './terms.ts'

const signers = ['author', 'respondent', 'manager'] as const
type Signed = KlusSituation & { readonly proof?: JsonObject }

/** Signatures that a version still needs. */
export function missingSignatures({ signatures }: Pick<Terms, 'signatures'>): readonly SignedBy[] {
  return signers.filter((who) => signatures[who] === undefined)
}

/**
 * Who speaks plain FEP-0837 signs nothing, and nobody asks his manager: his Offer and our Accept are all there is. The
 * manager of a worker of ours is asked all the same.
 */
function neededSignatures({ foreign, subject }: KlusSituation): readonly SignedBy[] {
  if (!foreign) return signers
  return workerOf(subject) === 'author' ? ['author', 'manager'] : ['author']
}

// ── new terms ───────────────────────────────────────────────────────────────────────────────────────────────────

function offered({ data }: KlusStanding, payload: TermsPayload, situation: KlusSituation): Terms {
  return nextTerms(data, factsFrom(payload, undefined, situation), situation)
}

/** The first terms, or others in their place. */
export const offer: KlusMove<TermsPayload> = {
  offered: ({ state }) => (state === 'in_talks' ? 'first' : 'besides'),
  from: ['interested', 'in_talks', 'offered'],
  by: byAuthor,
  payload: termsPayload,
  fields: termsFields,
  initial: ({ data }, situation) => termsInitial(data, situation),
  caution: (_, situation) => (consentUnknown(situation) ? 'klus.caution.consentUnknown' : undefined),
  signs: (at, payload, situation) => ({ document: termsDocument(offered(at, payload, situation)), by: 'maker' }),
  apply(at, payload, situation) {
    if (situation.placesLeft < 1) throw new Conflict('klus.full')
    return withTerms(at, offered(at, payload, situation), situation)
  },
}

function amended({ data }: KlusStanding, payload: TermsPayload, situation: KlusSituation): Terms {
  const facts = factsFrom(payload, termsInForce(data), situation)
  const next = nextTerms(data, facts, situation)
  withinTerms(data, next)
  return next
}

/** Other terms while it goes on; the old ones count until all three have signed again. */
export const amend: KlusMove<TermsPayload> = {
  from: ['agreed', 'running'],
  by: byClient,
  payload: termsPayload,
  fields: termsFields,
  initial: ({ data }, situation) => termsInitial(data, situation),
  signs: (at, payload, situation) => ({ document: termsDocument(amended(at, payload, situation)), by: 'maker' }),
  fits: (_, { foreign }) => !foreign,
  apply: (at, payload, situation) => withTerms(at, amended(at, payload, situation), situation),
}

/** The version put in the place of one that waits, with the signature of who made it. */
function withTerms(at: KlusStanding, terms: Terms, situation: Signed): KlusStanding {
  const state = holdsPlace(at.state) ? at.state : 'offered'
  const data = { ...withoutPending(at.data), versions: terms.version }
  return signed({ state, data: { ...data, terms: [...data.terms, terms] } }, situation)
}

// ── signing ─────────────────────────────────────────────────────────────────────────────────────────────────────

interface OfVersion {
  readonly version: number
}

/** @throws Conflict when nothing waits, or other terms than he had before him */
function pendingOf(data: KlusResponse, { version: seen }: OfVersion): Terms {
  const terms = termsPending(data)
  if (!terms) throw new Conflict('klus.nothingToSign')
  if (terms.version !== seen) throw new Conflict('klus.termsChanged')
  return terms
}

/** Nobody signs what is about another klus or between others, whatever another plein put there. */
function toSign(data: KlusResponse, payload: OfVersion, situation: KlusSituation): JsonObject | null {
  const terms = termsPending(data)
  return terms?.version === payload.version && isBetween(terms, situation) ? termsDocument(terms) : null
}

function isBetween({ facts }: Terms, { item, author, respondent }: KlusSituation): boolean {
  return facts.klus === item.iri && facts.author.iri === author.iri && facts.respondent.iri === respondent.iri
}

function waitsFor(who: SignedBy, { data }: Pick<KlusStanding, 'data'>): boolean {
  const terms = termsPending(data)
  return terms !== undefined && terms.signatures[who] === undefined
}

function seenVersion({ data }: KlusStanding): Readonly<Record<string, string>> {
  return { version: String(termsPending(data)?.version ?? '') }
}

export const sign: KlusMove<OfVersion> = {
  offered: 'first',
  from: ['offered', 'agreed', 'running'],
  by: byBoth,
  payload: z.object({ version }),
  initial: seenVersion,
  signs: ({ data }, payload, situation) => ({ document: toSign(data, payload, situation), by: 'maker' }),
  fits: (at, { maker }) => waitsFor(sideOf(maker), at),
  apply(at, payload, situation) {
    pendingOf(at.data, payload)
    return signed(at, situation)
  },
}

/** Puts the maker's signature on the version that waits; the last one puts it in force. */
function signed(at: KlusStanding, situation: Signed): KlusStanding {
  const { maker, proof, now } = situation
  const terms = termsPending(at.data)
  if (!terms || maker === 'clock') throw new Conflict('klus.nothingToSign')
  if (terms.signatures[maker]) throw new Conflict('klus.signedAlready')
  if (!proof) throw new Conflict('klus.proofMissing')
  const signature = { proof: proof as Record<string, never>, at: now }
  const next = { ...terms, signatures: { ...terms.signatures, [maker]: signature } }
  const standing = { ...at, data: { ...at.data, terms: [...at.data.terms.slice(0, -1), next] } }
  const complete = missingSignatures(next).every((who) => !neededSignatures(situation).includes(who))
  return complete ? inForce(standing, next, situation) : standing
}

function inForce(at: KlusStanding, terms: Terms, situation: KlusSituation): KlusStanding {
  if (!holdsPlace(at.state) && situation.placesLeft < 1) {
    return ended(at, 'declined', { move: 'full', reason: 'full' }, situation)
  }
  withinTerms(at.data, terms)
  const counting = { ...terms, inForce: situation.now }
  const data = { ...at.data, terms: [...at.data.terms.slice(0, -1), counting] }
  return { state: holdsPlace(at.state) ? at.state : 'agreed', data }
}

// ── the worker's manager ────────────────────────────────────────────────────────────────────────────────────────

const managed = { by: byManager, managerOf: workerOf } as const
const byInstance = (document: JsonObject | null): Signing => ({ document, by: 'instance' })

/** The version that waits for his word. */
export function waitingForManager(data: KlusResponse): number | undefined {
  return waitsFor('manager', { data }) ? termsPending(data)?.version : undefined
}

export const consent: KlusMove<OfVersion> = {
  ...managed,
  offered: 'within',
  from: ['offered', 'agreed', 'running'],
  payload: z.object({ version }),
  initial: seenVersion,
  signs: ({ data }, payload, situation) => byInstance(toSign(data, payload, situation)),
  fits: (at) => waitsFor('manager', at),
  apply(at, payload, situation) {
    pendingOf(at.data, payload)
    return signed(at, situation)
  },
}

interface Conditions extends OfVersion {
  readonly words: string
}

function conditioned({ data }: KlusStanding, { words, version: seen }: Conditions, situation: KlusSituation): Terms {
  const facts = { ...pendingOf(data, { version: seen }).facts, managerConditions: words }
  return nextTerms(data, facts, situation)
}

/** Yes, if …: the conditions become part of the terms, which the two then sign with them in it. */
export const setConditions: KlusMove<Conditions> = {
  ...managed,
  offered: 'within',
  from: ['offered', 'agreed', 'running'],
  payload: z.object({ version, words: wordsNeeded(moveLimits.words, 'klus.conditionsNeeded') }),
  fields: [{ name: 'words', type: 'text', required: true, max: moveLimits.words }],
  initial: seenVersion,
  signs(at, payload, situation) {
    const fits = toSign(at.data, payload, situation) !== null
    return byInstance(fits ? termsDocument(conditioned(at, payload, situation)) : null)
  },
  fits: (at) => waitsFor('manager', at),
  apply(at, payload, situation) {
    if (pendingOf(at.data, payload).signatures.manager) throw new Conflict('klus.signedAlready')
    return withTerms(at, conditioned(at, payload, situation), situation)
  },
}

interface Refusing extends OfVersion {
  /** He did not say no; he said nothing. */
  readonly lapsed: boolean
}

/** No, or no answer in time. Why stays with the worker: his plein sends no reason. */
export const refuseConsent: KlusMove<Refusing> = {
  ...managed,
  offered: 'within',
  from: ['offered', 'agreed', 'running'],
  payload: z.object({ version, lapsed: flag }),
  initial: seenVersion,
  fits: (at) => waitsFor('manager', at),
  apply(at, payload, situation) {
    if (pendingOf(at.data, payload).signatures.manager) throw new Conflict('klus.signedAlready')
    // What was agreed before goes on as it was.
    if (holdsPlace(at.state)) return { ...at, data: withoutPending(at.data) }
    const reason = payload.lapsed ? 'silence' : 'manager'
    return ended(at, payload.lapsed ? 'expired' : 'declined', { move: 'refuseConsent', reason }, situation)
  },
}
