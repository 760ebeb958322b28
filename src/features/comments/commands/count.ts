// How many comments an item has, counted again.
import { sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import type { ContentId } from '../../../lib/id.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import { putCounts } from '../../content/index.ts'
import { touchGroup } from '../../groups/index.ts'

/** Counts an item's comments again, and when last something happened in it and in its group. */
export async function recountComments(ctx: Ctx, contentId: ContentId): Promise<void> {
  await ctx.transaction(async (tx) => {
    const found = await counted.first(tx, { contentId })
    if (!found) return
    const { published, groupId, last, count } = found
    const lastActivity = last !== null && last > published ? last : published
    await putCounts(tx, contentId, { commentCount: Number(count), lastActivity })
    if (groupId) await touchGroup(tx, groupId, lastActivity)
  })
}

const counted = prepared((db, { contentId }: { contentId: ContentId }) =>
  db
    .selectFrom('content')
    .select(['content.published', 'content.groupId'])
    .select((eb) => {
      const shown = eb
        .selectFrom('comment')
        .whereRef('comment.contentId', '=', 'content.id')
        .where('comment.state', '=', sql.lit('published'))
      return [
        shown.select((all) => all.fn.countAll().as('all')).as('count'),
        shown.select('comment.published').orderBy('comment.published', 'desc').limit(1).as('last'),
      ]
    })
    .where('content.id', '=', contentId),
)
