// Pages for getting in: set-up, signing in and out, invitations, a new password.
import { Forbidden, TooMany } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { dateOf } from '../../../lib/clock.ts'
import { z } from '../../../lib/schema.ts'
import { form, localPath, page, redirect } from '../../../web/kit.ts'
import {
  AskedReset,
  AskReset,
  Invitation,
  NewPassword,
  SetUp,
  SetUpNeedsLink,
  SignIn,
} from '../../../../views/accounts/entry.tsx'
import { formState } from '../../../../views/ds/index.ts'
import { isSetUp } from '../../instances/index.ts'
import { organisationTypes, ownOrganisation } from '../../organisations/index.ts'
import { acceptInvitation } from '../commands/invite.ts'
import { requestPasswordReset, resetPassword } from '../commands/recover.ts'
import { setUp } from '../commands/set-up.ts'
import { type Entry, openSession, signIn, signOut } from '../commands/sign-in.ts'
import { findInvitation } from '../queries.ts'

const typed = z.string().default('')

export function entryPages(routes: PageRoutes): void {
  for (const method of ['get', 'post'] as const) {
    routes[method]('/setup', setUpPage)
    routes[method]('/sign-in', signInPage)
    routes[method]('/invitation', invitationPage)
    routes[method]('/password-reset', resetPage)
  }
  routes.post('/sign-out', async ({ ctx, sessionId }) => {
    await signOut(ctx, sessionId)
    return redirect('/', 'account.flash.signedOut', null)
  })
}

function enter(entry: Entry, to: string, flash?: string): PageAnswer {
  return redirect(to, flash, { token: entry.token, expires: dateOf(entry.expires) })
}

/** A field of the form, or of the address. */
function given(request: PageRequest, name: string): string {
  const value = request.form[name] ?? request.query[name] ?? ''
  return typeof value === 'string' ? value : ''
}

const personForm = { handle: typed, name: typed, password: typed }
const setUpForm = z.object({ ...personForm, token: typed, organisation: typed, type: typed, email: typed })

async function setUpPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  if (await isSetUp(ctx.db)) return redirect('/sign-in', 'account.flash.setUpBefore')
  const token = given(request, 'token')
  const title = t('account.setUp.title')
  if (!(await findInvitation(ctx, token, 'setup'))) return page(title, <SetUpNeedsLink t={t} />, { bare: true })
  return form(request, {
    schema: setUpForm,
    show: (values, faults) => {
      const state = formState(t, values, faults)
      const body = <SetUp t={t} state={state} host={ctx.config.hostName} token={token} types={organisationTypes} />
      return page(title, body, { bare: true })
    },
    async submit({ type, ...input }) {
      const organisationType = organisationTypes.find((known) => known === type) ?? null
      const { accountId } = await setUp(ctx, { ...input, organisationType })
      return enter(await openSession(ctx, accountId, request), '/', 'account.flash.setUp')
    },
  })
}

const signInForm = z.object({ email: z.string().trim().min(1), password: z.string().min(1), return: typed })

async function signInPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const returnTo = localPath(given(request, 'return') || '/')
  if (request.method === 'GET' && ctx.viewer.type === 'person') return redirect(returnTo)
  function show(
    values: Parameters<typeof formState>[1],
    faults: Parameters<typeof formState>[2],
    fault?: string,
    status = 200,
  ) {
    const body = <SignIn t={t} state={formState(t, values, faults)} returnTo={returnTo} fault={fault} />
    return page(t('account.signIn.title'), body, { status })
  }
  try {
    return await form(request, {
      schema: signInForm,
      show: (values, faults) => show(values, faults),
      async submit({ email, password }) {
        const { address, userAgent, sessionId } = request
        return enter(await signIn(ctx, { email, password, address, userAgent, replaces: sessionId }), returnTo)
      },
    })
  } catch (error) {
    // Said above the form, as it must not tell which of the two fields was wrong.
    if (!(error instanceof TooMany) && !(error instanceof Forbidden && error.code === 'account.signInFailed'))
      throw error
    return show(request.form, {}, t(error.code, error.params), error.status === 403 ? 422 : error.status)
  }
}

const invitationForm = z.object({ ...personForm, token: typed, jobTitle: typed, unit: typed })

async function invitationPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const token = given(request, 'token')
  const link = await findInvitation(ctx, token, 'account')
  if (!link?.email) throw new Forbidden('account.linkOver')
  const email = link.email
  const organisation = (await ownOrganisation(ctx.db))?.name ?? ctx.config.hostName
  return form(request, {
    schema: invitationForm,
    show: (values, faults) => {
      const state = formState(t, values, faults)
      const body = <Invitation t={t} state={state} host={ctx.config.hostName} {...{ token, email, organisation }} />
      return page(t('account.invitation.title', { organisation }), body)
    },
    async submit(input) {
      const { accountId } = await acceptInvitation(ctx, input)
      const entry = await openSession(ctx, accountId, { userAgent: request.userAgent, replaces: request.sessionId })
      return enter(entry, '/', 'account.flash.welcome')
    },
  })
}

async function resetPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t, address } = request
  const token = given(request, 'token')
  if (!token) {
    return form(request, {
      schema: z.object({ email: typed }),
      show: (values, faults) => page(t('account.reset.title'), <AskReset t={t} state={formState(t, values, faults)} />),
      async submit({ email }) {
        await requestPasswordReset(ctx, { email, address })
        return page(t('account.reset.title'), <AskedReset t={t} />)
      },
    })
  }
  if (!(await findInvitation(ctx, token, 'password'))) throw new Forbidden('account.linkOver')
  return form(request, {
    schema: z.object({ password: typed }),
    show: (values, faults) =>
      page(t('account.reset.newTitle'), <NewPassword t={t} state={formState(t, values, faults)} token={token} />),
    async submit({ password }) {
      await resetPassword(ctx, { token, password })
      return redirect('/sign-in', 'account.flash.passwordChanged', null)
    },
  })
}
