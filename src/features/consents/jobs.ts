// Scheduled: managers are reminded after 5 and 10 days; after 14 days it lapses.
import type { ScheduledJob } from '../../core/feature.ts'
import { followUp } from './commands/decide.ts'

export const schedule: readonly ScheduledJob[] = [{ name: 'consents.followUp', everyMinutes: 60, run: followUp }]
