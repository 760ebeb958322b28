// Keeping people out of a group: who they are, and asking before it is done.
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { NotFound } from '../../../core/errors.ts'
import { type ActorId, isId } from '../../../lib/id.ts'
import { page, redirect, signedIn } from '../../../web/kit.ts'
import { BlockedPage, ConfirmBlock } from '../../../../views/groups/blocked.tsx'
import { listCards } from '../../people/index.ts'
import { blockPerson, unblockPerson } from '../commands/standing.ts'
import { countOrganisations } from '../queries/members.ts'
import { listStanding } from '../queries/standing.ts'
import { breadcrumbsOf, findPeople, managedGroup, personIn } from './invite.tsx'

export function blockedPages(routes: PageRoutes): void {
  routes.get('/g/:handle/blocked', showBlocked)
  routes.post('/g/:handle/blocked/lift', unblock)
  routes.get('/g/:handle/blocked/:person', askBlock)
  routes.post('/g/:handle/blocked/:person', block)
}

const LISTED = 100

async function showBlocked(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const { personId: self } = signedIn(request)
  const group = await managedGroup(request)
  const [found, blocked, organisations] = await Promise.all([
    findPeople(request, group),
    listStanding(ctx, group.id, 'blocked', { limit: LISTED }),
    countOrganisations(ctx.db, group.id),
  ])
  const now = ctx.clock.now()
  const body = <BlockedPage {...{ t, group, organisations, now, self, ...found }} blocked={blocked.items} />
  const title = `${t('groups.blocked.title')} · ${group.name}`
  return page(title, body, { current: 'groups', breadcrumbs: breadcrumbsOf(request, group) })
}

/** GET /g/:handle/blocked/:person: asks first, and says what it means. */
async function askBlock(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const group = await managedGroup(request)
  const id = request.params['person'] ?? ''
  const card = isId(id) ? (await listCards(ctx.db, [id as ActorId])).get(id as ActorId) : undefined
  if (!card) throw new NotFound('person.notFound')
  const heading = t('groups.block.title', { name: card.name })
  return page(heading, <ConfirmBlock {...{ t, group, card, heading }} />, {
    current: 'groups',
    breadcrumbs: breadcrumbsOf(request, group),
  })
}

async function block(request: PageRequest): Promise<PageAnswer> {
  const group = await managedGroup(request)
  const id = request.params['person'] ?? ''
  if (!isId(id)) throw new NotFound('person.notFound')
  await blockPerson(request.ctx, group.id, id as ActorId)
  return redirect(`${group.path}/blocked`, 'groups.block.flash.blocked')
}

async function unblock(request: PageRequest): Promise<PageAnswer> {
  const group = await managedGroup(request)
  await unblockPerson(request.ctx, group.id, personIn(request))
  return redirect(`${group.path}/blocked`, 'groups.block.flash.lifted')
}
