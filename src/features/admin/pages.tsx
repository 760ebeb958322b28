// Pages for administrators about the machinery: background work and deliveries.
import type { PageRoutes } from '../../core/pages.ts'
import { dropDeliveries, listDeliveryHosts, retryDeliveries } from '../../federation/deliveries.ts'
import { z } from '../../lib/schema.ts'
import { adminOnly, page, pageInput, parseForm, redirect } from '../../web/kit.ts'
import { Deliveries } from '../../../views/admin/deliveries.tsx'
import { Jobs } from '../../../views/admin/jobs.tsx'
import { retryJobs } from './commands.ts'
import { countJobs, listDead } from './queries.ts'

const jobForm = z.object({ id: z.string().optional() })
const hostForm = z.object({ host: z.string().min(1) })

export function pages(routes: PageRoutes): void {
  routes.get('/admin/jobs', async (request) => {
    adminOnly(request)
    const { ctx, t } = request
    const [counts, dead] = await Promise.all([countJobs(ctx.db, ctx.clock), listDead(ctx.db, pageInput(request))])
    return page(
      t('admin.jobs.title'),
      <Jobs t={t} now={ctx.clock.now()} counts={counts} dead={dead.items} next={dead.next} />,
    )
  })
  routes.post('/admin/jobs/retry', async (request) => {
    adminOnly(request)
    await retryJobs(request.ctx, parseForm(request, jobForm).id)
    return redirect('/admin/jobs', 'admin.jobs.retried')
  })
  routes.get('/admin/deliveries', async (request) => {
    adminOnly(request)
    const { ctx, t } = request
    const hosts = await listDeliveryHosts(ctx.db)
    return page(t('admin.deliveries.title'), <Deliveries t={t} now={ctx.clock.now()} hosts={hosts} />)
  })
  routes.post('/admin/deliveries/retry', async (request) => {
    adminOnly(request)
    await retryDeliveries(request.ctx, parseForm(request, hostForm).host)
    return redirect('/admin/deliveries', 'admin.deliveries.retried')
  })
  routes.post('/admin/deliveries/drop', async (request) => {
    adminOnly(request)
    await dropDeliveries(request.ctx, parseForm(request, hostForm).host)
    return redirect('/admin/deliveries', 'admin.deliveries.dropped')
  })
}
