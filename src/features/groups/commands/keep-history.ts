// How far the history of a group elsewhere has been fetched.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden, NotFound } from '../../../core/errors.ts'
import type { ActorId } from '../../../lib/id.ts'
import { addAfresh, addJobs, type NewJob, WORK } from '../../../platform/queue/queue.ts'
import { findGroup } from '../queries/groups.ts'
import { isHistoryUnderWay } from '../queries/history.ts'
import { historyOrder } from '../rules.ts'

/** Once per group, at the first membership of anyone here; again when it failed before, also when its work is gone. */
export async function beginHistory(ctx: Ctx, groupId: ActorId): Promise<void> {
  await ctx.transaction(async (tx) => {
    const before = await tx.selectFrom('group').select('history').where('actorId', '=', groupId).executeTakeFirst()
    if (!before || before.history === 'done') return
    if (before.history === 'fetching' && (await isHistoryUnderWay(tx, groupId))) return
    await tx.updateTable('group').set({ history: 'fetching' }).where('actorId', '=', groupId).execute()
    const key = `history.fetch:${groupId}`
    const orderingKey = historyOrder(groupId)
    await addAfresh(tx, ctx.clock, [{ queue: WORK, name: 'history.fetch', key, payload: { groupId }, orderingKey }])
  })
}

/** A member wants what could not be fetched. @throws NotFound, Forbidden */
export async function retryHistory(ctx: Ctx, groupId: ActorId): Promise<void> {
  const group = await findGroup(ctx, groupId)
  if (!group || group.local) throw new NotFound('group.notFound')
  if (!group.role) throw new Forbidden('group.membersOnly')
  await beginHistory(ctx, groupId)
}

export interface HistoryThread {
  readonly groupId: ActorId
  /** Of the thread's first item. */
  readonly iri: string
  /** Its context was read up to here. */
  readonly from: number
}

/** One job per thread, oldest first, one after the other, and one that ends it. Repeatable. */
export async function addThreads(ctx: Ctx, groupId: ActorId, iris: readonly string[]): Promise<void> {
  const end: NewJob = { queue: WORK, name: 'history.end', key: `history.end:${groupId}`, payload: { groupId } }
  const jobs = [
    ...iris.map((iri) => threadJob({ groupId, iri, from: 0 })),
    { ...end, orderingKey: historyOrder(groupId) },
  ]
  await ctx.transaction((tx) => addAfresh(tx, ctx.clock, jobs))
}

/** The rest of a long thread: one job may only ask for so much. */
export async function continueThread(ctx: Ctx, thread: HistoryThread): Promise<void> {
  await ctx.transaction((tx) => addJobs(tx, ctx.clock, [threadJob(thread)]))
}

function threadJob(thread: HistoryThread): NewJob {
  const { groupId, iri, from } = thread
  const key = `history.thread:${groupId}:${from}:${iri}`
  return { queue: WORK, name: 'history.thread', key, payload: thread, orderingKey: historyOrder(groupId) }
}

/** Counts what is there, for whoever waits. */
export async function showProgress(
  ctx: Ctx,
  groupId: ActorId,
  facts: { readonly history?: 'done' | 'failed' | 'fetching'; readonly memberCount?: number } = {},
): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx
      .updateTable('group')
      .set((eb) => ({
        ...facts,
        historyCount: eb
          .selectFrom('content')
          .where('content.groupId', '=', groupId)
          .where('content.state', '=', 'published')
          .select((count) => count.fn.countAll<number>().as('count')),
      }))
      .where('actorId', '=', groupId)
      .execute()
  })
}
