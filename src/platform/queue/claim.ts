// Takes due jobs for a worker: in order of time, never two chains of one ordering key at once.
import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '../../lib/clock.ts'
import type { Id } from '../../lib/id.ts'
import type { DialectName } from '../db/dialect.ts'
import type { Tx } from '../db/database.ts'
import { prepared } from '../db/prepared.ts'
import { STEADY_PLANS } from './steady-plans.ts'

export interface Job {
  readonly id: Id<'job'>
  readonly queue: string
  readonly name: string
  readonly key: string
  readonly payload: unknown
  readonly orderingKey: string | null
  /** Earlier tries that failed. */
  readonly attempts: number
  readonly claims: number
  readonly created: Instant
}
/** Jobs to be done one after the other, at least one. */
export type Chain = readonly [Job, ...Job[]]

export interface Want {
  readonly queue: string
  /** Chains at most. */
  readonly limit: number
}

export interface DueRow {
  id: Id<'job'>
  runAt: Instant
  orderingKey: string | null
  /** The job of the same key that comes just before it. */
  previous: Id<'job'> | null
}

interface Lease {
  readonly now: Instant
  readonly until: Instant
}

/** Rows looked at in the first query, and in each next one when most of those are behind others of their key. */
const FIRST_WINDOW = 100
const NEXT_WINDOW = 1000
/** Jobs of one ordering key that are taken along at once. */
const CHAIN = 100

/**
 * On PostgreSQL workers claim one after the other (for a few milliseconds), so that each sees what the others took. To be
 * called before anything else in the transaction: who has locked rows already would let the one before him wait for them.
 */
export async function lockClaims(tx: Tx, dialect: DialectName): Promise<void> {
  if (dialect === 'postgres') await claimLock.run(tx, {})
}

/** From here on the transaction reads by an index: a busy thread would cost 80 ms instead of one. */
const claimLock = prepared((db) =>
  db.selectNoFrom([
    sql`pg_advisory_xact_lock(hashtext(current_schema()), hashtext('job.claim'))`.as('locked'),
    ...STEADY_PLANS,
  ]),
)

/** Claims until `until`. Expects a transaction that has locked the claims. */
export async function claim(tx: Tx, wants: readonly Want[], lease: Lease): Promise<Chain[]> {
  const picked = await Promise.all(wants.map((want) => pick(tx, want, lease.now)))
  return take(tx, picked.flat(), lease)
}

/** Chooses without taking. */
async function pick(tx: Tx, want: Want, now: Instant): Promise<Id<'job'>[][]> {
  const chains: Id<'job'>[][] = []
  /** Ordering key → its chain; undefined when the key cannot be taken now. */
  const byKey = new Map<string, Id<'job'>[] | undefined>()
  const blocked: Id<'job'>[] = []
  let after: DueRow | undefined
  while (chains.length < want.limit) {
    const window = after ? NEXT_WINDOW : FIRST_WINDOW
    const at = { queue: want.queue, now, window }
    const rows = await (after ? dueNext.all(tx, { ...at, after }) : dueFirst.all(tx, at))
    const held = await heldAmong(tx, rows, now)
    for (const row of rows) {
      if (held.has(row.orderingKey)) continue
      if (!addTo(chains, byKey, row, want.limit)) blocked.push(row.id)
    }
    after = rows.at(-1)
    if (rows.length < window) break
  }
  if (blocked.length > 0) await putBehindFirst(tx, blocked, now)
  return chains
}

/** @returns false when an earlier job of its key must be done first. */
function addTo(
  chains: Id<'job'>[][],
  byKey: Map<string, Id<'job'>[] | undefined>,
  row: DueRow,
  limit: number,
): boolean {
  const chain = row.orderingKey === null ? undefined : byKey.get(row.orderingKey)
  if (chain) {
    if (chain.at(-1) === row.previous && chain.length < CHAIN) chain.push(row.id)
    return true
  }
  if (row.previous !== null) return false
  if (chains.length >= limit) return true
  const fresh = [row.id]
  chains.push(fresh)
  if (row.orderingKey !== null) byKey.set(row.orderingKey, fresh)
  return true
}

/** Keys of these rows of which a job is leased: asked once for each key, which may be that of all of them. */
async function heldAmong(tx: Tx, rows: readonly DueRow[], now: Instant): Promise<ReadonlySet<string | null>> {
  const keys = [...new Set(rows.flatMap((row) => row.orderingKey ?? []))]
  if (keys.length === 0) return new Set()
  return new Set((await leased.all(tx, { keys, now })).map((row) => row.orderingKey))
}

const leased = prepared((db, { keys, now }: { keys: readonly string[]; now: Instant }) =>
  db.selectFrom('job').select('orderingKey').distinct().where('orderingKey', 'in', keys).where('leaseUntil', '>', now),
)

/** What is due in a queue, in order of time, with what comes before it. */
export function dueQuery(
  queue: string,
  { now, after, window }: { now: Instant; after: Pick<DueRow, 'runAt' | 'id'> | undefined; window: number },
): RawBuilder<DueRow> {
  const from = after ? sql`and (j."runAt", j."id") > (${after.runAt}, ${after.id})` : sql``
  return sql`
    select j."id", j."runAt", j."orderingKey",
      (select b."id" from "job" b
        where b."orderingKey" = j."orderingKey" and b."id" < j."id" and b."dead" is null
        order by b."orderingKey" desc, b."id" desc limit 1) as "previous"
    from "job" j
    where j."queue" = ${queue} and j."dead" is null and j."runAt" <= ${now} ${from}
    order by j."runAt", j."id" limit ${window}`
}

type Look = { queue: string; now: Instant; window: number }

const dueFirst = prepared((db, { queue, ...look }: Look) => ({
  compile: () => dueQuery(queue, { ...look, after: undefined }).compile(db),
}))
const dueNext = prepared((db, { queue, ...look }: Look & { after: Pick<DueRow, 'runAt' | 'id'> }) => ({
  compile: () => dueQuery(queue, look).compile(db),
}))

/**
 * Jobs behind one that waits for its next try get its time, so that they are not looked at again and again.
 * Those whose first is due (or being done) stay as they are.
 */
async function putBehindFirst(tx: Tx, ids: readonly Id<'job'>[], now: Instant): Promise<void> {
  await sql`
    update "job" set "runAt" = coalesce((
      select case when b."runAt" > ${now} then b."runAt" end from "job" b
      where b."orderingKey" = "job"."orderingKey" and b."id" < "job"."id" and b."dead" is null
      order by b."id" limit 1), "runAt")
    where "id" in (${sql.join(ids)})`.execute(tx)
}

type Taken = { ids: readonly Id<'job'>[]; now: Instant; until: Instant }

/** What somebody else has taken since it was looked at, or keeps for longer, is left to him. */
const takeDue = prepared((db, { ids, now, until }: Taken) =>
  (db as Tx)
    .updateTable('job')
    .set((eb) => ({ leaseUntil: until, runAt: until, claims: eb('claims', '+', 1) }))
    .where('id', 'in', ids)
    .where('runAt', '<=', now)
    .returning(['id', 'queue', 'name', 'key', 'payload', 'orderingKey', 'attempts', 'claims', 'created']),
)

async function take(tx: Tx, picked: readonly Id<'job'>[][], lease: Lease): Promise<Chain[]> {
  const ids = picked.flat()
  if (ids.length === 0) return []
  const rows = await takeDue.all(tx, { ids, ...lease })
  const jobs = new Map(rows.map((row) => [row.id, { ...row, payload: JSON.parse(row.payload) as unknown }]))
  return picked.flatMap((chain) => {
    // Up to the first that could not be had: a later one must not pass it.
    const missing = chain.findIndex((id) => !jobs.has(id))
    const [first, ...rest] = chain.slice(0, missing === -1 ? undefined : missing).flatMap((id) => jobs.get(id) ?? [])
    return first ? [[first, ...rest] satisfies Chain] : []
  })
}
