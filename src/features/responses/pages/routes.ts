// Where the pages of responses hang.
import type { PageRoutes } from '../../../core/pages.ts'
import { refusePage } from './refuse.tsx'
import { beginStep, makeStep, writeMessage } from './step.tsx'
import { listResponses, showResponse } from './show.tsx'

export function responsePages(routes: PageRoutes): void {
  routes.get('/responses', listResponses)
  routes.get('/responses/:id', showResponse)
  routes.post('/responses/:id/messages', writeMessage)
  routes.get('/responses/:id/:move', makeStep)
  routes.post('/responses/:id/:move', makeStep)
  routes.get('/item/:id/refuse', refusePage)
  routes.post('/item/:id/refuse', refusePage)
  routes.get('/item/:id/respond/:move', beginStep)
  routes.post('/item/:id/respond/:move', beginStep)
}
