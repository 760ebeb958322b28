// Commands about people.
import type { CliCommand } from '../../core/feature.ts'
import { NotFound } from '../../core/errors.ts'
import { personViewer } from '../accounts/index.ts'
import { findActorByHandle } from '../actors/index.ts'
import { joinGroup } from '../groups/index.ts'
import { followPerson } from './commands/follow.ts'

export const cli: readonly CliCommand[] = [
  {
    name: 'follow',
    summary: 'Let a person here follow a person or group, here or elsewhere (name, @name@host or URL)',
    options: [
      { name: 'person', required: true },
      { name: 'target', required: true },
    ],
    async run(ctx, input, tools) {
      const viewer = await personViewer(ctx.db, String(input['person']))
      const target = String(input['target'])
      const here = await findActorByHandle(ctx.db, target, ctx.config.hostName)
      const iri = here?.iri ?? (await tools.remote.webfinger(target))
      const actor = iri === undefined ? undefined : await tools.remote.actor(iri)
      if (!actor) throw new NotFound('person.notFound')
      const his = tools.as(viewer)
      const { outcome } = actor.type === 'group' ? await joinGroup(his, actor.id) : await followPerson(his, actor.id)
      return { target: actor.iri, outcome }
    },
  },
]
