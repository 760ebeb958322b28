// Commands about other pleinen.
import type { CliCommand } from '../../core/feature.ts'
import { allowInstance, blockInstance, neutralise } from './commands.ts'
import { listInstances } from './queries.ts'
import { hostFrom } from './rules.ts'

type Input = Readonly<Record<string, string | true | undefined>>

function text(input: Input, name: string): string {
  const value = input[name]
  return typeof value === 'string' ? value : ''
}

export const cli: readonly CliCommand[] = [
  {
    name: 'instance block',
    summary: 'Let nothing come from or go to a host; follows end and its posts are hidden',
    options: [{ name: 'reason' }],
    args: ['host'],
    async run(ctx, input) {
      await blockInstance(ctx, text(input, 'host'), text(input, 'reason'))
      return { host: hostFrom(text(input, 'host')), trust: 'blocked' }
    },
  },
  {
    name: 'instance allow',
    summary: 'Count a host as part of "het netwerk"',
    options: [{ name: 'reason' }],
    args: ['host'],
    async run(ctx, input) {
      await allowInstance(ctx, text(input, 'host'), text(input, 'reason'))
      return { host: hostFrom(text(input, 'host')), trust: 'allowed' }
    },
  },
  {
    name: 'instance reset',
    summary: 'Neither allow nor block a host any more',
    options: [],
    args: ['host'],
    async run(ctx, input) {
      await neutralise(ctx, text(input, 'host'))
      return { host: hostFrom(text(input, 'host')), trust: 'neutral' }
    },
  },
  {
    name: 'instance list',
    summary: 'Known hosts with their standing',
    options: [],
    async run(ctx) {
      const rows = await listInstances(ctx.db)
      return rows.map(({ host, trust, reason, software, version, failures, heldUntil, lastError }) => {
        return { host, trust, reason, software, version, failures, heldUntil, lastError }
      })
    },
  },
]
