// Pages of one's own account: language, password, sessions.
import { NotFound } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { z } from '../../../lib/schema.ts'
import { form, page, parseForm, redirect, signedIn } from '../../../web/kit.ts'
import { AccountSettings, Sessions } from '../../../../views/accounts/settings.tsx'
import { formState } from '../../../../views/ds/index.ts'
import { changePassword, setLocale } from '../commands/recover.ts'
import { endOtherSessions, endSession } from '../commands/sign-in.ts'
import { findAccountOf, listSessions } from '../queries.ts'

export function settingsPages(routes: PageRoutes): void {
  routes.get('/settings', async (request) => {
    signedIn(request)
    return redirect('/settings/profile')
  })
  routes.get('/settings/account', accountPage)
  routes.post('/settings/account', accountPage)
  routes.post('/settings/account/language', languageAction)
  routes.get('/settings/sessions', sessionsPage)
  routes.post('/settings/sessions/end', endAction)
  routes.post('/settings/sessions/end-others', endOthersAction)
}

const passwordForm = z.object({ current: z.string().min(1), password: z.string().min(1) })

async function accountPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t, address, sessionId } = request
  const account = await findAccountOf(ctx.db, signedIn(request).personId)
  if (!account) throw new NotFound('account.notFound')
  return form(request, {
    schema: passwordForm,
    show: (values, faults) => {
      const state = formState(t, values, faults)
      const body = <AccountSettings t={t} state={state} email={account.email} locale={account.locale ?? ''} />
      return page(t('account.settings.account'), body)
    },
    async submit(input) {
      await changePassword(ctx, { ...input, address, sessionId })
      return redirect('/settings/account', 'account.flash.passwordChanged')
    },
  })
}

async function languageAction(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { locale } = parseForm(request, z.object({ locale: z.enum(['', 'nl', 'en']) }))
  await setLocale(request.ctx, locale || null)
  return redirect('/settings/account', 'account.flash.languageChanged')
}

async function sessionsPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t, sessionId } = request
  signedIn(request)
  const sessions = (await listSessions(ctx)).map(({ id, userAgent, created, lastSeen }) => {
    return { id, userAgent, created, lastSeen, current: id === sessionId }
  })
  return page(t('account.settings.sessions'), <Sessions t={t} now={ctx.clock.now()} sessions={sessions} />)
}

async function endAction(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const { session } = parseForm(request, z.object({ session: z.string().min(1) }))
  await endSession(request.ctx, session)
  return redirect('/settings/sessions', 'account.flash.sessionEnded')
}

async function endOthersAction(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  await endOtherSessions(request.ctx, request.sessionId)
  return redirect('/settings/sessions', 'account.flash.sessionsEnded')
}
