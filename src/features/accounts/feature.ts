// Registers the room accounts.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import nl from './nl.json' with { type: 'json' }

export const accounts: Feature = { name: 'accounts', texts: { nl, en } }
