// Which of all moves that somebody may make he makes: what is offered first mostly, ways out seldom.
import type { Maker, Situation } from '../../../../src/core/flow.ts'
import type { StepId } from '../../../../src/lib/id.ts'
import {
  mayMake,
  offeredAs,
  type Standpoint,
  type Step,
  type Surroundings,
} from '../../../../src/features/responses/rules/steps.ts'
import { payloadFor } from './payloads.ts'
import { flow, moveNames, proofBy } from './play.ts'

export function chosen(
  at: Standpoint,
  by: { readonly maker: Maker; readonly id: StepId; readonly choice: number },
  surroundings: Surroundings,
): Step | undefined {
  const { maker, id, choice } = by
  const situation: Situation = { ...surroundings, stepId: id, maker }
  const all = moveNames.filter((name) => mayMake(flow, name, at, maker, situation))
  // Otherwise nothing would ever be finished.
  const first = all.filter((name) => offeredAs(flow, name, at, situation) === 'first')
  const ends = (name: string) =>
    offeredAs(flow, name, at, situation) === 'out' || (name === 'refuseConsent' && at.state === 'offered')
  const on = all.filter((name) => !ends(name))
  const from = [choice % 12 < 5 ? first : [], choice % 12 < 8 ? on : [], all].find((some) => some.length > 0) ?? all
  const move = from[Math.floor(choice / 12) % Math.max(1, from.length)]
  if (move === undefined) return undefined
  return { id, move, maker, payload: payloadFor(move, at, situation, choice), proof: proofBy(maker) }
}
