// The page on which administrators allow and block other pleinen.
import type { PageAnswer, PageRequest, PageRoutes } from '../../core/pages.ts'
import { z } from '../../lib/schema.ts'
import { adminOnly, form, page, redirect } from '../../web/kit.ts'
import { formState } from '../../../views/ds/index.ts'
import { Network } from '../../../views/instances/network.tsx'
import { organisationsOf } from '../organisations/index.ts'
import { allowInstance, blockInstance, neutralise } from './commands.ts'
import { listInstances } from './queries.ts'

const trustForm = z.object({
  host: z.string().trim().min(1),
  trust: z.enum(['allowed', 'blocked', 'neutral']),
  reason: z.string().default(''),
})

export function pages(routes: PageRoutes): void {
  routes.get('/admin/network', networkPage)
  routes.post('/admin/network', networkPage)
}

async function networkPage(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  adminOnly(request)
  return form(request, {
    schema: trustForm,
    async show(values, faults) {
      const rows = await listInstances(ctx.db)
      const names = await organisationsOf(
        ctx.db,
        rows.map((row) => row.host),
      )
      const hosts = rows.map((row) => ({ ...row, name: names.get(row.host)?.name }))
      const body = <Network t={t} now={ctx.clock.now()} state={formState(t, values, faults)} hosts={hosts} />
      return page(t('instance.network.title'), body, { current: 'admin' })
    },
    async submit({ host, trust, reason }) {
      if (trust === 'blocked') await blockInstance(ctx, host, reason)
      else if (trust === 'allowed') await allowInstance(ctx, host, reason)
      else await neutralise(ctx, host)
      return redirect('/admin/network', 'instance.flash.changed')
    },
  })
}
