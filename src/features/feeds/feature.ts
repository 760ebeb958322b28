// Gathers the doors of the room `feeds` for the registry.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import nl from './nl.json' with { type: 'json' }
import { pages } from './pages/start.tsx'

export const feeds: Feature = {
  name: 'feeds',
  pages,
  nav: [{ name: 'start', href: '/', icon: 'home', order: 10 }],
  texts: { nl, en },
}
