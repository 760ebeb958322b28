// A process that is killed between two transactions, without a process: what would come after is not done.
import type { Ctx } from '../../src/core/context.ts'

export class Killed extends Error {
  override readonly name = 'Killed'
}

/** The same context, for a command whose process dies after so many transactions. @throws Killed from the next one */
export function dyingAfter<C extends Ctx>(ctx: C, transactions: number): C {
  let left = transactions
  const transaction: Ctx['transaction'] = async (work) => {
    if (left-- <= 0) throw new Killed('the process died here')
    return ctx.transaction(work)
  }
  return { ...ctx, transaction }
}
