// "Wie past hierbij": who made himself available and fits a klus, for who wrote it.
import { NotFound } from '../../../core/errors.ts'
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { paths } from '../../../lib/urls.ts'
import { page, signedIn } from '../../../web/kit.ts'
import { CandidateList } from '../../../../views/klussen/candidates.tsx'
import { getContent } from '../../content/index.ts'
import { listCandidates } from '../queries/availability.ts'
import { factsOf, KLUS } from '../rules/facts.ts'

export function candidatePages(routes: PageRoutes): void {
  routes.get('/klussen/:id/people', showCandidates)
}

async function showCandidates(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  signedIn(request)
  const item = await getContent(ctx, request.params['id'] ?? '')
  if (item.kind !== KLUS) throw new NotFound('content.notFound')
  const facts = factsOf(item)
  const candidates = await listCandidates(ctx, { item, facts })
  const klus = { title: item.title, path: paths.item(item.id), expertise: facts.expertise }
  const body = <CandidateList {...{ t, klus, candidates }} hoursPerWeek={facts.hoursPerWeek} />
  const breadcrumbs = [
    { label: t('klussen.title'), href: '/klussen' },
    { label: item.title, href: klus.path },
  ]
  return page(t('klussen.candidates.title'), body, { current: 'klussen', breadcrumbs })
}
