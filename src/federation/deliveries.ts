// What administrators see of deliveries and do about them: per host, one by one, again, or not at all.
import { sql } from 'kysely'
import type { Ctx } from '../core/context.ts'
import { Forbidden } from '../core/errors.ts'
import type { Instant } from '../lib/clock.ts'
import { type Page, type PageInput, pageOf, unpack } from '../lib/cursor.ts'
import type { Id } from '../lib/id.ts'
import type { Db } from '../platform/db/database.ts'
import { signalAfterCommit } from '../platform/db/signals.ts'
import { DELIVERY_TOPIC } from './delivery-worker.ts'
import type { DeliveryTable } from './tables.ts'

export type DeliveryState = DeliveryTable['state']

export interface DeliveryHost {
  readonly host: string
  readonly counts: Readonly<Record<DeliveryState, number>>
  /** When the oldest that still waits was asked for. */
  readonly oldestWaiting: Instant | undefined
  readonly failuresInARow: number
  /** Nothing goes before that moment: the host has not answered for a while, or asked to wait. */
  readonly heldUntil: Instant | undefined
  readonly lastSuccess: Instant | undefined
  readonly lastFailure: Instant | undefined
  readonly lastError: string | undefined
}

export interface Delivery {
  readonly id: Id<'delivery'>
  readonly activityIri: string
  readonly type: string
  readonly objectIri: string
  readonly inbox: string
  readonly host: string
  readonly state: DeliveryState
  readonly attempts: number
  readonly runAt: Instant
  readonly lastStatus: number | null
  /** First 2 kB of the answer, or why there was none. */
  readonly lastError: string | null
  readonly created: Instant
  readonly delivered: Instant | null
}

/** Which deliveries: by id, or all of a host; within these states. */
export type DeliveryChoice =
  { readonly ids: readonly string[] } | { readonly host: string; readonly state?: DeliveryState }

/** Hosts that anything was ever sent to, those with trouble first. At most 1000. */
export async function listDeliveryHosts(db: Db): Promise<DeliveryHost[]> {
  const counted = await db
    .selectFrom('delivery')
    .select(['host', 'state', (eb) => eb.fn.countAll().as('count')])
    .groupBy(['host', 'state'])
    .execute()
  const waiting = await db
    .selectFrom('delivery')
    .select(['host', (eb) => eb.fn.min('created').as('oldest')])
    .where(sql<boolean>`"state" = 'waiting'`)
    .groupBy('host')
    .execute()
  const names = [...new Set(counted.map((row) => row.host))]
  const counts = new Map(names.map((host) => [host, { waiting: 0, done: 0, gone: 0, failed: 0, dropped: 0 }]))
  for (const row of counted) Object.assign(counts.get(row.host) ?? {}, { [row.state]: Number(row.count) })
  const oldest = new Map(waiting.map((row) => [row.host, row.oldest]))
  const troubles = (host: string) => (counts.get(host)?.waiting ?? 0) + (counts.get(host)?.failed ?? 0)
  const shown = names.toSorted((a, b) => troubles(b) - troubles(a) || (a < b ? -1 : 1)).slice(0, 1000)
  const states = await hostRows(db, shown)
  return shown.map((host) => {
    const state = states.get(host)
    return {
      host,
      counts: counts.get(host) ?? { waiting: 0, done: 0, gone: 0, failed: 0, dropped: 0 },
      oldestWaiting: oldest.get(host),
      failuresInARow: state?.failures ?? 0,
      heldUntil: state?.heldUntil ?? undefined,
      lastSuccess: state?.lastSuccess ?? undefined,
      lastFailure: state?.lastFailure ?? undefined,
      lastError: state?.lastError ?? undefined,
    }
  })
}

async function hostRows(db: Db, hosts: readonly string[]) {
  if (hosts.length === 0) return new Map()
  const rows = await db
    .selectFrom('instance')
    .select(['host', 'failures', 'heldUntil', 'lastSuccess', 'lastFailure', 'lastError'])
    .where('host', 'in', [...hosts])
    .execute()
  return new Map(rows.map((row) => [row.host, row]))
}

/** Newest first. */
export async function listDeliveries(
  db: Db,
  filter: { readonly host?: string; readonly state?: DeliveryState },
  page: PageInput,
): Promise<Page<Delivery>> {
  const after = unpack(page.after)
  let query = db
    .selectFrom('delivery')
    .innerJoin('activity', 'activity.id', 'delivery.activityId')
    .select([
      'delivery.id',
      'activity.iri as activityIri',
      'activity.type',
      'activity.objectIri',
      'delivery.inbox',
      'delivery.host',
      'delivery.state',
      'delivery.attempts',
      'delivery.runAt',
      'delivery.lastStatus',
      'delivery.lastError',
      'delivery.created',
      'delivery.delivered',
    ])
  if (filter.host !== undefined) query = query.where('delivery.host', '=', filter.host)
  if (filter.state !== undefined) query = query.where('delivery.state', '=', filter.state)
  // Ids sort by time; the moment of a retried one does not.
  if (after) query = query.where('delivery.id', '<', after.id as Id<'delivery'>)
  const rows = await query
    .orderBy('delivery.id', 'desc')
    .limit(page.limit + 1)
    .execute()
  return pageOf(rows, page.limit, (row) => ({ time: row.created, id: row.id }))
}

/**
 * Sends again now, from the beginning of the back-off; what was delivered already is left alone. Administrators.
 * @returns how many
 */
export async function retryDeliveries(ctx: Ctx, choice: DeliveryChoice): Promise<number> {
  checkAdministrator(ctx)
  const now = ctx.clock.now()
  return ctx.transaction(async (tx) => {
    const rows = await tx
      .updateTable('delivery')
      .set({ state: 'waiting', runAt: now, created: now, attempts: 0, lastError: null, lastStatus: null })
      .where(chosen(choice))
      .where('state', '<>', 'done')
      .returning('host')
      .execute()
    const hosts = [...new Set(rows.map((row) => row.host))]
    if (hosts.length > 0) {
      await tx.updateTable('instance').set({ failures: 0, heldUntil: null }).where('host', 'in', hosts).execute()
      signalAfterCommit(tx, DELIVERY_TOPIC)
    }
    return rows.length
  })
}

/** Gives up on what still waits or failed. Administrators. @returns how many */
export async function dropDeliveries(ctx: Ctx, choice: DeliveryChoice): Promise<number> {
  checkAdministrator(ctx)
  return ctx.transaction(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('delivery')
      .set({ state: 'dropped', leaseUntil: null })
      .where(chosen(choice))
      .where('state', 'in', ['waiting', 'failed'])
      .executeTakeFirst()
    return Number(numUpdatedRows)
  })
}

/** All of a host means what is not settled yet. */
function chosen(choice: DeliveryChoice) {
  if ('ids' in choice)
    return choice.ids.length > 0 ? sql<boolean>`"id" in (${sql.join(choice.ids)})` : sql<boolean>`1 = 0`
  const states = choice.state === undefined ? (['waiting', 'failed'] as const) : [choice.state]
  return sql<boolean>`"host" = ${choice.host} and "state" in (${sql.join(states)})`
}

function checkAdministrator(ctx: Ctx): void {
  const { viewer } = ctx
  if (viewer.type !== 'system' && !(viewer.type === 'person' && viewer.admin)) throw new Forbidden()
}
