// Reading notifications, and how one wants them.
import type { Ctx } from '../../../core/context.ts'
import { NotFound } from '../../../core/errors.ts'
import { personOf } from '../../../core/viewer.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import { isUnsubscribeKey, type MailSetting } from '../rules.ts'

/** Whoever opens a thread has seen what was new in it. Does nothing for guests, and nothing when nothing was new. */
export async function markThreadRead(ctx: Ctx, contentId: ContentId): Promise<void> {
  if (ctx.viewer.type !== 'person') return
  const { personId } = ctx.viewer
  const unread = await ctx.db
    .selectFrom('notification')
    .select('id')
    .where('personId', '=', personId)
    .where('contentId', '=', contentId)
    .where('read', 'is', null)
    .executeTakeFirst()
  if (unread) await markRead(ctx, [unread.id])
}

/** The line of the viewer about a page that is between two people. */
export async function markPathRead(ctx: Ctx, path: string): Promise<void> {
  if (ctx.viewer.type !== 'person') return
  const unread = await ctx.db
    .selectFrom('notification')
    .select('id')
    .where('personId', '=', ctx.viewer.personId)
    .where('path', '=', path)
    .where('read', 'is', null)
    .executeTakeFirst()
  if (unread) await markRead(ctx, [unread.id])
}

/** Own lines only. */
export async function markRead(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { personId } = personOf(ctx.viewer)
  await ctx.transaction(async (tx) => {
    await tx
      .updateTable('notification')
      .set({ read: ctx.clock.now() })
      .where('personId', '=', personId)
      .where('id', 'in', ids as never)
      .where('read', 'is', null)
      .execute()
  })
}

export async function markAllRead(ctx: Ctx): Promise<void> {
  const { personId } = personOf(ctx.viewer)
  await ctx.transaction(async (tx) => {
    await tx
      .updateTable('notification')
      .set({ read: ctx.clock.now() })
      .where('personId', '=', personId)
      .where('read', 'is', null)
      .execute()
  })
}

/** One's own setting. */
export async function setMail(ctx: Ctx, mail: MailSetting): Promise<void> {
  const { personId } = personOf(ctx.viewer)
  await putMail(ctx, personId, mail)
}

/** Ends mail for whoever has the link out of a mail. @throws NotFound when the link is not ours */
export async function unsubscribe(ctx: Ctx, personId: string, key: string): Promise<void> {
  if (!isUnsubscribeKey(ctx.config.secretKey, personId, key)) throw new NotFound('notification.badLink')
  await putMail(ctx, personId as ActorId, 'never')
}

async function putMail(ctx: Ctx, personId: ActorId, mail: MailSetting): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx
      .insertInto('notificationSetting')
      .values({ personId, mail })
      .onConflict((conflict) => conflict.column('personId').doUpdateSet({ mail }))
      .execute()
  })
}
