// A response went on: is a manager to be asked, or no longer? A manager answered: the response goes on.
import type { Ctx } from '../../../core/context.ts'
import { Refusal, Unavailable } from '../../../core/errors.ts'
import type { Listener } from '../../../core/events.ts'
import type { ResponseId } from '../../../lib/id.ts'
import { notify } from '../../notifications/index.ts'
import { decideAsManager, getCaseOf } from '../../responses/index.ts'
import { forgetConsents, putConsent, withdrawWaiting } from '../commands/ask.ts'
import { findConsent, listConsents, managedHere, mayBeManagerAt, needOf } from '../queries.ts'
import { domainOf } from '../rules/manager-address.ts'
import { askPath, consentPath } from '../rules/paths.ts'

export const whenMoved: Listener<'response.moved'> = async (ctx, event) => {
  await look(ctx, event.id, event.payload.responseId)
}

export const whenHeard: Listener<'response.heard'> = async (ctx, event) => {
  await look(ctx, event.id, event.payload.responseId)
}

async function look(ctx: Ctx, eventId: string, responseId: ResponseId): Promise<void> {
  const found = await getCaseOf(ctx, responseId)
  if (!managedHere(found)) return
  const need = await needOf(ctx, found)
  const rows = await listConsents(ctx.db, responseId)
  const waiting = rows.find(({ state }) => state === 'asked')
  if (waiting && waiting.termsVersion !== need?.version) {
    await ctx.transaction(async (tx) => withdrawWaiting(tx, responseId, ctx.clock.now()))
  }
  if (!need || rows.some(({ state, termsVersion }) => termsVersion === need.version && state !== 'withdrawn')) return
  const last = rows[0]
  // Whom he named for this response is asked again about other terms, unless that came to nothing.
  const again = last && last.managerEmail !== '' && last.state !== 'refused' && last.state !== 'lapsed'
  if (again && (await mayBeManagerAt(ctx, domainOf(last.managerEmail)))) {
    const { managerName: name, managerEmail: email, locale } = last
    await putConsent(ctx, responseId, need, { name, email, locale })
    return
  }
  const own = { path: askPath(responseId), words: 'consent.told.ask', subject: found.content.title }
  const by = found[need.side === 'author' ? 'respondent' : 'author']
  await notify(ctx, eventId, [{ personId: need.person.id, type: 'moved', actorId: by.id, own }])
}

export const whenDecided: Listener<'consent.decided'> = async (ctx, event) => {
  const row = await findConsent(ctx.db, event.payload.consentId)
  if (!row || row.state === 'asked' || row.state === 'withdrawn') return
  const { flow } = await getCaseOf(ctx, row.responseId)
  if (!flow.consent) return
  const { yes, conditions, no } = flow.consent.moves
  const version = row.termsVersion
  const input = {
    given: { move: yes, payload: { version } },
    conditional: { move: conditions, payload: { version, words: row.words } },
    // Why stays here.
    refused: { move: no, payload: { version, lapsed: false } },
    lapsed: { move: no, payload: { version, lapsed: true } },
  }[row.state]
  try {
    await decideAsManager(ctx, row.responseId, input)
  } catch (error) {
    // It was done already, or it came too late: what is asked now, if anything, is asked anew.
    if (!(error instanceof Refusal) || error instanceof Unavailable) throw error
    ctx.log.info('a manager’s answer changed nothing', { consentId: row.id, code: error.code })
  }
}

/** The manager who has an account here finds it among his notifications too. */
export const tellManager: Listener<'consent.asked'> = async (ctx, event) => {
  const row = await findConsent(ctx.db, event.payload.consentId)
  if (!row?.managerAccountId || row.state !== 'asked') return
  const account = await ctx.db
    .selectFrom('account')
    .select('personId')
    .where('id', '=', row.managerAccountId)
    .executeTakeFirst()
  if (!account) return
  const found = await getCaseOf(ctx, row.responseId)
  const about = { path: consentPath(row.id), words: 'consent.told.asked', subject: found.content.title }
  const own = { ...about, isMailedApart: true }
  await notify(ctx, event.id, [{ personId: account.personId, type: 'moved', actorId: row.personId, own }])
}

/** With the response, the name and the words of the manager go too. */
export const whenForgotten: Listener<'response.forgotten'> = async (ctx, event) => {
  await forgetConsents(ctx, event.payload.responseId)
}
