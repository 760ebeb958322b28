// Registers the room instances.
import type { Feature } from '../../core/feature.ts'
import { cli } from './cli.ts'
import en from './en.json' with { type: 'json' }
import { federation } from './federation.ts'
import { answerHost } from './jobs.ts'
import { whenAllowed } from './listeners.ts'
import nl from './nl.json' with { type: 'json' }
import { pages } from './pages.tsx'
import { INTRODUCTION_JOB } from './rules.ts'

export const instances: Feature = {
  name: 'instances',
  pages,
  federation,
  listeners: { 'instance.allowed': whenAllowed },
  jobs: { [INTRODUCTION_JOB]: answerHost },
  cli,
  texts: { nl, en },
}
