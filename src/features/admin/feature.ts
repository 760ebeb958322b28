// Registers the room for running a plein.
import type { Feature } from '../../core/feature.ts'
import { cli } from './cli.ts'
import en from './en.json' with { type: 'json' }
import nl from './nl.json' with { type: 'json' }
import { pages } from './pages.tsx'

export const admin: Feature = { name: 'admin', pages, cli, texts: { nl, en } }
