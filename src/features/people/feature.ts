// Registers the room people.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import nl from './nl.json' with { type: 'json' }

export const people: Feature = { name: 'people', texts: { nl, en } }
