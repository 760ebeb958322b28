// Registers the room instances.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import { federation } from './federation.ts'
import nl from './nl.json' with { type: 'json' }

export const instances: Feature = { name: 'instances', federation, texts: { nl, en } }
