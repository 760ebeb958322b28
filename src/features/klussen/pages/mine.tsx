// One's own klussen, and the calendar of them.
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { paths } from '../../../lib/urls.ts'
import { page, signedIn } from '../../../web/kit.ts'
import { MyKlussen } from '../../../../views/klussen/mine.tsx'
import { calendarPath, listOwnKlussen } from '../queries/calendar.ts'

export function ownPages(routes: PageRoutes): void {
  routes.get('/klussen/mine', showMine)
}

async function showMine(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const { personId } = signedIn(request)
  const [own, path] = await Promise.all([listOwnKlussen(ctx), calendarPath(ctx, personId)])
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
  const body = <MyKlussen {...{ t, klussen, calendar }} now={ctx.clock.now()} />
  const breadcrumbs = [{ label: t('klussen.title'), href: '/klussen' }]
  return page(t('klussen.mine.title'), body, { current: 'klussen', breadcrumbs })
}
