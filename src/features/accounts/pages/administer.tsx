// Pages for administrators: overview and people.
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import type { LocalPerson } from '../../../core/viewer.ts'
import type { AccountId, Id } from '../../../lib/id.ts'
import { z } from '../../../lib/schema.ts'
import { adminOnly, form, page, pageInput, parseForm, redirect } from '../../../web/kit.ts'
import { type AccountFace, AdminOverview, AdminPeople } from '../../../../views/accounts/administer.tsx'
import { formState } from '../../../../views/ds/index.ts'
import { listInstances } from '../../instances/index.ts'
import { ownOrganisation } from '../../organisations/index.ts'
import { listCards } from '../../people/index.ts'
import { disableAccount, enableAccount, setAdmin } from '../commands/administer.ts'
import { invitationPath, invite, withdrawInvitation } from '../commands/invite.ts'
import { linkToken } from '../commands/tokens.ts'
import { countAccounts, listAccounts, listInvitations } from '../queries.ts'

export function administerPages(routes: PageRoutes): void {
  routes.get('/admin', overviewPage)
  routes.get('/admin/people', async (request) => peoplePage(request, adminOnly(request)))
  routes.post('/admin/people/invite', inviteAction)
  routes.post('/admin/people/withdraw', withdrawAction)
  routes.post('/admin/people/change', changeAction)
}

async function overviewPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  adminOnly(request)
  const [organisation, accounts, instances] = await Promise.all([
    ownOrganisation(ctx.db),
    countAccounts(ctx.db),
    listInstances(ctx.db),
  ])
  const facts = [
    { term: t('account.field.organisation'), value: organisation?.name ?? '' },
    { term: t('account.overview.address'), value: ctx.config.origin },
    { term: t('account.overview.accounts'), value: accounts },
    { term: t('account.overview.known'), value: instances.length },
    { term: t('account.overview.blocked'), value: instances.filter((host) => host.trust === 'blocked').length },
    { term: t('account.overview.version'), value: ctx.config.version },
  ]
  return page(t('account.admin.title'), <AdminOverview t={t} facts={facts} />, { current: 'admin' })
}

interface Shown {
  readonly values?: Parameters<typeof formState>[1]
  readonly faults?: Parameters<typeof formState>[2]
  readonly fresh?: string
}

async function peoplePage(request: PageRequest, viewer: LocalPerson, shown: Shown = {}): Promise<PageAnswer> {
  const { ctx, t } = request
  const search = request.query['q'] ?? ''
  const [accounts, invitations] = await Promise.all([
    listAccounts(ctx, pageInput(request), search),
    listInvitations(ctx),
  ])
  const cards = await listCards(
    ctx.db,
    accounts.items.map((account) => account.personId),
  )
  const faces = accounts.items.flatMap((account): AccountFace[] => {
    const card = cards.get(account.personId)
    const { id, email, disabled, lastSeen } = account
    return card
      ? [{ id, card, email, admin: account.admin === 1, disabled, lastSeen, self: id === viewer.accountId }]
      : []
  })
  const waiting = invitations.map(({ id, email, expires }) => {
    return { id, email: email ?? '', expires, link: `${ctx.config.origin}${invitationPath(linkToken(ctx, id))}` }
  })
  const next = accounts.next && `/admin/people?${new URLSearchParams({ q: search, after: accounts.next }).toString()}`
  const state = formState(t, shown.values ?? {}, shown.faults ?? {})
  const body = (
    <AdminPeople
      {...{ t, state, search, next }}
      now={ctx.clock.now()}
      accounts={faces}
      invitations={waiting}
      fresh={shown.fresh}
    />
  )
  return page(t('account.admin.people'), body, { current: 'admin' })
}

async function inviteAction(request: PageRequest): Promise<PageAnswer> {
  const viewer = adminOnly(request)
  const { ctx } = request
  return form(request, {
    schema: z.object({ email: z.string().trim().min(1), admin: z.string().optional() }),
    show: (values, faults) => peoplePage(request, viewer, { values, faults }),
    async submit({ email, admin }) {
      const { path } = await invite(ctx, { email, admin: admin !== undefined })
      // Shown at once, not after a redirect: the link is a secret and belongs in no address.
      return peoplePage(request, viewer, { fresh: `${ctx.config.origin}${path}` })
    },
  })
}

async function withdrawAction(request: PageRequest): Promise<PageAnswer> {
  adminOnly(request)
  const { invitation } = parseForm(request, z.object({ invitation: z.string().min(1) }))
  await withdrawInvitation(request.ctx, invitation as Id<'invitation'>)
  return redirect('/admin/people', 'account.flash.withdrawn')
}

const changeForm = z.object({
  account: z.string().min(1),
  do: z.enum(['disable', 'enable', 'makeAdmin', 'removeAdmin']),
})

async function changeAction(request: PageRequest): Promise<PageAnswer> {
  adminOnly(request)
  const { ctx } = request
  const { account, do: change } = parseForm(request, changeForm)
  const id = account as AccountId
  if (change === 'disable') await disableAccount(ctx, id)
  else if (change === 'enable') await enableAccount(ctx, id)
  else await setAdmin(ctx, id, change === 'makeAdmin')
  return redirect('/admin/people', 'account.flash.changed')
}
