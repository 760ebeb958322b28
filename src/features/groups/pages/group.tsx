// Pages of groups: directory, making one, the group itself.
import type { VNode } from 'preact'
import type { PageAnswer, PageOptions, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { excerpt, plainText } from '../../../lib/html.ts'
import { form, page, pageInput, redirect, signedIn } from '../../../web/kit.ts'
import { formState } from '../../../../views/ds/index.ts'
import { NewGroupPage } from '../../../../views/groups/form.tsx'
import { GroupDirectory } from '../../../../views/groups/directory.tsx'
import { ContentList } from '../../../../views/content/list.tsx'
import { GroupPage } from '../../../../views/groups/group.tsx'
import { refreshWhenOld } from '../../actors/index.ts'
import { cardsOf, listBriefs } from '../../content/index.ts'
import { createGroup } from '../commands/create-group.ts'
import { joinGroup, leaveGroup } from '../commands/join-group.ts'
import { retryHistory } from '../commands/keep-history.ts'
import { getGroup, listGroups } from '../queries/groups.ts'
import { listManagers } from '../queries/members.ts'
import { findInviter } from '../queries/standing.ts'
import { GROUP_REFRESH, type GroupView, mayStart, newGroupForm, suggestHandle } from '../rules.ts'
import { blockedPages } from './blocked.tsx'
import { editPages } from './edit.tsx'
import { invitePages } from './invite.tsx'
import { klusPages } from './klussen.tsx'
import { memberPages } from './members.tsx'

export function pages(routes: PageRoutes): void {
  routes.get('/groups', showGroups)
  routes.get('/groups/new', newGroup)
  routes.post('/groups/new', newGroup)
  routes.get('/g/:handle', showGroup)
  routes.post('/g/:handle/join', join)
  routes.post('/g/:handle/leave', leave)
  routes.post('/g/:handle/history', fetchAgain)
  klusPages(routes)
  memberPages(routes)
  invitePages(routes)
  blockedPages(routes)
  editPages(routes)
}

async function showGroups(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t, query } = request
  const search = (query['q'] ?? '').trim().slice(0, 100)
  const isPerson = ctx.viewer.type === 'person'
  const mine = isPerson && query['show'] === 'mine'
  const found = await listGroups(ctx, { search, mine }, pageInput(request))
  const again = new URLSearchParams({ ...(mine ? { show: 'mine' } : {}), ...(search ? { q: search } : {}) })
  if (found.next) again.set('after', found.next)
  const next = found.next && `/groups?${again}`
  const body = <GroupDirectory t={t} groups={found.items} search={search} mine={mine} signedIn={isPerson} next={next} />
  return page(t('groups.title'), body, { current: 'groups', public: !isPerson })
}

function newGroup(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  signedIn(request)
  return form(request, {
    schema: newGroupForm,
    initial: { access: 'open' },
    conflictField: 'handle',
    show: (values, faults) => {
      const state = formState(t, values, faults)
      const body = <NewGroupPage t={t} state={state} host={ctx.config.hostName} />
      const breadcrumbs = [{ label: t('groups.title'), href: '/groups' }]
      return page(t('groups.new.title'), body, { current: 'groups', breadcrumbs })
    },
    async submit(input) {
      const handle = input.handle || suggestHandle(input.name)
      await createGroup(ctx, { ...input, handle })
      return redirect(`/g/${handle}`, 'groups.flash.created')
    },
  })
}

/** On one page of a group. */
const CARDS = 50

async function showGroup(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const group = await getGroup(ctx, request.params['handle'] ?? '')
  if (group.elsewhere) await refreshWhenOld(ctx, group.id, GROUP_REFRESH)
  const person = ctx.viewer.type === 'person' ? ctx.viewer.personId : undefined
  const [managers, streams, inviter] = await Promise.all([
    listManagers(ctx.db, group.id),
    groupStreams(request, group),
    person && group.standing === 'invited' ? findInviter(ctx.db, group.id, person) : undefined,
  ])
  const mayPost = person !== undefined && mayStart(group, group.role, false)
  const organisations = group.organisationCount
  const address = group.local ? `@${group.handle}@${ctx.config.hostName}` : `@${group.handle}`
  const shown = { t, group, address, organisations, managers, mayPost, signedIn: person !== undefined, ...streams }
  return page(group.name, <GroupPage {...shown} inviter={inviter?.name} />, pageOptions(request, group))
}

/** What is pinned (on the first page only) and what is new. */
async function groupStreams(
  request: PageRequest,
  group: GroupView,
): Promise<{ pinned?: VNode; stream: VNode | undefined }> {
  const { ctx, t } = request
  const input = pageInput(request, CARDS)
  const now = ctx.clock.now()
  const [latest, pins] = await Promise.all([
    listBriefs(ctx, { groupId: group.id }, input),
    input.after ? undefined : listBriefs(ctx, { pinnedIn: group.id }, { limit: 10 }),
  ])
  const pinnedIds = new Set(pins?.items.map((item) => item.id))
  const items = await cardsOf(ctx, [...(pins?.items ?? []), ...latest.items.filter((item) => !pinnedIds.has(item.id))])
  const pinned = items.slice(0, pinnedIds.size)
  const rest = items.slice(pinnedIds.size)
  const next = latest.next && `${group.path}?after=${latest.next}`
  const common = { t, now, hideGroup: true }
  return {
    ...(pinned.length > 0 ? { pinned: <ContentList {...common} items={pinned} id="pinned-items" /> } : {}),
    stream: items.length > 0 ? <ContentList {...common} items={rest} next={next} level={2} /> : undefined,
  }
}

/** Pages of an open group may be found and shown elsewhere; those of others not. */
function pageOptions({ ctx, t }: PageRequest, group: GroupView): PageOptions {
  const breadcrumbs = [{ label: t('groups.title'), href: '/groups' }]
  if (group.access !== 'open') return { current: 'groups', breadcrumbs }
  return {
    current: 'groups',
    breadcrumbs,
    public: true,
    description: excerpt(plainText(group.summary), 200) || t('groups.sentence.open'),
    activityIri: group.iri,
    atom: `${group.path}/atom`,
    canonical: group.local ? `${ctx.config.origin}${group.path}` : group.url,
    ...(group.picture ? { image: group.picture } : {}),
  }
}

async function join(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const group = await getGroup(request.ctx, request.params['handle'] ?? '')
  const { outcome } = await joinGroup(request.ctx, group.id)
  return redirect(group.path, `groups.flash.${outcome}`)
}

/** What could not be fetched before. */
async function fetchAgain(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const group = await getGroup(request.ctx, request.params['handle'] ?? '')
  await retryHistory(request.ctx, group.id)
  return redirect(group.path, 'groups.flash.history')
}

async function leave(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const group = await getGroup(request.ctx, request.params['handle'] ?? '')
  await leaveGroup(request.ctx, group.id)
  return redirect(group.access === 'hidden' ? '/groups' : group.path, 'groups.flash.left')
}
