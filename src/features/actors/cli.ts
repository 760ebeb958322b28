// Commands about keys.
import type { CliCommand } from '../../core/feature.ts'
import { rotateKeys } from './commands/keys.ts'

export const cli: readonly CliCommand[] = [
  {
    name: 'keys rotate',
    summary: 'Give every person, group and the plein itself new keys; the old ones are answered for a week',
    options: [],
    async run(ctx) {
      return { rotated: await rotateKeys(ctx) }
    },
  },
]
