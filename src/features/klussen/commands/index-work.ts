// Keeps what the organisation's overview counts: a row for each response that became an agreement, and for no other.
import type { Ctx } from '../../../core/context.ts'
import { NotFound } from '../../../core/errors.ts'
import type { ResponseId } from '../../../lib/id.ts'
import { getCaseOf } from '../../responses/index.ts'
import { KLUS } from '../rules/facts.ts'
import { workOf } from '../rules/work.ts'

const AT_ONCE = 200

/** Repeatable. What never became an agreement leaves no trace. */
export async function indexWork(ctx: Ctx, id: ResponseId): Promise<void> {
  const found = await caseOf(ctx, id)
  if (found?.content.kind !== KLUS) return
  const { agreed, opened, ...changing } = workOf(found)
  const isAgreed = found.flow.taking.includes(found.response.state)
  await ctx.transaction(async (tx) => {
    if (!isAgreed) {
      // Cancelled after all: it stays in the numbers, as it ended.
      await tx.updateTable('klusWork').set(changing).where('responseId', '=', id).execute()
      return
    }
    await tx
      .insertInto('klusWork')
      .values({ ...changing, agreed, opened })
      .onConflict((conflict) => conflict.column('responseId').doUpdateSet(changing))
      .execute()
  })
}

async function caseOf(ctx: Ctx, id: ResponseId) {
  try {
    return await getCaseOf(ctx, id)
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

/** Looks at all responses again. @returns how many agreements are known */
export async function rebuildWork(ctx: Ctx): Promise<number> {
  for (let after = ''; ;) {
    const rows = await ctx.db
      .selectFrom('response')
      .select('id')
      .where('id', '>', after as ResponseId)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    for (const { id } of rows) await indexWork(ctx, id)
    const last = rows.at(-1)
    if (!last) break
    after = last.id
  }
  const { count } = await ctx.db
    .selectFrom('klusWork')
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}
