// The manager's answer, kept here; and what time does when there is none.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Forbidden, Gone, Invalid, NotFound } from '../../../core/errors.ts'
import { actorOf } from '../../../core/viewer.ts'
import { getCaseOf } from '../../responses/index.ts'
import { type Consent, findConsent, listWaiting, needOf } from '../queries.ts'
import { type AnswerForm, CONSENT_MILLIS, isOver, reminderDue, REMINDERS } from '../rules/consent.ts'
import type { ConsentId } from '../tables.ts'

/** Why it cannot be answered (any more). @throws Gone, Conflict with words */
export function checkAnswerable(row: Consent, now: string): void {
  if (row.state === 'withdrawn') throw new Gone('consent.notNeeded')
  if (row.state === 'lapsed' || (row.state === 'asked' && isOver(row.asked, now))) throw new Gone('consent.over')
  if (row.state !== 'asked') throw new Conflict('consent.answered')
}

/**
 * He answers. The caller has seen to it that it is he: by the signed link, or by his account. Once only.
 * @throws NotFound, Forbidden (it is the worker himself), Conflict, Gone, Invalid
 */
export async function decideConsent(ctx: Ctx, id: string, { answer, words }: AnswerForm): Promise<void> {
  const row = await findConsent(ctx.db, id)
  if (!row) throw new NotFound('consent.notFound')
  if (actorOf(ctx.viewer) === row.personId) throw new Forbidden('consent.ownAnswer')
  checkAnswerable(row, ctx.clock.now())
  const need = await needOf(ctx, await getCaseOf(ctx, row.responseId))
  if (need?.version !== row.termsVersion) throw new Gone('consent.notNeeded')
  if (answer !== 'given' && words === '') {
    throw new Invalid({ words: { code: answer === 'refused' ? 'consent.reasonNeeded' : 'consent.conditionsNeeded' } })
  }
  await settle(ctx, row.id, { state: answer, words: answer === 'given' ? '' : words })
  // Without an account it was by the link from his mail.
  ctx.log.info('a manager answered', { consentId: row.id, personId: row.personId, answer, byId: actorOf(ctx.viewer) })
}

async function settle(
  ctx: Ctx,
  id: ConsentId,
  decided: { state: 'given' | 'conditional' | 'refused' | 'lapsed'; words: string },
): Promise<void> {
  await ctx.transaction(async (tx, emit) => {
    const done = await tx
      .updateTable('consent')
      .set({ ...decided, decided: ctx.clock.now() })
      .where('id', '=', id)
      .where('state', '=', 'asked')
      .executeTakeFirst()
    if (done.numUpdatedRows === 0n) throw new Conflict('consent.answered')
    emit('consent.decided', { consentId: id }, id)
  })
}

/** How many are looked at in one run. */
const AT_ONCE = 200

/** Reminders that are due, and answers that did not come in time. Repeatable. */
export async function followUp(ctx: Ctx): Promise<void> {
  for (const row of await listWaiting(ctx.db, ctx.clock.in(-CONSENT_MILLIS), AT_ONCE)) {
    await settle(ctx, row.id, { state: 'lapsed', words: '' }).catch((error: unknown) => {
      // He answered at this very moment.
      if (!(error instanceof Conflict)) throw error
    })
  }
  for (const row of await listWaiting(ctx.db, ctx.clock.in(-REMINDERS[0]), AT_ONCE)) {
    const nth = reminderDue(row, ctx.clock.now())
    if (nth > 0) await remind(ctx, row, nth)
  }
}

async function remind(ctx: Ctx, { id, reminded }: Consent, nth: number): Promise<void> {
  await ctx.transaction(async (tx, emit) => {
    const done = await tx
      .updateTable('consent')
      .set({ reminded: ctx.clock.now() })
      .where('id', '=', id)
      .where('state', '=', 'asked')
      .where('reminded', reminded === null ? 'is' : '=', reminded)
      .executeTakeFirst()
    if (done.numUpdatedRows > 0n) emit('consent.reminded', { consentId: id, nth }, id)
  })
}
