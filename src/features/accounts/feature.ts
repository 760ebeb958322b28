// Registers the room accounts.
import type { Feature } from '../../core/feature.ts'
import type { PageRoutes } from '../../core/pages.ts'
import { cli } from './cli.ts'
import en from './en.json' with { type: 'json' }
import { federation } from './federation.ts'
import { schedule, showSetUpLink } from './jobs.ts'
import { whenAccountInvited } from './listeners.ts'
import nl from './nl.json' with { type: 'json' }
import { administerPages } from './pages/administer.tsx'
import { entryPages } from './pages/entry.tsx'
import { settingsPages } from './pages/settings.tsx'
import { session } from './session.ts'

export const accounts: Feature = {
  name: 'accounts',
  pages(routes: PageRoutes) {
    entryPages(routes)
    settingsPages(routes)
    administerPages(routes)
  },
  federation,
  session,
  listeners: { 'account.invited': whenAccountInvited },
  schedule,
  cli,
  opened: showSetUpLink,
  texts: { nl, en },
}
