// The queue: claims with leases, completions, failures, dead jobs. One table on both databases.
import type { Clock, Instant } from '../../lib/clock.ts'
import type { Page, PageInput } from '../../lib/cursor.ts'
import type { Id } from '../../lib/id.ts'
import { partsOf } from '../../lib/parts.ts'
import type { Db, OpenDatabase, Tx } from '../db/database.ts'
import { prepared } from '../db/prepared.ts'
import { openInTurn } from '../in-turn.ts'
import { JOB_TOPIC } from './add.ts'
import { delayAfter, GiveUp, MAX_ATTEMPTS, MAX_LOST_CLAIMS } from './back-off.ts'
import { type Chain, claim, type Job, lockClaims, type Want } from './claim.ts'
import { countJobs, type DeadJob, listDead, type QueueCounts, retryDead } from './dead.ts'
import { openWake } from './wake.ts'
import { isError } from '../error-code.ts'

export { addJobs, type NewJob, WORK } from './add.ts'
export { delayAfter, GiveUp, MAX_ATTEMPTS } from './back-off.ts'
export type { Chain, Job, Want } from './claim.ts'
export { addAfresh, type DeadJob, type QueueCounts } from './dead.ts'
export { openWaiting, waitingAmong, type WaitingAmong } from './waiting.ts'

export interface Turn {
  /** What is finished. */
  readonly done: readonly Id<'job'>[]
  readonly wants: readonly Want[]
  readonly leaseMillis: number
}

export interface Queue {
  /**
   * One transaction: forgets what is done, then claims. When its commit is lost (crash), what was done is done once
   * more: handlers must be safe to run again.
   */
  turn(turn: Turn): Promise<Chain[]>
  done(ids: readonly Id<'job'>[]): Promise<void>
  /** It failed: tried again later, or dead after MAX_ATTEMPTS or GiveUp. Nothing happens when the lease was lost. */
  retry(job: Job, error: unknown): Promise<'later' | 'dead'>
  /** Lengthens leases. */
  renew(jobs: readonly Job[], leaseMillis: number): Promise<void>
  /** Lets go of what was claimed and not begun: others can take it now. */
  giveBack(jobs: readonly Job[]): Promise<void>
  /** A cheap look: is there anything due? (It may still have to wait for another of its key.) */
  anyDue(queues: readonly string[]): Promise<boolean>
  /** The first moment after the given one at which something becomes due or a lease ends. */
  nextDue(queues: readonly string[], after: Instant): Promise<Instant | undefined>
  /** Dead jobs, newest first. */
  listDead(page: PageInput): Promise<Page<DeadJob>>
  /** Makes dead jobs due now, one or all. @returns how many. */
  retryDead(which: Id<'job'> | 'all'): Promise<number>
  counts(): Promise<QueueCounts[]>
  /** Calls when there may be work: after commits here, and on PostgreSQL also in other processes. @returns the end of it. */
  onWake(listener: () => void): () => void
  /** Ends listening. The database stays open. */
  close(): Promise<void>
}

/** SQLite takes conditions 1,000 deep. */
const LEASES_AT_ONCE = 200

export function openQueue(database: OpenDatabase, clock: Clock): Queue {
  const wake = openWake(database, JOB_TOPIC)
  /**
   * What writes many rows of this process: side by side they would lock the same rows in different orders (leases are
   * renewed while jobs are done), and PostgreSQL lets both wait a second before it ends one of them.
   */
  const inTurn = openInTurn()
  const write = <Result>(work: (tx: Tx) => Promise<Result>) => inTurn(() => database.transaction(work))

  async function turn({ done: ids, wants, leaseMillis }: Turn): Promise<Chain[]> {
    if (wants.length === 0) return done(ids).then(() => [])
    return write(async (tx) => {
      await lockClaims(tx, database.dialect)
      await forget(tx, ids)
      const lease = { now: clock.now(), until: clock.in(leaseMillis) }
      return withoutLost(tx, lease.now, await claim(tx, wants, lease))
    })
  }

  async function done(ids: readonly Id<'job'>[]): Promise<void> {
    if (ids.length > 0) await write((tx) => forget(tx, ids))
  }

  async function retry(job: Job, error: unknown): Promise<'later' | 'dead'> {
    const attempts = job.attempts + 1
    const dead = attempts >= MAX_ATTEMPTS || error instanceof GiveUp
    const now = clock.now()
    await database.transaction((tx) =>
      tx
        .updateTable('job')
        .set({
          attempts,
          error: textOf(error),
          leaseUntil: null,
          ...(dead ? { dead: now } : { runAt: clock.in(delayAfter(attempts)) }),
        })
        .where('id', '=', job.id)
        .where('claims', '=', job.claims)
        .execute(),
    )
    return dead ? 'dead' : 'later'
  }

  async function renew(jobs: readonly Job[], leaseMillis: number): Promise<void> {
    const until = clock.in(leaseMillis)
    await setLeases(jobs, { leaseUntil: until, runAt: until })
  }

  async function giveBack(jobs: readonly Job[]): Promise<void> {
    if (jobs.length === 0) return
    await setLeases(jobs, { leaseUntil: null, runAt: clock.now() })
    wake.give()
  }

  async function setLeases(jobs: readonly Job[], to: { leaseUntil: Instant | null; runAt: Instant }): Promise<void> {
    for (const some of partsOf(jobs, LEASES_AT_ONCE)) {
      await write((tx) =>
        tx
          .updateTable('job')
          .set(to)
          .where((eb) => eb.or(some.map((job) => eb.and({ id: job.id, claims: job.claims }))))
          .where('leaseUntil', 'is not', null)
          .execute(),
      )
    }
  }

  async function anyDue(queues: readonly string[]): Promise<boolean> {
    return (await firstDue.first(database.db, { queues, now: clock.now() })) !== undefined
  }

  async function nextDue(queues: readonly string[], after: Instant): Promise<Instant | undefined> {
    return (await nextAfter.first(database.db, { queues, after }))?.runAt ?? undefined
  }

  return {
    turn,
    done,
    retry,
    renew,
    giveBack,
    anyDue,
    nextDue,
    listDead: (page) => listDead(database.db, page),
    retryDead: (which) => database.transaction((tx) => retryDead(tx, clock, which)),
    counts: () => countJobs(database.db, clock),
    onWake: (listener) => wake.on(listener),
    close: () => wake.close(),
  }
}

function waiting(db: Db, queues: readonly string[]) {
  return db.selectFrom('job').where('queue', 'in', queues).where('dead', 'is', null)
}

const firstDue = prepared((db, { queues, now }: { queues: readonly string[]; now: Instant }) =>
  waiting(db, queues).select('id').where('runAt', '<=', now).limit(1),
)
const nextAfter = prepared((db, { queues, after }: { queues: readonly string[]; after: Instant }) =>
  waiting(db, queues)
    .select((eb) => eb.fn.min('runAt').as('runAt'))
    .where('runAt', '>', after),
)

async function forget(tx: Tx, ids: readonly Id<'job'>[]): Promise<void> {
  if (ids.length > 0) await remove.run(tx, { ids })
}

const remove = prepared((db, { ids }: { ids: readonly Id<'job'>[] }) =>
  (db as Tx).deleteFrom('job').where('id', 'in', ids),
)

/** A job that kills its process would do so for ever: it is dead after many claims that led to nothing. */
async function withoutLost(tx: Tx, now: Instant, chains: Chain[]): Promise<Chain[]> {
  const lost = chains.flat().filter((job) => job.claims - job.attempts > MAX_LOST_CLAIMS)
  if (lost.length === 0) return chains
  const ids = new Set(lost.map((job) => job.id))
  await tx
    .updateTable('job')
    .set({ dead: now, claims: 0, leaseUntil: null, error: `taken ${MAX_LOST_CLAIMS} times and never finished` })
    .where('id', 'in', [...ids])
    .execute()
  return chains.flatMap((chain) => {
    const [first, ...rest] = chain.filter((job) => !ids.has(job.id))
    return first ? [[first, ...rest] satisfies Chain] : []
  })
}

function textOf(error: unknown): string {
  const text = isError(error) ? `${error.name}: ${error.message}` : String(error)
  // PostgreSQL keeps no NUL in a text.
  return text.replaceAll('\u0000', '').slice(0, 2000)
}
