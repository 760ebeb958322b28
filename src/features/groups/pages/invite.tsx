// Inviting people into a group: the managers' page, and the answer of who is invited.
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { Forbidden, NotFound } from '../../../core/errors.ts'
import { type ActorId, isId } from '../../../lib/id.ts'
import { z } from '../../../lib/schema.ts'
import { page, parseForm, redirect, signedIn } from '../../../web/kit.ts'
import type { FoundPerson } from '../../../../views/groups/find-people.tsx'
import { InvitePage } from '../../../../views/groups/invite.tsx'
import { ownOrganisation } from '../../organisations/index.ts'
import { searchPeople } from '../../people/index.ts'
import { answerInvitation, invitePerson, withdrawInvitation } from '../commands/standing.ts'
import { getGroup } from '../queries/groups.ts'
import { countOrganisations } from '../queries/members.ts'
import { listStanding, placesIn } from '../queries/standing.ts'
import type { GroupView } from '../rules.ts'

export function invitePages(routes: PageRoutes): void {
  routes.get('/g/:handle/invite', showInvite)
  routes.post('/g/:handle/invite', invite)
  routes.post('/g/:handle/invite/withdraw', withdraw)
  routes.post('/g/:handle/invitation', answer)
}

const FOUND = 20
const LISTED = 100
const SEARCH_MAX = 100

/** The group, for who manages it. @throws Forbidden */
export async function managedGroup(request: PageRequest): Promise<GroupView> {
  signedIn(request)
  const group = await getGroup(request.ctx, request.params['handle'] ?? '')
  if (!group.local || group.role !== 'manager') throw new Forbidden('group.managersOnly')
  return group
}

/** People by name, function or handle, each with what he is in the group; nothing without words. */
export async function findPeople(
  { ctx, query }: PageRequest,
  group: GroupView,
  only: { here?: boolean } = {},
): Promise<{ search: string; found: readonly FoundPerson[] }> {
  const search = (query['q'] ?? '').trim().slice(0, SEARCH_MAX)
  if (search === '') return { search, found: [] }
  const people = await searchPeople(ctx, search, { limit: FOUND }, only)
  const places = await placesIn(
    ctx.db,
    group.id,
    people.items.map((card) => card.id),
  )
  return { search, found: people.items.map((card) => ({ card, place: places.get(card.id) })) }
}

export function breadcrumbsOf({ t }: PageRequest, group: GroupView) {
  return [
    { label: t('groups.title'), href: '/groups' },
    { label: group.name, href: group.path },
    { label: t('groups.tab.members'), href: `${group.path}/members` },
  ]
}

/** Whom a button is about. @throws NotFound */
export function personIn(request: PageRequest): ActorId {
  const { person } = parseForm(request, z.object({ person: z.string() }))
  if (!isId(person)) throw new NotFound('person.notFound')
  return person as ActorId
}

async function showInvite(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const group = await managedGroup(request)
  const [found, invited, organisations, own] = await Promise.all([
    findPeople(request, group, { here: true }),
    listStanding(ctx, group.id, 'invited', { limit: LISTED }),
    countOrganisations(ctx.db, group.id),
    ownOrganisation(ctx.db),
  ])
  const body = (
    <InvitePage
      {...{ t, group, organisations, ...found }}
      now={ctx.clock.now()}
      invited={invited.items}
      organisation={own?.name ?? ctx.config.hostName}
      address={`@${group.handle}@${ctx.config.hostName}`}
    />
  )
  const title = `${t('groups.invite.title')} · ${group.name}`
  return page(title, body, { current: 'groups', breadcrumbs: breadcrumbsOf(request, group) })
}

async function invite(request: PageRequest): Promise<PageAnswer> {
  const group = await managedGroup(request)
  const { outcome } = await invitePerson(request.ctx, group.id, personIn(request))
  return redirect(`${group.path}/invite`, `groups.invite.flash.${outcome}`)
}

async function withdraw(request: PageRequest): Promise<PageAnswer> {
  const group = await managedGroup(request)
  await withdrawInvitation(request.ctx, group.id, personIn(request))
  return redirect(`${group.path}/invite`, 'groups.invite.flash.withdrawn')
}

async function answer(request: PageRequest): Promise<PageAnswer> {
  const { ctx } = request
  signedIn(request)
  const group = await getGroup(ctx, request.params['handle'] ?? '')
  const { do: what } = parseForm(request, z.object({ do: z.enum(['accept', 'decline']) }))
  await answerInvitation(ctx, group.id, what === 'accept' ? 'accepted' : 'declined')
  if (what === 'accept') return redirect(group.path, 'groups.flash.joined')
  return redirect(group.access === 'hidden' ? '/groups' : group.path, 'groups.invite.flash.declined')
}
