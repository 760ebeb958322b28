// Running a flow: what a step may be, what is signed with it, and who holds a place. Pure, the same on both pleinen.
import { Conflict, Invalid, Refusal } from '../../../core/errors.ts'
import type { Json, JsonObject } from '../../../core/federation.ts'
import { type AnyFlow, NEW, type Side, type Situation, type Standing, type Tally } from '../../../core/flow.ts'
import type { Instant } from '../../../lib/clock.ts'
import { afterStep, mayMake, moveOf, type Standpoint } from './steps.ts'
import { type Response, responseLimits } from './response.ts'

export interface Attempt {
  readonly move: string
  readonly payload: unknown
  readonly situation: Situation
  readonly proof?: JsonObject | undefined
}

/** Whose manager decides with this move; undefined: no manager does. */
export function managerSide(flow: AnyFlow, name: string, subject: unknown): Side | undefined {
  const move = moveOf(flow, name)
  return move.by(subject).includes('manager') ? (move.managerOf?.(subject) ?? 'respondent') : undefined
}

/** The payload by the move's schema. @throws Invalid naming the fields */
export function payloadOf(flow: AnyFlow, name: string, payload: unknown): unknown {
  const read = moveOf(flow, name).payload.safeParse(payload)
  if (read.success) return read.data
  const fields = read.error.issues.map((issue) => [String(issue.path[0] ?? 'form'), { code: issue.message }] as const)
  throw new Invalid(Object.fromEntries(fields), 'response.badStep')
}

/** Nobody begins (again) on an item that is not open to it. Time may. @throws what the flow throws */
export function checkOpen(flow: AnyFlow, standing: Standing, { move, situation }: Attempt): void {
  const begins = standing.state === NEW || flow.ended.includes(standing.state)
  const may =
    begins && situation.maker !== 'clock' && moveOf(flow, move).by(situation.subject).includes(situation.maker)
  if (may && moveOf(flow, move).from.includes(NEW)) flow.open(situation.subject, situation.now)
}

/** What was due when time looked may not be any more: somebody was just in time. @throws Conflict */
export function checkDue(
  flow: AnyFlow,
  before: Response | undefined,
  { move, subject, now }: { readonly move: string; readonly subject: unknown; readonly now: Instant },
): void {
  const due = before && flow.deadline(before, { subject, moved: before.moved })
  if (due?.move !== move || due.at > now) throw new Conflict('response.notYet')
}

/**
 * The response after the step, after all checks. One that takes a place is refused when there is none left.
 * @throws Refusal; nothing has happened then
 */
export function advance(flow: AnyFlow, before: Standpoint, attempt: Attempt): Standpoint {
  checkOpen(flow, before, attempt)
  const { move, payload, proof, situation } = attempt
  const { stepId, maker, ...surroundings } = situation
  const step = { id: stepId as never, move, maker, payload: payload as Json, proof }
  const after = afterStep(flow, before, step, surroundings)
  if (!flow.states.includes(after.state)) throw new Error(`${flow.name}.${move} leads to ${after.state}`)
  const takes = flow.taking.includes(after.state) && !flow.taking.includes(before.state)
  if (takes && situation.placesLeft < 1) throw new Conflict('response.full')
  if (!moveOf(flow, move).settles) checkSize(before, after)
  return after
}

/** @throws Conflict when it only grows, beyond what the other plein can be told */
function checkSize(before: Standpoint, after: Standpoint): void {
  if (after.state !== before.state) return
  const length = JSON.stringify(after.data).length
  if (length > responseLimits.growing && length > JSON.stringify(before.data).length)
    throw new Conflict('response.tooMuch')
}

/** What is to be signed with the move now; null: nothing. */
export function signingOf(flow: AnyFlow, standing: Standing, attempt: Attempt) {
  const signing = moveOf(flow, attempt.move).signs?.(standing, attempt.payload, attempt.situation)
  return signing?.document ? { document: signing.document, by: signing.by } : null
}

/** Moves that this maker can make now, in the order of the flow. */
export function movesFor(flow: AnyFlow, standing: Standing, situation: Situation): string[] {
  return Object.keys(flow.moves).filter((move) => {
    if (!mayMake(flow, move, standing, situation.maker, situation)) return false
    try {
      checkOpen(flow, standing, { move, payload: undefined, situation })
      return true
    } catch (error) {
      if (error instanceof Refusal) return false
      throw error
    }
  })
}

/** @param counts how many responses are in which state */
export function tallyOf(flow: AnyFlow, counts: Readonly<Record<string, number>>): Tally {
  const { [NEW]: _, ...byState } = counts
  const sum = (test: (state: string) => boolean) =>
    Object.entries(byState).reduce((total, [state, count]) => (test(state) ? total + count : total), 0)
  return {
    taken: sum((state) => flow.taking.includes(state)),
    live: sum((state) => !flow.ended.includes(state)),
    total: sum(() => true),
    byState,
  }
}
