// Where the pages of items hang.
import type { PageRoutes } from '../../../core/pages.ts'
import { askDelete, pin, remove, restore, unpin } from './act.tsx'
import { showHistory } from './history.tsx'
import { showItem } from './show.tsx'
import { chooseKind } from './choose.tsx'
import { preview, writeAgain, writeNew } from './write.tsx'

export function contentPages(routes: PageRoutes): void {
  routes.get('/new', chooseKind)
  routes.get('/new/:kind', writeNew)
  routes.post('/new/:kind', writeNew)
  routes.post('/preview', preview)
  routes.get('/item/:id', showItem)
  routes.get('/item/:id/history', showHistory)
  routes.get('/item/:id/edit', writeAgain)
  routes.post('/item/:id/edit', writeAgain)
  routes.get('/item/:id/delete', askDelete)
  routes.post('/item/:id/delete', remove)
  routes.post('/item/:id/restore', restore)
  routes.post('/item/:id/pin', pin)
  routes.post('/item/:id/unpin', unpin)
}
