// Registers the room actors.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import nl from './nl.json' with { type: 'json' }

export const actors: Feature = { name: 'actors', texts: { nl, en } }
