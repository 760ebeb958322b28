// Plays the flow of a klus in memory: steps in a row, a standing in any state, good words for every move.
import type { AnyFlow, Maker } from '../../../../src/core/flow.ts'
import type { JsonObject } from '../../../../src/core/federation.ts'
import type { StepId } from '../../../../src/lib/id.ts'
import { Refusal } from '../../../../src/core/errors.ts'
import { advance, payloadOf } from '../../../../src/features/responses/rules/advance.ts'
import {
  nothingYet,
  type Standpoint,
  type Step,
  type Surroundings,
} from '../../../../src/features/responses/rules/steps.ts'
import type { StepRefusal } from '../../../../src/features/responses/rules/response.ts'
import { klusFlow } from '../../../../src/kinds/klus/flow/klus-flow.ts'
import type { KlusResponse } from '../../../../src/kinds/klus/flow/standing.ts'
import { type KlusData, klusSchema, type Purpose } from '../../../../src/kinds/klus/rules.ts'

/** As the house knows it: a flow of any kind. */
export const flow: AnyFlow = klusFlow

export type MoveName = string
export const moveNames = Object.keys(klusFlow.moves)

export const NOW = '2026-11-22T09:00:00.000Z'

export function klusOf(purpose: Purpose, more: Partial<KlusData> = {}): KlusData {
  const typed = { purpose, result: 'Een leesbaar plan', hoursTotal: 40, closes: '2026-12-31', status: 'open' }
  return klusSchema.parse({ ...typed, ...more })
}

export const author = { iri: 'https://a.example/ap/actors/1', name: 'Anna', organisation: 'A', host: 'a.example' }
export const respondent = { iri: 'https://b.example/ap/actors/2', name: 'Bo', organisation: 'B', host: 'b.example' }

export function around(subject: KlusData, more: Partial<Surroundings> = {}): Surroundings {
  const item = { iri: 'https://a.example/ap/objects/k1', title: 'Plan', text: 'Lees mee.', url: 'https://a.example/k1' }
  return { subject, item, author, respondent, now: NOW, placesLeft: subject.placesLeft, foreign: false, ...more }
}

/** What is good enough to be accepted, for each move. */
export const goodPayloads: Readonly<Record<MoveName, JsonObject>> = {
  invite: { words: 'Dit past bij je' },
  apply: { motivation: 'Graag', hours: 40 },
  declineInvitation: { words: '' },
  turnAway: {},
  talk: {},
  offer: { hours: 40, hoursPerWeek: 8, conditions: 'Laptop van A' },
  sign: { version: 1 },
  consent: { version: 1 },
  setConditions: { version: 1, words: 'Niet op maandag' },
  refuseConsent: { version: 1, lapsed: false },
  reject: { reason: 'another', words: '' },
  withdraw: { words: '' },
  start: {},
  amend: { hours: 60 },
  logHours: { date: '2026-11-20', hours: 4, what: 'Gelezen' },
  withdrawHours: { entry: 'h1' },
  confirmHours: { entries: ['h1'] },
  disputeHours: { entry: 'h1', reason: 'Die dag was je er niet' },
  complete: { learned: 'Eerder beginnen' },
  confirmCompletion: { learned: 'Vragen stellen' },
  remindWorker: {},
  completeByTime: {},
  reopen: { words: 'Nog een hoofdstuk' },
  cancel: { reason: 'ownWork', words: 'Te druk' },
  review: { text: 'Fijn gewerkt' },
  showReview: { shown: true },
  closeReviews: {},
  expire: {},
}

/** Stands for a signature; whether it holds is not the flow's affair. */
export function proofBy(who: string): JsonObject {
  return { type: 'DataIntegrityProof', verificationMethod: `https://${who}.example/key`, proofValue: `z${who}` }
}

export type Outcome =
  | { readonly outcome: 'done'; readonly version: number }
  | { readonly outcome: 'refused'; readonly refusal: StepRefusal }

/** What the house makes of a step. @throws Refusal; nothing has happened then */
export function after(rules: AnyFlow, before: Standpoint, step: Step, surroundings: Surroundings): Standpoint {
  const { id, move, maker, proof } = step
  const situation = { ...surroundings, stepId: id, maker }
  return advance(rules, before, { move, payload: payloadOf(rules, move, step.payload), situation, proof })
}

/** The same, with a refusal as what became of it. */
export function decide(
  rules: AnyFlow,
  before: Standpoint,
  step: Step,
  surroundings: Surroundings,
): { readonly after: Standpoint; readonly outcome: Outcome } {
  try {
    const at = after(rules, before, step, surroundings)
    return { after: at, outcome: { outcome: 'done', version: at.version } }
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault
    return { after: before, outcome: { outcome: 'refused', refusal: { code: fault.code, params: fault.params } } }
  }
}

export interface Turn {
  readonly move: MoveName
  readonly by: Maker
  readonly payload?: JsonObject
  readonly id?: string
  readonly now?: string
  readonly more?: Partial<Surroundings>
  readonly unsigned?: boolean
}

export function turn(at: Standpoint, subject: KlusData, one: Turn): { after: Standpoint; outcome: Outcome } {
  return decide(klusFlow, at, stepOf(one), around(subject, { ...(one.now ? { now: one.now } : {}), ...one.more }))
}

function stepOf({ move, by, payload, id, unsigned }: Turn) {
  const step = { id: (id ?? `${move}-${by}`) as StepId, move, maker: by, payload: payload ?? goodPayloads[move] ?? {} }
  return unsigned ? step : { ...step, proof: proofBy(by) }
}

/** All turns one after the other. @throws the Refusal of the one that is refused */
export function play(subject: KlusData, turns: readonly Turn[], from: Standpoint = nothingYet(klusFlow)): Standpoint {
  return turns.reduce((at, one) => {
    const surroundings = around(subject, { ...(one.now ? { now: one.now } : {}), ...one.more })
    return after(klusFlow, at, stepOf(one), surroundings)
  }, from)
}

export function dataOf(at: Standpoint): KlusResponse {
  return at.data as KlusResponse
}

/** The way to every state, by role. */
export function turnsTo(state: string, purpose: Purpose): readonly Turn[] {
  const [worker, client]: Maker[] = purpose === 'offer' ? ['author', 'respondent'] : ['respondent', 'author']
  const interested: Turn[] = [{ move: 'apply', by: 'respondent' }]
  const inTalks: Turn[] = [...interested, { move: 'talk', by: 'author' }]
  const offered: Turn[] = [...inTalks, { move: 'offer', by: 'author' }]
  const agreed: Turn[] = [...offered, { move: 'sign', by: 'respondent' }, { move: 'consent', by: 'manager' }]
  const running: Turn[] = [...agreed, { move: 'start', by: worker as Maker }]
  const logged: Turn[] = [...running, { move: 'logHours', by: worker as Maker, id: 'h1' }]
  const closing: Turn[] = [...logged, { move: 'complete', by: client as Maker }]
  const completed: Turn[] = [...closing, { move: 'confirmCompletion', by: worker as Maker }]
  const reviewed: Turn[] = [...completed, { move: 'review', by: 'author' }, { move: 'review', by: 'respondent' }]
  const ways: Record<string, readonly Turn[]> = {
    new: [],
    invited: [{ move: 'invite', by: 'author' }],
    interested,
    in_talks: inTalks,
    offered,
    /** The word of the manager is missing; he gives the last place away. */
    signed: agreed.slice(0, -1),
    agreed,
    /** Other terms wait, before the work and during it. */
    amended: [...agreed, { move: 'amend', by: client as Maker }],
    amending: [...logged, { move: 'amend', by: client as Maker }],
    running: logged,
    closing,
    completed,
    reviewed,
    withdrawn: [...interested, { move: 'withdraw', by: 'respondent' }],
    declined: [...interested, { move: 'reject', by: 'author' }],
    expired: [...offered, { move: 'expire', by: 'clock' }],
    cancelled: [...agreed, { move: 'cancel', by: 'respondent' }],
  }
  const way = ways[state]
  if (!way) throw new Error(`no way to ${state}`)
  return way
}

export function standingIn(state: string, purpose: Purpose): Standpoint {
  return play(klusOf(purpose), turnsTo(state, purpose))
}
