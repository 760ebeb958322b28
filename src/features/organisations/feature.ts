// Registers the room organisations.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import { layout } from './layout.ts'
import nl from './nl.json' with { type: 'json' }
import { pages } from './pages.tsx'

export const organisations: Feature = { name: 'organisations', pages, layout, texts: { nl, en } }
