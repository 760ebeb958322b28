// A flow that only tests have: somebody helps for some hours; both sign, his manager consents, he tells his hours.
import { Conflict } from '../../../../src/core/errors.ts'
import type { JsonObject } from '../../../../src/core/federation.ts'
import { defineFlow, NEW, type Situation, type Standing } from '../../../../src/core/flow.ts'
import { millisOf } from '../../../../src/lib/clock.ts'
import { z } from '../../../../src/lib/schema.ts'

export const trialSchema = z.object({
  hours: z.number().min(1).max(100),
  places: z.number().int().min(1).max(50).default(1),
  closed: z.boolean().default(false),
  placesLeft: z.number().int().min(0).default(1),
  responded: z.boolean().default(false),
})
export type TrialData = z.output<typeof trialSchema>

const proof = z.record(z.string(), z.unknown()).nullable()
const data = z.object({
  motivation: z.string().default(''),
  terms: z
    .object({
      version: z.number(),
      hours: z.number(),
      made: z.string(),
      author: z.string(),
      respondent: z.string(),
      item: z.string(),
    })
    .nullable(),
  proofs: z.object({ author: proof, respondent: proof, manager: proof }),
  conditions: z.string().default(''),
  /** Name of the manager: the other side never sees it. */
  manager: z.string().default(''),
  reason: z.string().default(''),
  log: z.array(z.object({ id: z.string(), hours: z.number() })).default([]),
})
export type TrialResponse = z.output<typeof data>
type State =
  | 'invited' | 'interested' | 'inTalks' | 'offered' | 'agreed' | 'done' | 'declined' | 'withdrawn' | 'expired' // prettier-ignore
type At = Standing<State, TrialResponse>
type Around = Situation<TrialData>

const nobody = { author: null, respondent: null, manager: null }
const empty: TrialResponse = {
  motivation: '', terms: null, proofs: nobody, conditions: '', manager: '', reason: '', log: [] } // prettier-ignore
const nothing = z.object({})
const why = z.object({ reason: z.string().trim().min(1, 'field.required').max(500) })
const DAYS = 24 * 3_600_000

export function documentOf(terms: NonNullable<TrialResponse['terms']>): JsonObject {
  return { '@context': 'https://www.w3.org/ns/activitystreams', type: 'Agreement', 'dwv:terms': terms }
}

function to(state: State, at: At, change: Partial<TrialResponse> = {}): At {
  return { state, data: { ...at.data, ...change } }
}

function signing(at: At, by: 'maker' | 'instance') {
  return { document: at.data.terms ? documentOf(at.data.terms) : null, by }
}

function termsOf(at: At, hours: number, { author, respondent, item, now }: Around) {
  const version = (at.data.terms?.version ?? 0) + 1
  return { version, hours, made: now, author: author.iri, respondent: respondent.iri, item: item.iri }
}

/** All three signed: agreed, when a place is left. */
function settled(at: At, around: Around): At {
  const { author, respondent, manager } = at.data.proofs
  if (!author || !respondent || !manager) return at
  return around.placesLeft > 0 ? to('agreed', at) : to('declined', at, { reason: 'full' })
}

export const trialFlow = defineFlow<'trial', State, TrialResponse, TrialData>({
  name: 'trial',
  states: ['invited', 'interested', 'inTalks', 'offered', 'agreed', 'done', 'declined', 'withdrawn', 'expired'],
  path: ['interested', 'inTalks', 'offered', 'agreed', 'done'],
  taking: ['agreed', 'done'],
  ended: ['done', 'declined', 'withdrawn', 'expired'],
  schema: data,
  empty,
  moves: {
    invite: { from: [NEW], by: () => ['author'], payload: nothing, apply: (at) => to('invited', at) },
    apply: {
      from: [NEW, 'invited', 'withdrawn'],
      by: () => ['respondent'],
      offered: 'first',
      payload: z.object({ motivation: z.string().trim().min(1, 'field.required').max(2000) }),
      fields: [{ name: 'motivation', type: 'markdown', required: true, max: 2000 }],
      apply: (at, { motivation }) => to('interested', at, { motivation }),
    },
    talk: { from: ['interested'], by: () => ['author'], payload: nothing, apply: (at) => to('inTalks', at) },
    offer: {
      from: ['interested', 'inTalks', 'offered'],
      by: () => ['author'],
      offered: 'first',
      payload: z.object({
        hours: z.coerce.number<string | number>('trial.hoursNeeded').min(1).max(100, 'trial.hoursNeeded'),
      }),
      fields: [{ name: 'hours', type: 'number', required: true, min: 1, max: 100 }],
      initial: (_, { subject }) => ({ hours: String(subject.hours) }),
      signs: (at, { hours }, around) => ({ document: documentOf(termsOf(at, hours, around)), by: 'maker' }),
      apply(at, { hours }, around) {
        const terms = termsOf(at, hours, around)
        const proofs = { ...nobody, author: around.proof ?? null }
        const offered = to('offered', at, { terms, proofs, conditions: '' })
        if (!around.foreign) return offered
        return around.placesLeft > 0 ? to('agreed', offered) : to('declined', offered, { reason: 'full' })
      },
    },
    sign: {
      from: ['offered'],
      by: () => ['respondent'],
      offered: 'first',
      payload: nothing,
      fits: (at) => at.data.proofs.respondent === null,
      signs: (at) => signing(at, 'maker'),
      apply: (at, _, around) =>
        settled(to('offered', at, { proofs: { ...at.data.proofs, respondent: around.proof ?? null } }), around),
    },
    consent: {
      from: ['offered'],
      by: () => ['manager'],
      managerOf: () => 'respondent',
      payload: z.object({ manager: z.string().max(100).default(''), conditions: z.string().max(500).default('') }),
      fits: (at) => at.data.proofs.manager === null,
      signs: (at) => signing(at, 'instance'),
      apply: (at, { manager, conditions }, around) =>
        settled(
          to('offered', at, { manager, conditions, proofs: { ...at.data.proofs, manager: around.proof ?? null } }),
          around,
        ),
    },
    logHours: {
      from: ['agreed'],
      by: () => ['respondent'],
      payload: z.object({ hours: z.coerce.number<string | number>().min(0.5).max(40) }),
      fields: [{ name: 'hours', type: 'number', required: true, min: 0.5, max: 40 }],
      apply(at, { hours }, { stepId, subject }) {
        const log = [...at.data.log, { id: stepId, hours }]
        const total = log.reduce((sum, entry) => sum + entry.hours, 0)
        if (total > subject.hours * 1.1) throw new Conflict('trial.tooManyHours')
        return to('agreed', at, { log })
      },
    },
    finish: { from: ['agreed'], by: () => ['author'], payload: nothing, apply: (at) => to('done', at) },
    reject: {
      from: ['interested', 'inTalks', 'offered'],
      by: () => ['author'],
      offered: 'out',
      payload: why,
      fields: [{ name: 'reason', type: 'text', required: true, max: 500 }],
      apply: (at, { reason }) => to('declined', at, { reason }),
    },
    withdraw: {
      from: ['invited', 'interested', 'inTalks', 'offered'],
      by: () => ['respondent'],
      offered: 'out',
      payload: nothing,
      apply: (at) => to('withdrawn', at),
    },
    expire: { from: ['invited', 'offered'], by: () => ['clock'], payload: nothing, apply: (at) => to('expired', at) },
  },
  wire: {
    moves: { Offer: 'apply', Undo: 'withdraw', Reject: 'reject', Invite: 'invite' },
    accepted: 'agreed',
    accept: (at) => to('agreed', at as At),
    reject: (at, reason) => to('declined', at as At, { reason }),
    agreement: (at, { item, subject }) => ({
      type: 'Agreement',
      content: at.data.motivation,
      stipulates: {
        type: 'Commitment',
        satisfies: `${item.iri}#primary`,
        resourceQuantity: { hasUnit: 'hour', hasNumericalValue: String(at.data.terms?.hours ?? subject.hours) },
      },
      ...(at.data.proofs.author
        ? {
            'dwv:terms': { ...at.data.terms },
            'dwv:proofs': Object.values(at.data.proofs).filter((one) => one !== null) as JsonObject[],
          }
        : {}),
    }),
    fromOffer: (agreement) => {
      const text = agreement['content']
      return typeof text === 'string' && text !== '' ? { motivation: text.slice(0, 2000) } : null
    },
  },
  places: (subject) => subject.places,
  open(subject) {
    if (subject.closed) throw new Conflict('trial.closed')
  },
  visible: (at, side) => (side === 'author' ? { ...at, manager: '' } : at),
  deadline: (at, { moved }) =>
    at.state === 'invited' || at.state === 'offered'
      ? { at: new Date(millisOf(moved) + 14 * DAYS).toISOString(), move: 'expire' }
      : null,
  settle(subject, tally) {
    const placesLeft = Math.max(0, subject.places - tally.taken)
    const responded = tally.total > 0
    const same = placesLeft === subject.placesLeft && responded === subject.responded
    return same ? subject : { ...subject, placesLeft, responded }
  },
})
