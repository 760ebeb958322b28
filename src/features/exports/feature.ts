// Registers the room of what people take along.
import type { Feature } from '../../core/feature.ts'
import { cli } from './cli.ts'
import en from './en.json' with { type: 'json' }
import nl from './nl.json' with { type: 'json' }
import { pages } from './pages.ts'

export const exports: Feature = { name: 'exports', pages, cli, texts: { nl, en } }
