// Gathers the doors of the room `notifications` for the registry.
import type { Feature } from '../../core/feature.ts'
import en from './en.json' with { type: 'json' }
import { sendMail } from './jobs.tsx'
import {
  whenCommentAdded,
  whenContentPublished,
  whenFollowAccepted,
  whenFollowRequested,
  whenGroupInvited,
  whenReactionAdded,
} from './listeners.ts'
import nl from './nl.json' with { type: 'json' }
import { pages } from './pages.tsx'
import { countUnread } from './queries.ts'
import { MAIL_JOB } from './rules.ts'

export const notifications: Feature = {
  name: 'notifications',
  pages,
  layout: { unread: countUnread },
  listeners: {
    'content.published': whenContentPublished,
    'comment.added': whenCommentAdded,
    'reaction.added': whenReactionAdded,
    'follow.accepted': whenFollowAccepted,
    'follow.requested': whenFollowRequested,
    'group.invited': whenGroupInvited,
  },
  jobs: { [MAIL_JOB]: sendMail },
  texts: { nl, en },
}
