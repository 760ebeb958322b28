// Settled deliveries go after three months, but for the last one to each inbox about each object: a Delete or Update
// must still reach everybody who ever got the object.
import type { Ctx } from '../core/context.ts'
import type { Instant } from '../lib/clock.ts'
import type { Id } from '../lib/id.ts'
import { partsOf } from '../lib/parts.ts'

const DAY = 24 * 3_600_000
/** How long every delivery is kept, for administrators to look at. */
const KEPT = 90 * DAY
/** Objects about which something was said so long before that are looked at; a daily job sees each a few times. */
const WINDOW = 7 * DAY
const OBJECTS_AT_ONCE = 200
const ROWS_AT_ONCE = 500

/** In small transactions, so that nobody waits. @returns how many deliveries went */
export async function pruneLedger(ctx: Ctx): Promise<number> {
  const before = ctx.clock.in(-KEPT)
  const since = ctx.clock.in(-KEPT - WINDOW)
  let after = ''
  let pruned = 0
  for (;;) {
    const objects = await ctx.db
      .selectFrom('activity')
      .select('objectIri')
      .distinct()
      .where('created', '>=', since)
      .where('created', '<', before)
      .where('objectIri', '>', after)
      .orderBy('objectIri')
      .limit(OBJECTS_AT_ONCE)
      .execute()
    for (const { objectIri } of objects) pruned += await pruneObject(ctx, objectIri, before)
    const last = objects.at(-1)
    if (!last || objects.length < OBJECTS_AT_ONCE) return pruned
    after = last.objectIri
  }
}

async function pruneObject(ctx: Ctx, objectIri: string, before: Instant): Promise<number> {
  const last = await lastByInbox(ctx, objectIri)
  const activities = await ctx.db.selectFrom('activity').select('id').where('objectIri', '=', objectIri).execute()
  let pruned = 0
  for (const { id } of activities) {
    const settled = await ctx.db
      .selectFrom('delivery')
      .select(['id', 'inbox', 'state'])
      .where('activityId', '=', id)
      .where('created', '<', before)
      .where('state', '<>', 'waiting')
      .execute()
    const old = settled.filter((row) => row.state === 'gone' || row.id !== last.get(row.inbox)).map((row) => row.id)
    for (const some of partsOf(old, ROWS_AT_ONCE)) {
      await ctx.transaction((tx) => tx.deleteFrom('delivery').where('id', 'in', some).execute())
    }
    pruned += old.length
  }
  return pruned
}

/** The row that stands for "this inbox has the object". An inbox that is gone needs none. */
async function lastByInbox(ctx: Ctx, objectIri: string): Promise<ReadonlyMap<string, Id<'delivery'>>> {
  const rows = await ctx.db
    .selectFrom('activity')
    .innerJoin('delivery', 'delivery.activityId', 'activity.id')
    .select((eb) => ['delivery.inbox', eb.fn.max('delivery.id').as('id')])
    .where('activity.objectIri', '=', objectIri)
    .where('delivery.state', '<>', 'gone')
    .groupBy('delivery.inbox')
    .execute()
  return new Map(rows.map((row) => [row.inbox, row.id]))
}
