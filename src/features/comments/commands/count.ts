// How many comments an item has, counted again.
import { sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import type { ContentId } from '../../../lib/id.ts'
import { type Batches, openBatches } from '../../../platform/batches.ts'
import type { Database, Tx } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import { puttingCounts } from '../../content/index.ts'
import { touchingGroups } from '../../groups/index.ts'

/** By database: those that are counted at the same moment share a transaction. */
const countings = new WeakMap<Database, Batches<ContentId, void>>()

/** Counts an item's comments again, and when last something happened in it and in its group. */
export function recountComments(ctx: Ctx, contentId: ContentId): Promise<void> {
  const counting = countings.get(ctx.db) ?? openBatches((ids) => recountAll(ctx, ids), MAX_ITEMS)
  countings.set(ctx.db, counting)
  return counting.add(contentId)
}

/** As many rows are locked until the commit. */
const MAX_ITEMS = 32

async function recountAll(ctx: Ctx, contentIds: readonly ContentId[]): Promise<void[]> {
  // In one order, so that two processes hardly ever wait for each other.
  const ids = [...new Set(contentIds)].toSorted()
  await ctx.transaction(async (tx) => {
    await recount.run(tx, { ids })
    await touch.run(tx, { ids })
  })
  return contentIds.map(() => undefined)
}

const recount = prepared((db, { ids }: { ids: readonly ContentId[] }) => {
  const shown = db
    .selectFrom('comment')
    .where('comment.contentId', '=', sql.ref<ContentId>('content.id'))
    .where('comment.state', '=', sql.lit('published'))
  const last = shown.select('comment.published').orderBy('comment.published', 'desc').limit(1)
  return puttingCounts(db as Tx, ids, (eb) => ({
    commentCount: shown.select((all) => all.fn.countAll<number>().as('all')).$asScalar(),
    lastActivity: eb.fn.coalesce(
      last.whereRef('comment.published', '>', sql.ref('content.published')).$asScalar(),
      'content.published',
    ),
  }))
})

const touch = prepared((db, { ids }: { ids: readonly ContentId[] }) =>
  touchingGroups(
    db as Tx,
    db
      .selectFrom('content')
      .select(({ fn }) => ['content.groupId', fn.max('content.lastActivity').as('last')])
      .where('content.id', 'in', ids)
      .groupBy('content.groupId')
      .as('happened'),
  ),
)
