// What one of the two can do now, in the order of the flow.
import type { Ctx } from '../../../core/context.ts'
import type { Maker, Offered } from '../../../core/flow.ts'
import type { FieldSpec } from '../../../core/kind.ts'
import type { Step } from '../rules/response.ts'
import { movesFor, tallyOf } from '../rules/advance.ts'
import { moveOf, offeredAs, type Standpoint } from '../rules/steps.ts'
import { type Case, placesHeard, projected, situationOf, standingOf } from './case.ts'
import { countStates } from './rows.ts'

export interface OfferedMove {
  readonly name: string
  readonly how: Exclude<Offered, 'elsewhere'>
  readonly fields: readonly FieldSpec[]
  /** What its form begins with, also for names that have no field. */
  readonly initial: Readonly<Record<string, string>>
  /** Text key of what one must know before. */
  readonly caution?: string | undefined
}

export interface Offers {
  readonly moves: readonly OfferedMove[]
  /** Own steps that wait for the other plein. */
  readonly pending: readonly Step[]
}

/** What this maker can do now, as pages offer it, and which of his steps wait for the other plein. */
export async function offersFor(ctx: Ctx, found: Case, maker: Maker): Promise<Offers> {
  const { flow, authority } = found
  const { standing, pending, placesLeft } = await foreseenAt(ctx, found)
  const situation = situationOf(found, { maker, at: ctx.clock.now(), stepIri: found.content.iri, placesLeft })
  const plain: readonly string[] = [flow.wire.moves.Offer, flow.wire.moves.Undo]
  const names = movesFor(flow, standing, situation).filter((name) => authority !== 'nobody' || plain.includes(name))
  const moves = names.flatMap((name): OfferedMove[] => {
    const { fields = [], initial, caution } = moveOf(flow, name)
    const how = offeredAs(flow, name, standing, situation)
    const begins = { initial: initial?.(standing, situation) ?? {}, caution: caution?.(standing, situation) }
    return how === 'elsewhere' ? [] : [{ name, fields, how, ...begins }]
  })
  return { moves, pending }
}

async function foreseenAt(
  ctx: Ctx,
  found: Case,
): Promise<{ standing: Standpoint; pending: readonly Step[]; placesLeft: number }> {
  if (found.authority !== 'here') return { ...(await projected(ctx, found)), placesLeft: placesHeard(found) }
  const { flow, content, response } = found
  const counts = await countStates(ctx.db, content.id, response?.id)
  const placesLeft = flow.places(content.data) - tallyOf(flow, counts).taken
  return { standing: standingOf(found), pending: [], placesLeft }
}
