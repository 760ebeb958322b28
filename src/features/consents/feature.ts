// Gathers the doors of the room `consents` for the registry.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import { schedule } from './jobs.ts'
import { whenDecided, whenForgotten, whenHeard, whenMoved } from './listeners/look.ts'
import { whenAsked, whenReminded } from './listeners/mail.ts'
import nl from './nl.json' with { type: 'json' }
import { pages } from './pages/routes.ts'

export const consents: Feature = {
  name: 'consents',
  pages,
  listeners: {
    'response.moved': whenMoved,
    'response.heard': whenHeard,
    'response.forgotten': whenForgotten,
    'consent.asked': whenAsked,
    'consent.reminded': whenReminded,
    'consent.decided': whenDecided,
  },
  schedule,
  texts: { nl, en },
}
