// Scheduled: what is over goes.
import type { ScheduledJob } from '../../core/feature.ts'
import { dropWhatIsOver } from './commands/administer.ts'

export const jobs: readonly ScheduledJob[] = [
  {
    name: 'sessions.drop',
    everyMinutes: 60,
    async run(ctx) {
      await dropWhatIsOver(ctx)
    },
  },
]
