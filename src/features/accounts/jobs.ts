// Scheduled: what is over goes. When it listens: the link for the first administrator.
import type { Ctx } from '../../core/context.ts'
import type { ScheduledJob } from '../../core/feature.ts'
import { asIs } from '../../platform/log.ts'
import { dropWhatIsOver } from './commands/administer.ts'
import { issueSetUpLink } from './commands/set-up.ts'

export const schedule: readonly ScheduledJob[] = [
  {
    name: 'sessions.drop',
    everyMinutes: 60,
    async run(ctx) {
      await dropWhatIsOver(ctx)
    },
  },
]

/** At every start of a process that shows pages, until the plein is set up: the link with which the newcomer becomes its first administrator. */
export async function showSetUpLink(ctx: Ctx): Promise<void> {
  // Only the last link works: a worker that starts beside it must not end the one that was shown.
  if (ctx.config.role === 'worker') return
  const path = await issueSetUpLink(ctx)
  if (path)
    ctx.log.info('open this link in your browser to set up the plein', { link: asIs(`${ctx.config.origin}${path}`) })
}
