// What administrators see of deliveries to a host, and do about them: again, or not at all.
import { sql } from 'kysely'
import type { Ctx } from '../core/context.ts'
import { Forbidden } from '../core/errors.ts'
import type { Instant } from '../lib/clock.ts'
import type { Db } from '../platform/db/database.ts'
import { signalAfterCommit } from '../platform/db/signals.ts'
import { DELIVERY_TOPIC } from './delivery-worker.ts'
import type { DeliveryTable } from './tables.ts'

type DeliveryState = DeliveryTable['state']

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

/**
 * Sends what still waits or failed again now, from the beginning of the back-off. Administrators.
 * @returns how many
 * @throws Forbidden
 */
export async function retryDeliveries(ctx: Ctx, host: string): Promise<number> {
  checkAdministrator(ctx)
  const now = ctx.clock.now()
  return ctx.transaction(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('delivery')
      .set({ state: 'waiting', runAt: now, created: now, attempts: 0, lastError: null, lastStatus: null })
      .where('host', '=', host)
      .where('state', 'in', unsettled)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return 0
    await tx.updateTable('instance').set({ failures: 0, heldUntil: null }).where('host', '=', host).execute()
    signalAfterCommit(tx, DELIVERY_TOPIC)
    return Number(numUpdatedRows)
  })
}

/** Gives up on what still waits or failed. Administrators. @returns how many. @throws Forbidden */
export async function dropDeliveries(ctx: Ctx, host: string): Promise<number> {
  checkAdministrator(ctx)
  return ctx.transaction(async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('delivery')
      .set({ state: 'dropped', leaseUntil: null })
      .where('host', '=', host)
      .where('state', 'in', unsettled)
      .executeTakeFirst()
    return Number(numUpdatedRows)
  })
}

const unsettled = ['waiting', 'failed'] as const

function checkAdministrator({ viewer }: Ctx): void {
  if (viewer.type !== 'system' && !(viewer.type === 'person' && viewer.admin)) throw new Forbidden()
}
