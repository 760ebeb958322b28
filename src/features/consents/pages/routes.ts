// Where the pages of consents and agreements hang.
import type { PageRoutes } from '../../../core/pages.ts'
import { agreementPage } from './agreement.tsx'
import { linkPage, signedInPage } from './answer.tsx'
import { askPage } from './ask.tsx'

export function pages(routes: PageRoutes): void {
  for (const method of ['get', 'post'] as const) {
    routes[method]('/consent', linkPage)
    routes[method]('/consent/:id', signedInPage)
    routes[method]('/consents/:id', askPage)
  }
  routes.get('/agreements/:id', agreementPage)
}
