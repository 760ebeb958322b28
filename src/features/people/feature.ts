// Registers the room people.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import { federation } from './federation/person.ts'
import nl from './nl.json' with { type: 'json' }

export const people: Feature = { name: 'people', federation, texts: { nl, en } }
