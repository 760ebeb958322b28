// Commands about responses: how long personal parts are kept.
import type { CliCommand } from '../../core/feature.ts'
import { setKeepMonths } from './commands/forget.ts'
import { keepMonths } from './queries/retention.ts'

export const cli: readonly CliCommand[] = [
  {
    name: 'responses keep',
    summary: 'Months after their end that motivations, talk and consents are kept (shows it without --months)',
    options: [{ name: 'months' }],
    async run(ctx, { months }) {
      if (typeof months === 'string') await setKeepMonths(ctx, Number(months))
      return { months: await keepMonths(ctx.db) }
    },
  },
]
