// How many comments an item has, counted again.
import { sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import type { ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import { puttingCounts } from '../../content/index.ts'
import { touchingGroup } from '../../groups/index.ts'

/** Counts an item's comments again, and when last something happened in it and in its group. */
export async function recountComments(ctx: Ctx, contentId: ContentId): Promise<void> {
  await ctx.transaction(async (tx) => {
    await recount.run(tx, { contentId })
    await touch.run(tx, { contentId })
  })
}

const recount = prepared((db, { contentId }: { contentId: ContentId }) => {
  const shown = db
    .selectFrom('comment')
    .where('comment.contentId', '=', contentId)
    .where('comment.state', '=', sql.lit('published'))
  const last = shown.select('comment.published').orderBy('comment.published', 'desc').limit(1)
  return puttingCounts(db as Tx, contentId, (eb) => ({
    commentCount: shown.select((all) => all.fn.countAll<number>().as('all')).$asScalar(),
    lastActivity: eb.fn.coalesce(
      last.whereRef('comment.published', '>', sql.ref('content.published')).$asScalar(),
      'content.published',
    ),
  }))
})

const touch = prepared((db, { contentId }: { contentId: ContentId }) => {
  const content = db.selectFrom('content').where('content.id', '=', contentId)
  const groupId = content.select('content.groupId').$asScalar().$notNull()
  return touchingGroup(db as Tx, groupId, content.select('content.lastActivity').$asScalar())
})
