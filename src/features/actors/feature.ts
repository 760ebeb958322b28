// Registers the room actors.
import type { Feature } from '../../core/feature.ts'
import { cli } from './cli.ts'
import { REFRESH_JOB } from './commands/refresh.ts'
import en from './en.json' with { type: 'json' }
import { federation } from './federation/door.ts'
import { schedule, refreshActor } from './jobs.ts'
import { whenActorUpdated, whenFollowAccepted, whenInstanceBlocked } from './listeners.ts'
import nl from './nl.json' with { type: 'json' }

export const actors: Feature = {
  name: 'actors',
  federation,
  listeners: {
    'instance.blocked': whenInstanceBlocked,
    'follow.accepted': whenFollowAccepted,
    'actor.updated': whenActorUpdated,
  },
  schedule,
  jobs: { [REFRESH_JOB]: refreshActor },
  cli,
  texts: { nl, en },
}
