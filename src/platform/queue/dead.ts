// Jobs that failed for good, for administrators and whoever tries again; and how much there is of everything.
import { sql } from 'kysely'
import type { Clock, Instant } from '../../lib/clock.ts'
import { type Page, type PageInput, pageOf, unpack } from '../../lib/cursor.ts'
import type { Id } from '../../lib/id.ts'
import type { Db, Tx } from '../db/database.ts'
import { signalAfterCommit } from '../db/signals.ts'
import { addJobs, JOB_TOPIC, type NewJob } from './add.ts'

export interface DeadJob {
  readonly id: Id<'job'>
  readonly queue: string
  readonly name: string
  readonly key: string
  readonly attempts: number
  readonly error: string
  readonly created: Instant
  readonly dead: Instant
}

export interface QueueCounts {
  readonly queue: string
  /** Due or not yet, not being done. */
  readonly waiting: number
  readonly running: number
  readonly dead: number
  /** The oldest that is due and waits; undefined when nothing does. */
  readonly oldest: Instant | undefined
}

/** Newest first. */
export async function listDead(db: Db, page: PageInput): Promise<Page<DeadJob>> {
  const after = unpack(page.after)
  const rows = await db
    .selectFrom('job')
    .select(['id', 'queue', 'name', 'key', 'attempts', 'error', 'created', 'dead'])
    .where('dead', 'is not', null)
    .$if(after !== undefined, (query) =>
      query.where((eb) =>
        eb(eb.refTuple('dead', 'id'), '<', eb.tuple(after?.time ?? '', (after?.id ?? '') as Id<'job'>)),
      ),
    )
    .orderBy('dead', 'desc')
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
  const jobs = rows.map((row) => ({ ...row, error: row.error ?? '', dead: row.dead ?? '' }))
  return pageOf(jobs, page.limit, (job) => ({ time: job.dead, id: job.id }))
}

/** A fresh start: due now, with all its attempts. @returns how many. */
export async function retryDead(tx: Tx, clock: Clock, which: Id<'job'> | 'all'): Promise<number> {
  signalAfterCommit(tx, JOB_TOPIC)
  const { numUpdatedRows } = await tx
    .updateTable('job')
    .set({ dead: null, attempts: 0, claims: 0, leaseUntil: null, runAt: clock.now() })
    .where('dead', 'is not', null)
    .$if(which !== 'all', (query) => query.where('id', '=', which as Id<'job'>))
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/**
 * As addJobs, but what is there with the same key and failed for good, or waits for its next try, makes room: it begins
 * afresh now. What is being done is left alone.
 */
export async function addAfresh(tx: Tx, clock: Clock, jobs: readonly NewJob[]): Promise<void> {
  const keys = jobs.map(({ key }) => key)
  await tx
    .deleteFrom('job')
    .where('key', 'in', keys)
    .where((eb) => eb.or([eb('dead', 'is not', null), eb('leaseUntil', 'is', null)]))
    .execute()
  await addJobs(tx, clock, jobs)
}

export async function countJobs(db: Db, clock: Clock): Promise<QueueCounts[]> {
  const now = clock.now()
  const rows = await db
    .selectFrom('job')
    .select((eb) => [
      'queue',
      eb.fn.countAll<number>().as('all'),
      eb.fn.count<number>('dead').as('dead'),
      eb.fn.count<number>('leaseUntil').as('leased'),
      sql<Instant | null>`min(case when "dead" is null and "leaseUntil" is null and "runAt" <= ${now} then "runAt" end)`.as(
        'oldest',
      ),
    ])
    .groupBy('queue')
    .orderBy('queue')
    .execute()
  return rows.map((row) => ({
    queue: row.queue,
    waiting: Number(row.all) - Number(row.dead) - Number(row.leased),
    running: Number(row.leased),
    dead: Number(row.dead),
    oldest: row.oldest ?? undefined,
  }))
}
