// Giving failed work another chance.
import type { Ctx } from '../../core/context.ts'
import { Forbidden, NotFound } from '../../core/errors.ts'
import type { Id } from '../../lib/id.ts'
import { retryDead } from '../../platform/queue/dead.ts'

/**
 * Puts dead jobs back in their queue with fresh attempts. For administrators and the system.
 * @param id one job; absent: all dead ones.
 * @returns how many.
 * @throws NotFound when there is no such dead job.
 */
export async function retryJobs(ctx: Ctx, id?: string): Promise<number> {
  if (ctx.viewer.type !== 'system' && !(ctx.viewer.type === 'person' && ctx.viewer.admin)) throw new Forbidden()
  const count = await ctx.transaction((tx) => retryDead(tx, ctx.clock, id === undefined ? 'all' : (id as Id<'job'>)))
  if (id !== undefined && count === 0) throw new NotFound('job.notDead')
  return count
}
