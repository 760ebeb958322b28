// The room of reactions, with its doors.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import { reactionsFederation } from './federation.ts'
import { whenActorGone, whenReactionAdded, whenReactionRemoved } from './listeners.ts'
import nl from './nl.json' with { type: 'json' }
import { reactionPages } from './pages.ts'

export const reactions: Feature = {
  name: 'reactions',
  pages: reactionPages,
  federation: reactionsFederation,
  listeners: {
    'actor.gone': whenActorGone,
    'reaction.added': whenReactionAdded,
    'reaction.removed': whenReactionRemoved,
  },
  texts: { nl, en },
}
