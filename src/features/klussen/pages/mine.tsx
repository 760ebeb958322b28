// One's own klussen, and the calendar of them.
import type { Content } from '../../../core/kind.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { paths } from '../../../lib/urls.ts'
import { page, signedIn } from '../../../web/kit.ts'
import { type KlusDraft, MyKlussen } from '../../../../views/klussen/mine.tsx'
import { listDrafts } from '../../content/index.ts'
import { listReturned } from '../queries/approval.ts'
import { calendarPath, listOwnKlussen } from '../queries/calendar.ts'
import { factsOf, KLUS } from '../rules/facts.ts'
import { PREVIEW } from '../rules/writing.ts'
import { WRITE } from './write.tsx'

/** Of all kinds; older ones stand under Plaatsen. */
const MAX_DRAFTS = 50

export function ownPages(routes: PageRoutes): void {
  routes.get('/klussen/mine', showMine)
}

async function showMine(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const { personId } = signedIn(request)
  const [own, path, begun] = await Promise.all([
    listOwnKlussen(ctx),
    calendarPath(ctx, personId),
    listDrafts(ctx, { limit: MAX_DRAFTS }),
  ])
  const drafts = await draftsOf(request, begun.items)
  const klussen = own.map(({ item, facts, mine }) => ({
    id: item.id,
    path: paths.item(item.id),
    title: item.title,
    status: facts.status,
    mine,
    facts,
    candidates:
      mine && facts.status === 'open' && facts.purpose === 'request' ? `/klussen/${item.id}/people` : undefined,
  }))
  const calendar = path && `${ctx.config.origin}${path}`
  const body = <MyKlussen {...{ t, klussen, drafts, calendar }} now={ctx.clock.now()} />
  const breadcrumbs = [{ label: t('klussen.title'), href: '/klussen' }]
  return page(t('klussen.mine.title'), body, { current: 'klussen', breadcrumbs })
}

/** Where one goes on with each; what waits for approval is looked at as a whole. */
async function draftsOf({ ctx, t }: PageRequest, begun: readonly Content[]): Promise<readonly KlusDraft[]> {
  const klussen = begun.filter(({ kind }) => kind === KLUS)
  const returned = await listReturned(
    ctx.db,
    klussen.map(({ id }) => id),
  )
  return klussen.map((item) => {
    const status = returned.has(item.id) ? 'returned' : factsOf(item).status
    return {
      id: item.id,
      path: `${WRITE}?item=${item.id}${status === 'review' ? `&step=${PREVIEW}` : ''}`,
      title: item.title || t('content.new.emptyDraft'),
      status,
      begun: item.published,
    }
  })
}
