// Gathers the doors of the room `groups` for the registry.
import type { Feature } from '../../core/feature.ts'
import { commands } from './cli.ts'
import en from './en.json' with { type: 'json' }
import { federation } from './federation/door.ts'
import { endHistory, fetchHistory, fetchThread, refreshGroup } from './jobs.ts'
import { whenContentPublished, whenFollowAccepted, whenFollowEnded, whenFollowRejected } from './listeners.ts'
import nl from './nl.json' with { type: 'json' }
import { pages } from './pages/group.tsx'
import { GROUP_REFRESH } from './rules.ts'

export const groups: Feature = {
  name: 'groups',
  pages,
  federation,
  listeners: {
    'follow.accepted': whenFollowAccepted,
    'follow.rejected': whenFollowRejected,
    'follow.ended': whenFollowEnded,
    'content.published': whenContentPublished,
  },
  jobs: {
    'history.fetch': fetchHistory,
    'history.thread': fetchThread,
    'history.end': endHistory,
    [GROUP_REFRESH]: refreshGroup,
  },
  cli: commands,
  nav: [{ name: 'groups', href: '/groups', icon: 'users-group', order: 20 }],
  texts: { nl, en },
}
