// A new password: by the old one, or by a mailed link.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden, Invalid, NotFound } from '../../../core/errors.ts'
import { personOf } from '../../../core/viewer.ts'
import type { AccountId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { findAccountByEmail, findAccountOf, findInvitation } from '../queries.ts'
import { OPEN_RESETS, PASSWORD_MAX, passwordFault, tidyEmail } from '../rules.ts'
import { countTry, forgiveTries } from './attempts.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { addLink, useLink } from './tokens.ts'

/** Path of the page for a new password. */
export function passwordResetPath(token: string): string {
  return `/password-reset?token=${token}`
}

/**
 * Changes the viewer's own password; all other sessions end.
 * @throws Invalid (current, password), TooMany, Unauthenticated
 */
export async function changePassword(
  ctx: Ctx,
  input: { current: string; password: string; address: string; sessionId: string | undefined },
): Promise<void> {
  const { personId } = personOf(ctx.viewer)
  const account = await findAccountOf(ctx.db, personId)
  if (!account) throw new NotFound('account.notFound')
  checkNew(input.password, account.email)
  const tries = { what: 'password', email: account.email, address: input.address }
  await countTry(ctx, tries)
  if (!(await verifyPassword(account.passwordHash, input.current.slice(0, PASSWORD_MAX + 1)))) {
    throw new Invalid({ current: { code: 'account.wrongPassword' } })
  }
  await forgiveTries(ctx, tries)
  await putPassword(ctx, { accountId: account.id, password: input.password, keep: input.sessionId })
}

/**
 * Has a link mailed when somebody with that address exists; the answer is the same when not.
 * @throws Invalid (email), TooMany
 */
export async function requestPasswordReset(ctx: Ctx, input: { email: string; address: string }): Promise<void> {
  const email = tidyEmail(input.email)
  if (!email) throw new Invalid({ email: { code: 'field.required' } })
  await countTry(ctx, { what: 'reset', email, address: input.address })
  await ctx.transaction(async (tx, emit) => {
    const account = await findAccountByEmail(tx, email)
    if (!account || account.disabled || (await countOpenResets(ctx, tx, account.id)) >= OPEN_RESETS) return
    const { id } = await addLink(ctx, tx, { purpose: 'password', email, accountId: account.id })
    emit('account.invited', { invitationId: id, locale: account.locale ?? ctx.locale })
  })
}

async function countOpenResets(ctx: Ctx, tx: Tx, accountId: AccountId): Promise<number> {
  const { count } = await tx
    .selectFrom('invitation')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('accountId', '=', accountId)
    .where('purpose', '=', 'password')
    .where('used', 'is', null)
    .where('expires', '>', ctx.clock.now())
    .executeTakeFirstOrThrow()
  return Number(count)
}

/**
 * Whoever has the mailed link sets a new password; every session ends.
 * @throws Forbidden `account.linkOver`, Invalid (password)
 */
export async function resetPassword(ctx: Ctx, input: { token: string; password: string }): Promise<void> {
  const link = await findInvitation(ctx, input.token, 'password')
  if (!link?.accountId) throw new Forbidden('account.linkOver')
  checkNew(input.password, link.email ?? '')
  await putPassword(ctx, { accountId: link.accountId, password: input.password, linkId: link.id })
}

/** The language of pages and mail; null: as the browser asks. @throws Unauthenticated */
export async function setLocale(ctx: Ctx, locale: 'nl' | 'en' | null): Promise<void> {
  const { accountId } = personOf(ctx.viewer)
  await ctx.transaction((tx) => tx.updateTable('account').set({ locale }).where('id', '=', accountId).execute())
}

function checkNew(password: string, email: string): void {
  const fault = passwordFault(password, [email])
  if (fault) throw new Invalid({ password: { code: fault } })
}

async function putPassword(
  ctx: Ctx,
  input: {
    accountId: AccountId
    password: string
    keep?: string | undefined
    linkId?: Parameters<typeof useLink>[2]
  },
): Promise<void> {
  const { accountId, keep, linkId } = input
  const passwordHash = await hashPassword(input.password)
  await ctx.transaction(async (tx) => {
    if (linkId && !(await useLink(ctx, tx, linkId))) throw new Forbidden('account.linkOver')
    await tx.updateTable('account').set({ passwordHash }).where('id', '=', accountId).execute()
    await tx
      .deleteFrom('session')
      .where('accountId', '=', accountId)
      .$if(keep !== undefined, (query) => query.where('id', '<>', keep ?? ''))
      .execute()
    await tx
      .updateTable('invitation')
      .set({ used: ctx.clock.now() })
      .where('accountId', '=', accountId)
      .where('used', 'is', null)
      .execute()
  })
}
