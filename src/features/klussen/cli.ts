// Klussen on the command line.
import type { CliCommand } from '../../core/feature.ts'
import { rebuildIndex } from './commands/index-klus.ts'

export const cli: readonly CliCommand[] = [
  {
    name: 'klussen index',
    summary: 'Make the index of klussen anew from the items themselves',
    options: [],
    run: async (ctx) => ({ klussen: await rebuildIndex(ctx) }),
  },
]
