// Making somebody with an account: the part that set-up, invitations and the command line share.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, type FieldFaults, Forbidden, Invalid } from '../../../core/errors.ts'
import { type AccountId, type ActorId, newId } from '../../../lib/id.ts'
import { urlsOf } from '../../../lib/urls.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { checkedName, handleFault, type KeyPairs, newKeyPairs } from '../../actors/index.ts'
import { mayAdminister } from '../../instances/index.ts'
import { createPerson } from '../../people/index.ts'
import { emailFault, passwordFault, tidyEmail } from '../rules.ts'
import { hashPassword } from './password.ts'

export interface NewAccount {
  readonly handle: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly admin?: boolean
  readonly jobTitle?: string
  readonly unit?: string
}

/** What takes time and no database: keys and the password's hash. */
export interface PreparedAccount extends Omit<NewAccount, 'password'> {
  readonly passwordHash: string
  readonly keys: KeyPairs
}

/** Checks all fields at once, then makes keys and hash. @throws Invalid (handle, name, email, password) */
export async function prepareAccount(typed: NewAccount): Promise<PreparedAccount> {
  const { password, ...rest } = typed
  const handle = typed.handle.trim().replace(/^@/, '').toLowerCase()
  const email = tidyEmail(typed.email)
  const faults: Record<string, FieldFaults[string]> = {}
  const codes = {
    handle: handleFault(handle),
    email: emailFault(email),
    password: passwordFault(password, [email, handle, typed.name]),
  }
  for (const [field, code] of Object.entries(codes)) if (code) faults[field] = { code }
  try {
    checkedName(typed.name)
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    Object.assign(faults, error.fields)
  }
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  const [passwordHash, keys] = await Promise.all([hashPassword(password), newKeyPairs()])
  return { ...rest, handle, email, passwordHash, keys }
}

/** Writes person, actor, keys and account. @throws Conflict `account.emailTaken`, `actor.handleTaken` */
export async function addAccount(
  ctx: Ctx,
  tx: Tx,
  account: PreparedAccount,
): Promise<{ accountId: AccountId; personId: ActorId }> {
  const now = ctx.clock.now()
  const personId = await createPerson(tx, account, { urls: urlsOf(ctx.config.origin), now })
  const accountId = newId<'account'>()
  const result = await tx
    .insertInto('account')
    .values({
      id: accountId,
      personId,
      email: account.email,
      passwordHash: account.passwordHash,
      admin: account.admin ? 1 : 0,
      locale: null,
      disabled: null,
      created: now,
      lastSeen: null,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .executeTakeFirst()
  if (result.numInsertedOrUpdatedRows === 0n) throw new Conflict('account.emailTaken', { field: 'email' })
  return { accountId, personId }
}

/**
 * Makes a person with an account at once. Administrators and the command line.
 * @throws Invalid, Conflict, Forbidden
 */
export async function createAccount(ctx: Ctx, input: NewAccount): Promise<{ accountId: AccountId; personId: ActorId }> {
  if (!mayAdminister(ctx.viewer)) throw new Forbidden()
  const prepared = await prepareAccount(input)
  return ctx.transaction((tx) => addAccount(ctx, tx, prepared))
}
