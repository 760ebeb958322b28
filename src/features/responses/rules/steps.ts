// Making a move, purely: what the plein of the item does to a response, and what the other plein expects that it will do.
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts'
import type { AnyFlow, Maker, Move, Offered, Situation, Standing } from '../../../core/flow.ts'
import type { FieldSpec } from '../../../core/kind.ts'
import type { Json, JsonObject } from '../../../core/federation.ts'
import type { StepId } from '../../../lib/id.ts'

/** Where a response stands, and which change in a row that is. */
export interface Standpoint extends Standing {
  /** Counted by the item's plein; 0: there is nothing yet, or nothing heard yet. */
  readonly version: number
}

/** One thing that one party (or time) does. */
export interface Step {
  readonly id: StepId
  readonly move: string
  readonly maker: Maker
  readonly payload: Json
  /** What was signed with it, already verified. */
  readonly proof?: JsonObject | undefined
}

/** What the situation of a move is apart from the step itself. */
export type Surroundings = Omit<Situation, 'stepId' | 'maker'>

/** Before anybody did anything. */
export function nothingYet(flow: AnyFlow): Standpoint {
  return { state: 'new', data: flow.empty, version: 0 }
}

/**
 * The move of a name.
 * @throws Invalid when the flow has none of that name
 */
export function moveOf(flow: AnyFlow, name: string): Move<string, unknown, unknown, unknown> {
  const move = Object.hasOwn(flow.moves, name) ? flow.moves[name] : undefined
  if (!move) throw new Invalid({}, 'response.noSuchMove')
  return move as Move<string, unknown, unknown, unknown>
}

/** Names of the fields that one writes words in. */
export function wordsIn(fields: readonly FieldSpec[]): readonly string[] {
  return fields.filter(({ type }) => type === 'text' || type === 'markdown').map(({ name }) => name)
}

/** May this maker make the move from here now? What pages offer. */
export function mayMake(flow: AnyFlow, name: string, at: Standing, by: Maker, situation: Situation): boolean {
  const move = moveOf(flow, name)
  return move.from.includes(at.state) && move.by(situation.subject).includes(by) && (move.fits?.(at, situation) ?? true)
}

/** How pages offer it now. */
export function offeredAs(flow: AnyFlow, name: string, at: Standing, situation: Situation): Offered {
  const { offered } = moveOf(flow, name)
  return (typeof offered === 'function' ? offered(at, situation) : offered) ?? 'besides'
}

/**
 * The response after the step.
 * @throws Refusal with words: not by him, not from here, not so; nothing has happened then
 */
export function afterStep(flow: AnyFlow, before: Standpoint, step: Step, surroundings: Surroundings): Standpoint {
  const move = moveOf(flow, step.move)
  const situation: Situation = { ...surroundings, stepId: step.id, maker: step.maker }
  if (!move.by(situation.subject).includes(step.maker)) throw new Forbidden('response.notYours')
  if (!move.from.includes(before.state)) throw new Conflict(whyNot(flow, step.move, before.state))
  const payload = move.payload.safeParse(step.payload)
  if (!payload.success) throw new Invalid({}, 'response.notUnderstood')
  const { state, data } = move.apply(before, payload.data, step.proof ? { ...situation, proof: step.proof } : situation)
  // After `apply`, which knows better words for the same.
  if (!(move.fits?.(before, situation) ?? true)) throw new Conflict('response.notNow')
  return { state, data, version: before.version + 1 }
}

/** Text key of why a move cannot be made from a state. */
export function whyNot(flow: AnyFlow, name: string, state: string): string {
  const { from, whyNot: own } = moveOf(flow, name)
  return own?.(state) ?? (isAhead(flow, from, state) ? 'response.notYet' : 'response.tooLate')
}

/** All states that it can be made from are still to come. */
function isAhead({ path }: AnyFlow, from: readonly string[], state: string): boolean {
  const here = path.indexOf(state)
  return here >= 0 && from.every((one) => path.indexOf(one) > here)
}
