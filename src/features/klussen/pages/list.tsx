// The list of klussen.
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { page } from '../../../web/kit.ts'
import { KlusList } from '../../../../views/klussen/list.tsx'

export function listPages(routes: PageRoutes): void {
  routes.get('/klussen', showKlussen)
}

async function showKlussen(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const isGuest = ctx.viewer.type !== 'person'
  return page(t('klussen.title'), <KlusList t={t} />, { current: 'klussen', public: isGuest })
}
