// Scheduled: keys that were rotated away go when their week is over.
import type { ScheduledJob } from '../../core/feature.ts'
import { dropRetiredKeys } from './commands/keys.ts'

export const jobs: readonly ScheduledJob[] = [
  {
    name: 'keys.drop',
    everyMinutes: 24 * 60,
    async run(ctx) {
      await dropRetiredKeys(ctx)
    },
  },
]
