// How far the history of a group elsewhere has been fetched.
import type { Ctx } from '../../../core/context.ts'
import type { ActorId } from '../../../lib/id.ts'
import { addJobs, type NewJob, WORK } from '../../../platform/queue/queue.ts'

/** Once per group, at the first membership of anyone here; again when it failed before. */
export async function beginHistory(ctx: Ctx, groupId: ActorId): Promise<void> {
  await ctx.transaction(async (tx) => {
    const begun = await tx
      .updateTable('group')
      .set({ history: 'fetching' })
      .where('actorId', '=', groupId)
      .where('history', 'in', ['none', 'failed'])
      .executeTakeFirst()
    if (begun.numUpdatedRows === 0n) return
    await addJobs(tx, ctx.clock, [
      { queue: WORK, name: 'history.fetch', key: `history.fetch:${groupId}`, payload: { groupId } },
    ])
  })
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
    { ...end, orderingKey: `history:${groupId}` },
  ]
  await ctx.transaction((tx) => addJobs(tx, ctx.clock, jobs))
}

/** The rest of a long thread: one job may only ask for so much. */
export async function continueThread(ctx: Ctx, thread: HistoryThread): Promise<void> {
  await ctx.transaction((tx) => addJobs(tx, ctx.clock, [threadJob(thread)]))
}

function threadJob(thread: HistoryThread): NewJob {
  const { groupId, iri, from } = thread
  const key = `history.thread:${groupId}:${from}:${iri}`
  return { queue: WORK, name: 'history.thread', key, payload: thread, orderingKey: `history:${groupId}` }
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
