// Tells people: one line per person and thread, each event counted once, one mail until it is read.
import type { Ctx } from '../../../core/context.ts'
import { newId } from '../../../lib/id.ts'
import { partsOf } from '../../../lib/parts.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { addJobs, type NewJob, WORK } from '../../../platform/queue/queue.ts'
import { deservesMail, MAIL_JOB, type Notice, type NotificationId } from '../rules.ts'

/** How many people are told in one transaction. */
const AT_ONCE = 50

/**
 * For listeners, which have checked that each of them may see it. Repeatable: the same event and person count once.
 * @param eventId of what happened
 */
export async function notify(ctx: Ctx, eventId: string, notices: readonly Notice[]): Promise<void> {
  for (const some of partsOf(notices, AT_ONCE)) {
    await ctx.transaction(async (tx) => {
      const mails: NewJob[] = []
      for (const notice of some) {
        const mail = await tell(ctx, tx, { eventId, notice })
        if (mail) mails.push(mail)
      }
      if (mails.length > 0) await addJobs(tx, ctx.clock, mails)
    })
  }
}

async function tell(ctx: Ctx, tx: Tx, told: { eventId: string; notice: Notice }): Promise<NewJob | undefined> {
  const { eventId, notice } = told
  const { personId, type } = notice
  const cause = await tx
    .insertInto('notificationCause')
    .values({ personId, eventId, notificationId: null, type })
    .onConflict((conflict) => conflict.columns(['personId', 'eventId']).doNothing())
    .executeTakeFirst()
  if (!cause.numInsertedOrUpdatedRows) return undefined
  const { id, mailed } = await putLine(ctx, tx, notice)
  await tx
    .updateTable('notificationCause')
    .set({ notificationId: id })
    .where('personId', '=', personId)
    .where('eventId', '=', eventId)
    .execute()
  if ((mailed && !notice.own?.isEnd) || notice.own?.isMailedApart || !deservesMail(type)) return undefined
  await tx.updateTable('notification').set({ mailed: ctx.clock.now() }).where('id', '=', id).execute()
  const payload = { notificationId: id, cause: eventId }
  return { queue: WORK, name: MAIL_JOB, key: `${MAIL_JOB}:${eventId}:${personId}`, payload }
}

/** The one line of this person about this thread, group or person: made, counted on, or begun anew after reading. */
async function putLine(ctx: Ctx, tx: Tx, notice: Notice): Promise<{ id: NotificationId; mailed: boolean }> {
  const { personId, type, actorId, contentId = null, subjectActorId = null } = notice
  const { path, words, subject } = notice.own ?? { path: null, words: null, subject: null }
  const own = { path, words, subject }
  const updated = ctx.clock.now()
  const existing = await tx
    .selectFrom('notification')
    .select(['id', 'read', 'mailed', 'count'])
    .where('personId', '=', personId)
    .where('contentId', contentId ? '=' : 'is', contentId)
    .where('subjectActorId', subjectActorId ? '=' : 'is', subjectActorId)
    .where('path', own.path ? '=' : 'is', own.path)
    .executeTakeFirst()
  if (!existing) {
    const id = newId<'notification'>()
    const about = { contentId, subjectActorId, ...own }
    const row = { id, personId, ...about, type, actorId, count: 1, read: null, mailed: null, updated }
    await tx.insertInto('notification').values(row).execute()
    return { id, mailed: false }
  }
  const { id, read, mailed, count } = existing
  const again = read !== null
  if (again)
    await tx.updateTable('notificationCause').set({ notificationId: null }).where('notificationId', '=', id).execute()
  await tx
    .updateTable('notification')
    .set({
      type,
      actorId,
      updated,
      words: own.words,
      subject: own.subject,
      read: null,
      mailed: again ? null : mailed,
      count: again ? 1 : count + 1,
    })
    .where('id', '=', id)
    .execute()
  return { id, mailed: !again && mailed !== null }
}
