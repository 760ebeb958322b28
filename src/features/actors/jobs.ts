// Keys that were rotated away go when their week is over; who was fetched long ago is fetched again.
import type { JobHandler, ScheduledJob } from '../../core/feature.ts'
import type { ActorId } from '../../lib/id.ts'
import { z } from '../../lib/schema.ts'
import { dropRetiredKeys } from './commands/keys.ts'
import { markTried } from './commands/refresh.ts'
import { findActor } from './queries/actors.ts'

const ofActor = z.object({ actorId: z.string() })

/** Fetches an actor elsewhere again: name, text, picture, keys, or that it is gone. */
export const refreshActor: JobHandler = async (ctx, payload, tools) => {
  const actor = await findActor(ctx.db, ofActor.parse(payload).actorId as ActorId)
  if (!actor || actor.local === 1 || actor.gone) return
  await markTried(ctx, actor.id)
  await tools.remote.actor(actor.iri, { fresh: true })
}

export const schedule: readonly ScheduledJob[] = [
  {
    name: 'keys.drop',
    everyMinutes: 24 * 60,
    async run(ctx) {
      await dropRetiredKeys(ctx)
    },
  },
]
