// The room of comments, with its doors.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import { commentsFederation } from './federation/door.ts'
import { whenActorGone, whenCommentAdded, whenCommentDeleted } from './listeners.ts'
import nl from './nl.json' with { type: 'json' }
import { commentPages } from './pages.tsx'

export const comments: Feature = {
  name: 'comments',
  pages: commentPages,
  federation: commentsFederation,
  listeners: { 'actor.gone': whenActorGone, 'comment.added': whenCommentAdded, 'comment.deleted': whenCommentDeleted },
  texts: { nl, en },
}
