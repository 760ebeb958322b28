// Groups on the command line.
import { type GroupAccess, groupAccesses } from '../../core/access.ts'
import type { CliCommand } from '../../core/feature.ts'
import { personViewer } from '../accounts/index.ts'
import { createGroup } from './commands/create-group.ts'
import { joinGroup } from './commands/join-group.ts'
import { getGroup } from './queries/groups.ts'

export const commands: readonly CliCommand[] = [
  {
    name: 'group create',
    summary: 'Make a group; the owner (handle, e-mail address or id) becomes its manager',
    options: [
      { name: 'handle', required: true },
      { name: 'name', required: true },
      { name: 'owner', required: true },
      { name: 'about' },
      { name: 'access', values: groupAccesses },
    ],
    async run(ctx, input, tools) {
      const owner = await personViewer(ctx.db, String(input['owner']))
      const id = await createGroup(tools.as(owner), {
        handle: String(input['handle']),
        name: String(input['name']),
        ...(typeof input['about'] === 'string' ? { about: input['about'] } : {}),
        ...(typeof input['access'] === 'string' ? { access: input['access'] as GroupAccess } : {}),
      })
      return { id, handle: input['handle'] }
    },
  },
  {
    name: 'group join',
    summary: 'Make a person (handle, e-mail address or id) ask to join a group (handle, or handle@host)',
    options: [
      { name: 'group', required: true },
      { name: 'person', required: true },
    ],
    async run(ctx, input, tools) {
      const asPerson = tools.as(await personViewer(ctx.db, String(input['person'])))
      const group = await getGroup(asPerson, String(input['group']))
      return joinGroup(asPerson, group.id)
    },
  },
]
