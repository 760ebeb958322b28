// The only way out: an event → what the rooms want said about it → activity rows → one delivery row per inbox.
import type { Insertable } from 'kysely'
import type { Ctx } from '../core/context.ts'
import type { EventName, Occurrence } from '../core/events.ts'
import type { FederationDoor, ForgetRule, OutboxRule } from '../core/federation.ts'
import type { Instant } from '../lib/clock.ts'
import { newId } from '../lib/id.ts'
import { partsOf } from '../lib/parts.ts'
import type { OpenDatabase, Tx } from '../platform/db/database.ts'
import { prepared as preparedQuery } from '../platform/db/prepared.ts'
import { signalAfterCommit } from '../platform/db/signals.ts'
import type { HttpClient } from '../platform/http/fetch.ts'
import type { Logger } from '../platform/log.ts'
import { openWake } from '../platform/queue/wake.ts'
import type { AudienceOptions } from './audience.ts'
import { DELIVERY_TOPIC, type Delivering, type DeliverOptions, startDelivering } from './delivery-worker.ts'
import { openPreparing, type Prepared } from './prepare.ts'
import { openSigningKeys } from './signing-keys.ts'
import type { ActivityTable, DeliveryTable } from './tables.ts'

/** Everything but `database` is what the frame has (frame.ts). */
export interface OutboxOptions extends AudienceOptions {
  readonly database: OpenDatabase
  /** Of all rooms: their outbox rules and context terms. */
  readonly doors: readonly FederationDoor[]
  /** Context of the system, for delivering. */
  readonly ctx: Ctx
  readonly http: HttpClient
  readonly log: Logger
}

export interface Outbox {
  /** Events that some room has something to say about: listen to these. */
  readonly events: readonly EventName[]
  /** For the listener of those events; in the worker, `ctx.viewer` is the system. Repeatable. */
  handle(ctx: Ctx, event: Occurrence): Promise<void>
  /** In every process that is a worker. Options are for tests and tuning. */
  startDelivering(tuning?: Pick<DeliverOptions, 'total' | 'perHost' | 'automatic'>): Delivering
  /** After delivering has stopped. */
  close(): Promise<void>
}

/** Rows in one statement: each number of rows is a statement of its own. */
const ROWS_AT_ONCE = 100

/** Opens the way out: events become activities, activities become deliveries. */
export function openOutbox(options: OutboxOptions): Outbox {
  const { doors, database } = options
  const wake = openWake(database, DELIVERY_TOPIC)
  const prepare = openPreparing(options)

  async function handle(ctx: Ctx, event: Occurrence): Promise<void> {
    const forget = doors.flatMap((door) => (door.forgets?.[event.name] as ForgetRule<EventName> | undefined) ?? [])
    for (const rule of forget) await forgetAbout(database, await rule(ctx, event))
    const rules = doors.flatMap((door) => (door.outbox?.[event.name] as OutboxRule<EventName> | undefined) ?? [])
    const parts = (await Promise.all(rules.map((rule) => rule(ctx, event, options.urls)))).flat()
    if (parts.length === 0) return
    const prepared = await prepare(ctx, event, parts)
    if (prepared.length === 0) return
    await database.transaction((tx) => writeDown(tx, prepared, ctx.clock.now()))
  }

  return {
    events: [...new Set(doors.flatMap((door) => Object.keys({ ...door.outbox, ...door.forgets }) as EventName[]))],
    handle,
    startDelivering: (tuning = {}) =>
      startDelivering({
        ...options,
        ...tuning,
        wake,
        signingKey: openSigningKeys(options),
        log: options.log.child('deliver'),
      }),
    close: () => wake.close(),
  }
}

const insertActivities = preparedQuery((db, { activities }: { activities: readonly Insertable<ActivityTable>[] }) =>
  (db as Tx)
    .insertInto('activity')
    .values(activities)
    .onConflict((conflict) => conflict.doNothing()),
)

const insertDeliveries = preparedQuery((db, { rows }: { rows: readonly Insertable<DeliveryTable>[] }) =>
  (db as Tx)
    .insertInto('delivery')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['activityId', 'inbox']).doNothing()),
)

/** Once: what is there already stays as it is. */
async function writeDown(tx: Tx, prepared: readonly Prepared[], now: Instant): Promise<void> {
  const activities = prepared.map(({ id, iri, actorId, type, objectIri, json }) => {
    return { id, iri, actorId, type, objectIri, json, created: now }
  })
  await insertActivities.run(tx, { activities })
  const rows = prepared.flatMap((activity) =>
    [...activity.inboxes].map(([inbox, host]) => ({
      id: newId<'delivery'>(),
      activityId: activity.id,
      inbox,
      host,
      orderingKey: `${host} ${activity.after ?? activity.objectIri}`,
      state: 'waiting' as const,
      attempts: 0,
      runAt: now,
      created: now,
    })),
  )
  for (const some of partsOf(rows, ROWS_AT_ONCE)) await insertDeliveries.run(tx, { rows: some })
  if (rows.length > 0) signalAfterCommit(tx, DELIVERY_TOPIC)
}

/** Also deliveries that still wait: what is to be forgotten is not sent any more. */
function forgetAbout(database: OpenDatabase, objectIris: readonly string[]): Promise<void> {
  return database.transaction(async (tx) => {
    for (const objectIri of objectIris) {
      const about = tx.selectFrom('activity').select('id').where('objectIri', '=', objectIri)
      await tx.deleteFrom('delivery').where('activityId', 'in', about).execute()
      await tx.deleteFrom('activity').where('objectIri', '=', objectIri).execute()
    }
  })
}
