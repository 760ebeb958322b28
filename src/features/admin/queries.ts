// What an administrator wants to know of the machinery: work that failed, and how much is waiting.
import type { Db } from '../../platform/db/database.ts'
import { type Page, type PageInput, pageOf, unpack } from '../../lib/cursor.ts'

export interface DeadJob {
  readonly id: string
  readonly queue: string
  readonly name: string
  readonly attempts: number
  readonly error: string
  readonly dead: string
}

/** Dead jobs, newest first. */
export async function listDeadJobs(db: Db, page: PageInput): Promise<Page<DeadJob>> {
  let query = db
    .selectFrom('job')
    .select(['id', 'queue', 'name', 'attempts', 'error', 'dead'])
    .where('dead', 'is not', null)
    .orderBy('dead', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  const after = unpack(page.after)
  if (after) {
    query = query.where((eb) => eb(eb.refTuple('dead', 'id'), '<', eb.tuple(after.time, after.id as never)))
  }
  const rows = await query.execute()
  return pageOf(
    rows.map((row) => ({ ...row, error: row.error ?? '', dead: row.dead ?? '' })),
    page.limit,
    (row) => ({ time: row.dead, id: row.id }),
  )
}

export interface QueueCount {
  readonly queue: string
  readonly waiting: number
  readonly dead: number
}

/** How much work waits and how much failed, per queue. */
export async function countJobs(db: Db): Promise<QueueCount[]> {
  const rows = await db
    .selectFrom('job')
    .select((eb) => ['queue', eb.fn.countAll<number>().as('all'), eb.fn.count<number>('dead').as('dead')])
    .groupBy('queue')
    .orderBy('queue')
    .execute()
  return rows.map((row) => ({ queue: row.queue, waiting: Number(row.all) - Number(row.dead), dead: Number(row.dead) }))
}
