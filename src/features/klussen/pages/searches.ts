// Saving what one looks for, and forgetting it.
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { Conflict, Invalid } from '../../../core/errors.ts'
import { z } from '../../../lib/schema.ts'
import { localPath, parseForm, redirect, signedIn } from '../../../web/kit.ts'
import { forgetSearch, saveSearch } from '../commands/searches.ts'

export function searchPages(routes: PageRoutes): void {
  routes.post('/klussen/searches', save)
  routes.post('/klussen/searches/:id/forget', forget)
}

async function save(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const schema = z.object({ query: z.string().max(1000).default(''), name: z.string().default('') })
  const input = parseForm(request, schema)
  const back = localPath(`/klussen?${input.query}`)
  try {
    await saveSearch(request.ctx, input)
  } catch (error) {
    const told = error instanceof Invalid ? error.fields['name']?.code : error instanceof Conflict && error.code
    if (!told) throw error
    return redirect(back, told)
  }
  return redirect(back, 'klussen.searches.saved')
}

async function forget(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  await forgetSearch(request.ctx, request.params['id'] ?? '')
  return redirect('/klussen', 'klussen.searches.forgotten')
}
