// Invitations: an administrator makes a link, a colleague becomes somebody with it.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Forbidden, Invalid } from '../../../core/errors.ts'
import { actorOf } from '../../../core/viewer.ts'
import type { AccountId, ActorId, Id } from '../../../lib/id.ts'
import { defaultLocale } from '../../../platform/i18n/texts.ts'
import { mayAdminister } from '../../instances/index.ts'
import { findAccountByEmail, findInvitation } from '../queries.ts'
import { emailFault, tidyEmail } from '../rules.ts'
import { addAccount, type NewAccount, prepareAccount } from './create.ts'
import { addLink, useLink } from './tokens.ts'

/** Path of an invitation's page. */
export function invitationPath(token: string): string {
  return `/invitation?token=${token}`
}

/**
 * Makes an invitation and has it mailed. Administrators; `account.invited` follows.
 * @returns the path with the token, to hand over in another way as well.
 * @throws Invalid (email), Conflict `account.emailTaken`, Forbidden
 */
export async function invite(
  ctx: Ctx,
  input: { email: string; admin?: boolean },
): Promise<{ id: Id<'invitation'>; path: string }> {
  if (!mayAdminister(ctx.viewer)) throw new Forbidden()
  const email = tidyEmail(input.email)
  const fault = emailFault(email)
  if (fault) throw new Invalid({ email: { code: fault } })
  return ctx.transaction(async (tx, emit) => {
    if (await findAccountByEmail(tx, email)) throw new Conflict('account.emailTaken', { field: 'email' })
    const invitedBy = actorOf(ctx.viewer) ?? null
    const { id, token } = await addLink(ctx, tx, { purpose: 'account', email, admin: input.admin ?? false, invitedBy })
    // Which language somebody reads who is not here yet, nobody knows; that of the administrator's browser says nothing.
    emit('account.invited', { invitationId: id, locale: defaultLocale })
    return { id, path: invitationPath(token) }
  })
}

/** Takes an invitation back. Administrators. @throws Forbidden */
export async function withdrawInvitation(ctx: Ctx, id: Id<'invitation'>): Promise<void> {
  if (!mayAdminister(ctx.viewer)) throw new Forbidden()
  await ctx.transaction((tx) =>
    tx
      .deleteFrom('invitation')
      .where('id', '=', id)
      .where('purpose', '=', 'account')
      .where('used', 'is', null)
      .execute(),
  )
}

/**
 * Whoever has the link becomes a person here, with the address that was invited.
 * @throws Forbidden `account.linkOver`, Invalid, Conflict
 */
export async function acceptInvitation(
  ctx: Ctx,
  input: Omit<NewAccount, 'email' | 'admin'> & { token: string },
): Promise<{ accountId: AccountId; personId: ActorId; email: string }> {
  const link = await findInvitation(ctx, input.token, 'account')
  if (!link?.email) throw new Forbidden('account.linkOver')
  const { email } = link
  const prepared = await prepareAccount({ ...input, email, admin: link.admin === 1 })
  return ctx.transaction(async (tx) => {
    if (!(await useLink(ctx, tx, link.id))) throw new Forbidden('account.linkOver')
    return { ...(await addAccount(ctx, tx, prepared)), email }
  })
}
