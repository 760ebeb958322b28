// What stands in the streams of the start page.
import type { Ctx } from '../../core/context.ts'
import type { Content } from '../../core/kind.ts'
import type { Page, PageInput } from '../../lib/cursor.ts'
import type { ActorId, ContentId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { listContent } from '../content/index.ts'
import { listMyGroupIds } from '../groups/index.ts'
import { type ActorCard, listCards } from '../people/index.ts'
import { listSharedBy, sharersOf } from '../reactions/index.ts'
import type { Stream } from './rules.ts'

/** How many people's own posts one stream draws on. */
const MAX_PEOPLE = 100
/** How many of the items that they shared last. */
const MAX_SHARED = 200

/** Items the viewer may see, last activity first; a guest gets what is public of the whole network. */
export async function listStream(ctx: Ctx, stream: Stream, page: PageInput): Promise<Page<Content>> {
  if (ctx.viewer.type !== 'person' || stream === 'network') return listContent(ctx, { inStreams: true }, page)
  if (stream === 'organisation') return listContent(ctx, { host: ctx.config.hostName }, page)
  const { personId } = ctx.viewer
  const [groupIds, authorIds] = await Promise.all([
    listMyGroupIds(ctx.db, personId),
    listFollowedPeople(ctx.db, personId),
  ])
  const ids = await listSharedBy(ctx.db, authorIds, MAX_SHARED)
  return listContent(ctx, { groupIds, authorIds: [personId, ...authorIds], ids }, page)
}

/** What a card says of those who shared an item: who did so last, and how many others. */
export interface SharedBy {
  readonly last: ActorCard
  readonly others: number
}

/** Who of those whom the viewer follows shared these items; not what somebody shared of himself. */
export async function listSharers(
  ctx: Ctx,
  items: readonly Pick<Content, 'id' | 'authorId'>[],
): Promise<ReadonlyMap<ContentId, SharedBy>> {
  if (ctx.viewer.type !== 'person' || items.length === 0) return new Map()
  const followed = await listFollowedPeople(ctx.db, ctx.viewer.personId)
  const authors = new Map(items.map((item) => [item.id, item.authorId]))
  const sharers = await sharersOf(ctx.db, [...authors.keys()], followed)
  const cards = await listCards(ctx.db, [...sharers.values()].flat())
  const found = new Map<ContentId, SharedBy>()
  for (const [id, all] of sharers) {
    const [last, ...others] = all.filter((sharer) => sharer !== authors.get(id))
    const card = last && cards.get(last)
    if (card) found.set(id, { last: card, others: others.length })
  }
  return found
}

/** People whom a person follows, those followed last first. */
async function listFollowedPeople(db: Db, personId: ActorId): Promise<ActorId[]> {
  const rows = await db
    .selectFrom('follow')
    .innerJoin('actor', 'actor.id', 'follow.targetId')
    .where('follow.followerId', '=', personId)
    .where('follow.state', '=', 'accepted')
    .where('actor.type', '=', 'person')
    .orderBy('follow.id', 'desc')
    .limit(MAX_PEOPLE)
    .select('follow.targetId')
    .execute()
  return rows.map((row) => row.targetId)
}
