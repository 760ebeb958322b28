// Registers the room people.
import type { Feature } from '../../core/feature.ts'
import type { PageRoutes } from '../../core/pages.ts'
import { cli } from './cli.ts'
import en from './en.json' with { type: 'json' }
import { federation } from './federation/person.ts'
import { layout } from './layout.ts'
import nl from './nl.json' with { type: 'json' }
import { directoryPages } from './pages/directory.tsx'
import { editPages } from './pages/edit.tsx'
import { profilePages } from './pages/profile.tsx'

export const people: Feature = {
  name: 'people',
  pages(routes: PageRoutes) {
    directoryPages(routes)
    editPages(routes)
    profilePages(routes)
  },
  federation,
  layout,
  cli,
  nav: [{ name: 'people', href: '/people', icon: 'users', order: 60 }],
  texts: { nl, en },
}
