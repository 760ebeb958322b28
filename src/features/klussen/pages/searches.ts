// Saving what one looks for, and forgetting it.
import type { PageAnswer, PageRequest, PageRoutes } from '../../../core/pages.ts'
import { Conflict, Invalid } from '../../../core/errors.ts'
import { z } from '../../../lib/schema.ts'
import { localPath, parseForm, redirect, signedIn } from '../../../web/kit.ts'
import { forgetSearch, saveSearch } from '../commands/searches.ts'
import { showKlussen } from './list.tsx'

export function searchPages(routes: PageRoutes): void {
  routes.post('/klussen/searches', save)
  routes.post('/klussen/searches/:id/forget', forget)
}

const schema = z.object({ query: z.string().max(1000).default(''), name: z.string().default('') })

async function save(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  const input = parseForm(request, schema)
  try {
    await saveSearch(request.ctx, input)
  } catch (error) {
    const fault = error instanceof Invalid ? error.fields['name'] : error instanceof Conflict ? error : undefined
    if (!fault) throw error
    const query = Object.fromEntries(new URLSearchParams(input.query))
    return showKlussen({ ...request, query }, { name: input.name, faults: { name: fault } })
  }
  return redirect(localPath(`/klussen?${input.query}`), 'klussen.searches.saved')
}

async function forget(request: PageRequest): Promise<PageAnswer> {
  signedIn(request)
  await forgetSearch(request.ctx, request.params['id'] ?? '')
  return redirect('/klussen', 'klussen.searches.forgotten')
}
