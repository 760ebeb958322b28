// What administrators do with accounts of others.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Forbidden, NotFound } from '../../../core/errors.ts'
import type { AccountId } from '../../../lib/id.ts'
import { mayAdminister } from '../../instances/index.ts'

/**
 * The person can no longer sign in; sessions and open links end at once. Administrators, not for themselves.
 * `account.disabled` follows.
 * @throws Forbidden, NotFound, Conflict `account.notYourself`
 */
export async function disableAccount(ctx: Ctx, accountId: AccountId): Promise<void> {
  refuseStrangers(ctx, accountId)
  await ctx.transaction(async (tx, emit) => {
    const now = ctx.clock.now()
    const result = await tx.updateTable('account').set({ disabled: now }).where('id', '=', accountId).executeTakeFirst()
    if (result.numUpdatedRows === 0n) throw new NotFound('account.notFound')
    await tx.deleteFrom('session').where('accountId', '=', accountId).execute()
    await tx.deleteFrom('invitation').where('accountId', '=', accountId).where('used', 'is', null).execute()
    emit('account.disabled', { accountId })
  })
}

/** The person may sign in again. Administrators. @throws Forbidden, NotFound */
export async function enableAccount(ctx: Ctx, accountId: AccountId): Promise<void> {
  if (!mayAdminister(ctx.viewer)) throw new Forbidden()
  await changeAccount(ctx, accountId, { disabled: null })
}

/** Makes somebody administrator, or no longer. Administrators, not for themselves. @throws Forbidden, NotFound, Conflict */
export async function setAdmin(ctx: Ctx, accountId: AccountId, admin: boolean): Promise<void> {
  refuseStrangers(ctx, accountId)
  await changeAccount(ctx, accountId, { admin: admin ? 1 : 0 })
}

/** Removes what is over: sessions, links, counted tries. @returns how many rows went. */
export async function dropWhatIsOver(ctx: Ctx): Promise<number> {
  return ctx.transaction(async (tx) => {
    const now = ctx.clock.now()
    const results = [
      await tx.deleteFrom('session').where('expires', '<', now).executeTakeFirst(),
      await tx.deleteFrom('invitation').where('expires', '<', now).executeTakeFirst(),
      await tx.deleteFrom('attempt').where('ends', '<', now).executeTakeFirst(),
    ]
    return results.reduce((sum, result) => sum + Number(result.numDeletedRows), 0)
  })
}

/** An administrator who locks himself out would leave nobody to open the door. */
function refuseStrangers(ctx: Ctx, accountId: AccountId): void {
  if (!mayAdminister(ctx.viewer)) throw new Forbidden()
  if (ctx.viewer.type === 'person' && ctx.viewer.accountId === accountId) throw new Conflict('account.notYourself')
}

async function changeAccount(
  ctx: Ctx,
  accountId: AccountId,
  change: { disabled: null } | { admin: 0 | 1 },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const result = await tx.updateTable('account').set(change).where('id', '=', accountId).executeTakeFirst()
    if (result.numUpdatedRows === 0n) throw new NotFound('account.notFound')
  })
}
