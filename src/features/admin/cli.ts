// Commands for running a plein: work, deliveries, backup, configuration.
import type { Ctx } from '../../core/context.ts'
import { Invalid } from '../../core/errors.ts'
import type { CliCommand } from '../../core/feature.ts'
import { listDeliveryHosts, retryDeliveries } from '../../federation/deliveries.ts'
import { backup, restore } from '../../platform/db/backup.ts'
import { migrate } from '../../platform/db/migrate.ts'
import { redactText } from '../../platform/log.ts'
import { hostFrom } from '../instances/index.ts'
import { retryJobs } from './commands.ts'
import { countJobs, listDead } from './queries.ts'

const MAX_LISTED = 200

function text(value: string | true | undefined): string {
  return typeof value === 'string' ? value : ''
}

async function jobsList(ctx: Ctx): Promise<unknown> {
  const dead = await listDead(ctx.db, { limit: MAX_LISTED })
  return dead.items.length > 0 ? dead.items : countJobs(ctx.db, ctx.clock)
}

export const cli: readonly CliCommand[] = [
  {
    name: 'jobs list',
    summary: 'Work that failed for good; when there is none, how much waits per queue',
    options: [],
    run: jobsList,
  },
  {
    name: 'jobs retry',
    summary: 'Put failed work back in its queue (all of it, or one)',
    options: [{ name: 'id' }],
    async run(ctx, input) {
      return { retried: await retryJobs(ctx, input['id'] === undefined ? undefined : text(input['id'])) }
    },
  },
  {
    name: 'deliveries list',
    summary: 'Deliveries to other servers, a row per host',
    options: [],
    async run(ctx) {
      const hosts = await listDeliveryHosts(ctx.db)
      return hosts.map(({ host, counts, ...more }) => ({ host, ...counts, ...more }))
    },
  },
  {
    name: 'deliveries retry',
    summary: 'Try waiting and failed deliveries to a host again now',
    options: [{ name: 'host', required: true }],
    async run(ctx, input) {
      const host = hostFrom(text(input['host']))
      if (host === undefined) throw new Invalid({ host: { code: 'instance.badHost' } })
      return { retried: await retryDeliveries(ctx, host) }
    },
  },
  {
    name: 'migrate',
    summary: 'Bring the database up to date (also done at every start)',
    options: [],
    unmigrated: true,
    async run(_ctx, _input, tools) {
      return { migrated: await migrate(tools.database) }
    },
  },
  {
    name: 'backup',
    summary: 'Write database, uploads and secret key to one file, consistent while the plein runs',
    options: [],
    args: ['file'],
    async run(ctx, input, tools) {
      await backup(tools.database, ctx.config, text(input['file']))
      return { written: text(input['file']) }
    },
  },
  {
    name: 'restore',
    summary: 'Put a backup back, into an empty database and an empty DATA_DIR',
    options: [],
    unmigrated: true,
    args: ['file'],
    async run(ctx, input, tools) {
      await restore(tools.database, ctx.config, text(input['file']))
      return { restored: text(input['file']) }
    },
  },
  {
    name: 'config',
    summary: 'The configuration in force, without secrets',
    options: [],
    unmigrated: true,
    async run(ctx) {
      const { secretKey: _secret, databaseUrl, mail, ...shown } = ctx.config
      return {
        ...shown,
        databaseUrl: redactText(databaseUrl),
        mail: mail ? { from: mail.from, url: redactText(mail.url) } : null,
      }
    },
  },
]
