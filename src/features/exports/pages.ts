// One's own data as a file.
import { Readable } from 'node:stream'
import type { PageAnswer, PageRequest, PageRoutes } from '../../core/pages.ts'
import { file, signedIn } from '../../web/kit.ts'
import { findActor } from '../actors/index.ts'
import { exportOf } from './queries/export.ts'
import { fileName, jsonOf } from './rules.ts'

export function pages(routes: PageRoutes): void {
  routes.get('/settings/export', download)
}

async function download(request: PageRequest): Promise<PageAnswer> {
  const { ctx, t } = request
  const { personId } = signedIn(request)
  const mine = await exportOf(ctx, personId)
  const actor = await findActor(ctx.db, personId)
  const name = fileName(t('exports.file'), actor?.handle ?? '', ctx.clock.now())
  return file('application/json; charset=utf-8', Readable.from(jsonOf(mine)), {
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'private, no-store',
  })
}
