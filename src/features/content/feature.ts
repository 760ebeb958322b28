// The room of content, with its doors.
import type { Feature } from '../../core/feature.ts'
import { contentCommands } from './cli.ts'
import en from './en.json' with { type: 'json' }
import { contentFederation } from './federation/door.ts'
import { whenActorGone, whenFollowAccepted } from './listeners.ts'
import nl from './nl.json' with { type: 'json' }
import { contentPages } from './pages/routes.ts'

export const content: Feature = {
  name: 'content',
  pages: contentPages,
  federation: contentFederation,
  listeners: { 'actor.gone': whenActorGone, 'follow.accepted': whenFollowAccepted },
  cli: contentCommands,
  texts: { nl, en },
}
