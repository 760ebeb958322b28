// The same for whoever runs the plein, when somebody asks for his data.
import type { CliCommand } from '../../core/feature.ts'
import type { JsonObject } from '../../core/federation.ts'
import { personViewer } from '../accounts/index.ts'
import { exportOf } from './queries/export.ts'

export const cli: readonly CliCommand[] = [
  {
    name: 'person export',
    summary: 'Give all that is kept of a person, as ActivityStreams',
    options: [{ name: 'handle', required: true }],
    async run(ctx, input) {
      const { personId } = await personViewer(ctx.db, String(input['handle']))
      const { head, lists } = await exportOf(ctx, personId)
      const all = await Promise.all(
        Object.entries(lists).map(async ([name, items]) => [name, await gathered(items)] as const),
      )
      return { ...head, ...Object.fromEntries(all) }
    },
  },
]

async function gathered(items: AsyncIterable<JsonObject>): Promise<readonly JsonObject[]> {
  const all: JsonObject[] = []
  for await (const item of items) all.push(item)
  return all
}
