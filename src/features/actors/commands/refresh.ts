// Keeps what is shown of actors elsewhere from growing old: asked for when somebody looks, done in the background.
import type { Ctx } from '../../../core/context.ts'
import { millisOf } from '../../../lib/clock.ts'
import type { ActorId } from '../../../lib/id.ts'
import { addJobs, WORK } from '../../../platform/queue/queue.ts'
import { findActor } from '../queries/actors.ts'

const DAY = 24 * 3_600_000

/** Name of the work that does it; a room that fetches more of its actors has its own. */
export const REFRESH_JOB = 'actor.refresh'

/**
 * When a signed-in person looks at an actor elsewhere that was fetched over a day ago: it is fetched again soon, once,
 * however many look.
 */
export async function refreshWhenOld(ctx: Ctx, actorId: ActorId, job = REFRESH_JOB): Promise<void> {
  if (ctx.viewer.type !== 'person') return
  const actor = await findActor(ctx.db, actorId)
  if (!actor || actor.local === 1 || actor.gone) return
  if (actor.fetched && ctx.clock.millis() - millisOf(actor.fetched) < DAY) return
  await ctx.transaction((tx) =>
    addJobs(tx, ctx.clock, [{ queue: WORK, name: job, key: `${job}:${actorId}`, payload: { actorId } }]),
  )
}

/** Counts as fetched although its server did not answer: it is asked again after a day, not at every look. */
export async function markTried(ctx: Ctx, actorId: ActorId): Promise<void> {
  await ctx.transaction((tx) =>
    tx
      .updateTable('actor')
      .set({ fetched: ctx.clock.now() })
      .where('id', '=', actorId)
      .where('local', '=', 0)
      .execute(),
  )
}
