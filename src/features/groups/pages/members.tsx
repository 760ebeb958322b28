// Pages of a group's members, and what managers do there.
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { NotFound } from '../../../core/errors.ts'
import { type ActorId, isId } from '../../../lib/id.ts'
import { z } from '../../../lib/schema.ts'
import { page, pageInput, parseForm, redirect, signedIn } from '../../../web/kit.ts'
import { GroupMembers } from '../../../../views/groups/members.tsx'
import { decideRequest, removeMember, setMemberRole } from '../commands/manage-members.ts'
import { getGroup } from '../queries/groups.ts'
import { countOrganisations, listMembers, listRequests } from '../queries/members.ts'

export function memberPages(routes: PageRoutes): void {
  routes.get('/g/:handle/members', showMembers)
  routes.post('/g/:handle/members/:person', changeMember)
}

async function showMembers(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const { personId: self } = signedIn(request)
  const group = await getGroup(ctx, request.params['handle'] ?? '')
  const manages = group.local && group.role === 'manager'
  const [members, requests, organisations] = await Promise.all([
    listMembers(ctx, group.id, pageInput(request, 50)),
    manages ? listRequests(ctx, group.id, { limit: 100 }) : { items: [] },
    countOrganisations(ctx.db, group.id),
  ])
  const next = members.next && `${group.path}/members?after=${members.next}`
  const shown = { t, group, organisations, manages, self, next, members: members.items, requests: requests.items }
  const breadcrumbs = [
    { label: t('groups.title'), href: '/groups' },
    { label: group.name, href: group.path },
  ]
  return page(`${t('groups.tab.members')} · ${group.name}`, <GroupMembers {...shown} signedIn />, {
    current: 'groups',
    breadcrumbs,
  })
}

const memberForm = z.object({ do: z.enum(['accept', 'decline', 'manager', 'member', 'remove']) })

async function changeMember(request: PageRequest): Promise<PageAnswer> {
  const { ctx } = request
  signedIn(request)
  const group = await getGroup(ctx, request.params['handle'] ?? '')
  const personId = request.params['person'] ?? ''
  if (!isId(personId)) throw new NotFound('group.notMember')
  const { do: what } = parseForm(request, memberForm)
  const person = personId as ActorId
  if (what === 'accept' || what === 'decline') {
    await decideRequest(ctx, group.id, person, what === 'accept' ? 'accepted' : 'rejected')
  } else if (what === 'remove') await removeMember(ctx, group.id, person)
  else await setMemberRole(ctx, group.id, person, what)
  return redirect(`${group.path}/members`, 'groups.flash.member')
}
