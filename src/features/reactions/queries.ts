// Reading reactions.
import type { Selectable } from 'kysely'
import type { Ctx } from '../../core/context.ts'
import { NotFound } from '../../core/errors.ts'
import type { Content } from '../../core/kind.ts'
import { actorOf } from '../../core/viewer.ts'
import type { ActorId, ContentId, Id } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { prepared } from '../../platform/db/prepared.ts'
import { type Comment, findComment } from '../comments/index.ts'
import { findContent, getContent } from '../content/index.ts'
import type { ReactionSummary } from './rules.ts'
import type { ReactionTable } from './tables.ts'

export type Reaction = Selectable<ReactionTable>

const likesOf = prepared((db, { ids }: { ids: readonly string[] }) =>
  db
    .selectFrom('reaction')
    .select((eb) => ['subjectId', eb.fn.countAll().as('count')])
    .where('subjectId', 'in', ids)
    .where('type', '=', 'like')
    .groupBy('subjectId'),
)

const reactionsOfOne = prepared((db, { ids, actorId }: { ids: readonly string[]; actorId: ActorId }) =>
  db.selectFrom('reaction').select(['subjectId', 'type']).where('subjectId', 'in', ids).where('actorId', '=', actorId),
)

/** Likes of several items or comments, and which the viewer gave himself, by subject. */
export async function reactionsOf(
  ctx: Ctx,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, ReactionSummary>> {
  const ids = [...new Set(subjectIds)]
  if (ids.length === 0) return new Map()
  const [counts, mine] = await Promise.all([likesOf.all(ctx.db, { ids }), reactionsBy(ctx, ids)])
  const likes = new Map(counts.map((row) => [row.subjectId, Number(row.count)]))
  return new Map(
    ids.map((id) => [
      id,
      { likes: likes.get(id) ?? 0, mine: { like: mine.has(`${id} like`), share: mine.has(`${id} share`) } },
    ]),
  )
}

async function reactionsBy(ctx: Ctx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const actorId = actorOf(ctx.viewer)
  if (!actorId) return new Set()
  const rows = await reactionsOfOne.all(ctx.db, { ids, actorId })
  return new Set(rows.map((row) => `${row.subjectId} ${row.type}`))
}

/** Items that any of these people shared, those shared last first. */
export async function listSharedBy(db: Db, actorIds: readonly ActorId[], limit: number): Promise<ContentId[]> {
  if (actorIds.length === 0) return []
  const rows = await db
    .selectFrom('reaction')
    .select('subjectId')
    .where('actorId', 'in', actorIds)
    .where('type', '=', 'share')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return [...new Set(rows.map((row) => row.subjectId as ContentId))]
}

/** Who of these people shared which of these items, who did so last first. */
export async function sharersOf(
  db: Db,
  ids: readonly ContentId[],
  actorIds: readonly ActorId[],
): Promise<ReadonlyMap<ContentId, readonly ActorId[]>> {
  const sharers = new Map<ContentId, ActorId[]>()
  if (ids.length === 0 || actorIds.length === 0) return sharers
  const rows = await db
    .selectFrom('reaction')
    .select(['subjectId', 'actorId'])
    .where('subjectId', 'in', [...ids])
    .where('actorId', 'in', [...actorIds])
    .where('type', '=', 'share')
    .orderBy('id', 'desc')
    .execute()
  for (const { subjectId, actorId } of rows) {
    const id = subjectId as ContentId
    sharers.set(id, [...(sharers.get(id) ?? []), actorId])
  }
  return sharers
}

/** Whoever looks. */
export function findReaction(db: Db, id: Id<'reaction'>): Promise<Reaction | undefined> {
  return db.selectFrom('reaction').selectAll().where('id', '=', id).executeTakeFirst()
}

/** By the id of its activity, whoever looks. */
export function findReactionByIri(db: Db, iri: string): Promise<Reaction | undefined> {
  return db.selectFrom('reaction').selectAll().where('iri', '=', iri).executeTakeFirst()
}

/** What a reaction is about, when the viewer may see it: an item, or a comment with its item. */
export async function getSubject(
  ctx: Ctx,
  subjectId: string,
): Promise<{ content: Content; comment: Comment | undefined }> {
  const content = await findContent(ctx, subjectId)
  if (content) return { content, comment: undefined }
  const comment = await findComment(ctx.db, subjectId)
  if (!comment || comment.state !== 'published') throw new NotFound('reaction.subjectNotFound')
  return { content: await getContent(ctx, comment.contentId), comment }
}
