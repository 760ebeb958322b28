// Secrets in cookies and links. Links are made from the row's id and the plein's secret key, so that they can be
// mailed later although the database keeps their hash only.
import { createHmac, randomBytes } from 'node:crypto'
import type { Ctx } from '../../../core/context.ts'
import { type AccountId, type ActorId, type Id, newId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { LINK_MILLIS, tokenHash } from '../rules.ts'
import type { InvitationTable } from '../tables.ts'

/** 256 random bits for a cookie. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url')
}

/** The token of an invitation's link: the same for ever, and to be made only with the secret key. */
export function linkToken(ctx: Ctx, invitationId: Id<'invitation'>): string {
  return createHmac('sha256', ctx.config.secretKey).update(`invitation:${invitationId}`).digest('base64url')
}

/** Writes a one-time link. @returns its id and token. */
export async function addLink(
  ctx: Ctx,
  tx: Tx,
  input: {
    purpose: InvitationTable['purpose']
    email?: string | null
    admin?: boolean
    accountId?: AccountId | null
    invitedBy?: ActorId | null
  },
): Promise<{ id: Id<'invitation'>; token: string }> {
  const id = newId<'invitation'>()
  const token = linkToken(ctx, id)
  await tx
    .insertInto('invitation')
    .values({
      id,
      tokenHash: tokenHash(token),
      purpose: input.purpose,
      email: input.email ?? null,
      admin: input.admin ? 1 : 0,
      accountId: input.accountId ?? null,
      invitedBy: input.invitedBy ?? null,
      created: ctx.clock.now(),
      expires: ctx.clock.in(LINK_MILLIS[input.purpose]),
      used: null,
    })
    .execute()
  return { id, token }
}

/** Uses a link up. @returns false when it was used already, or is over. */
export async function useLink(ctx: Ctx, tx: Tx, id: Id<'invitation'>): Promise<boolean> {
  const now = ctx.clock.now()
  const result = await tx
    .updateTable('invitation')
    .set({ used: now })
    .where('id', '=', id)
    .where('used', 'is', null)
    .where('expires', '>', now)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
