// Signing in and out, and the sessions that come of it.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden } from '../../../core/errors.ts'
import { personOf } from '../../../core/viewer.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/id.ts'
import { findAccountByEmail } from '../queries.ts'
import { PASSWORD_MAX, SESSION_MILLIS, tidyEmail, tokenHash } from '../rules.ts'
import { countTry, forgiveTries } from './attempts.ts'
import { verifyPassword } from './password.ts'
import { newSessionToken } from './tokens.ts'

export interface Entry {
  /** For the cookie; the database keeps its hash. */
  readonly token: string
  readonly expires: Instant
}

/**
 * Checks e-mail address and password and opens a session with a fresh token. Unknown address, wrong password and
 * disabled account get the same answer after the same time.
 * @throws Forbidden `account.signInFailed`, TooMany
 */
export async function signIn(
  ctx: Ctx,
  input: { email: string; password: string; address: string; userAgent: string; replaces?: string | undefined },
): Promise<Entry> {
  const email = tidyEmail(input.email)
  const tries = { what: 'signIn', email, address: input.address }
  await countTry(ctx, tries)
  const account = await findAccountByEmail(ctx.db, email)
  const right = await verifyPassword(account?.passwordHash, input.password.slice(0, PASSWORD_MAX + 1))
  if (!account || !right || account.disabled) throw new Forbidden('account.signInFailed')
  await forgiveTries(ctx, tries)
  return openSession(ctx, account.id, input)
}

/** A session for somebody who just proved who he is; the one that was there before ends. */
export async function openSession(
  ctx: Ctx,
  accountId: AccountId,
  from: { userAgent: string; replaces?: string | undefined },
): Promise<Entry> {
  const token = newSessionToken()
  const expires = ctx.clock.in(SESSION_MILLIS)
  await ctx.transaction(async (tx) => {
    const now = ctx.clock.now()
    if (from.replaces) await tx.deleteFrom('session').where('id', '=', from.replaces).execute()
    const userAgent = from.userAgent.slice(0, 300)
    await tx
      .insertInto('session')
      .values({ id: tokenHash(token), accountId, userAgent, created: now, lastSeen: now, expires })
      .execute()
    await tx.updateTable('account').set({ lastSeen: now }).where('id', '=', accountId).execute()
  })
  return { token, expires }
}

/** Ends one of the viewer's own sessions; somebody else's is not touched. @throws Unauthenticated */
export async function endSession(ctx: Ctx, sessionId: string): Promise<void> {
  const { accountId } = personOf(ctx.viewer)
  await ctx.transaction((tx) =>
    tx.deleteFrom('session').where('id', '=', sessionId).where('accountId', '=', accountId).execute(),
  )
}

/** Ends all of the viewer's sessions but the one in use. @throws Unauthenticated */
export async function endOtherSessions(ctx: Ctx, current: string | undefined): Promise<void> {
  const { accountId } = personOf(ctx.viewer)
  await ctx.transaction((tx) =>
    tx
      .deleteFrom('session')
      .where('accountId', '=', accountId)
      .$if(current !== undefined, (query) => query.where('id', '<>', current ?? ''))
      .execute(),
  )
}

/** Ends the session in use. */
export async function signOut(ctx: Ctx, sessionId: string | undefined): Promise<void> {
  if (sessionId) await ctx.transaction((tx) => tx.deleteFrom('session').where('id', '=', sessionId).execute())
}

/** Notes that the session is in use, at most once in five minutes. */
export async function touchSession(ctx: Ctx, session: { id: string; lastSeen: Instant }): Promise<void> {
  if (session.lastSeen > ctx.clock.in(-5 * 60 * 1000)) return
  await ctx.transaction((tx) =>
    tx.updateTable('session').set({ lastSeen: ctx.clock.now() }).where('id', '=', session.id).execute(),
  )
}
