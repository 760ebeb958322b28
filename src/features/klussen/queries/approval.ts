// Who approves klussen, and which wait for it.
import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Content } from '../../../core/kind.ts'
import type { ContentId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { findContent, knownTo, listContentByIds } from '../../content/index.ts'
import { getSetting } from '../../instances/index.ts'
import { type Approval, APPROVAL, isCoordinator, noApproval } from '../rules/approval.ts'
import type { KlusReviewTable } from '../tables.ts'

export type Review = Selectable<KlusReviewTable>

/** Whether klussen are approved before they open, and by whom. */
export async function approvalOf(db: Db): Promise<Approval> {
  return (await getSetting<Approval>(db, APPROVAL)) ?? noApproval
}

/** Where the approval of this klus stands; undefined when none was asked. */
export function findReview(db: Db, contentId: ContentId): Promise<Review | undefined> {
  return db.selectFrom('klusReview').selectAll().where('contentId', '=', contentId).executeTakeFirst()
}

/** Of these drafts, those that were sent back. */
export async function listReturned(db: Db, ids: readonly ContentId[]): Promise<ReadonlySet<ContentId>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('klusReview')
    .select('contentId')
    .where('contentId', 'in', ids)
    .where('state', '=', 'returned')
    .execute()
  return new Set(rows.map(({ contentId }) => contentId))
}

/** What waits, longest first; at most 100. @throws NotFound for who is no coordinator */
export async function listWaitingReview(ctx: Ctx): Promise<readonly { content: Content; asked: string }[]> {
  await coordinatorOnly(ctx)
  const rows = await ctx.db
    .selectFrom('klusReview')
    .select(['contentId', 'asked'])
    .where('state', '=', sql.lit('waiting'))
    .orderBy('asked')
    .limit(100)
    .execute()
  const all = await listContentByIds(
    knownTo(ctx),
    rows.map((row) => row.contentId),
  )
  return rows.flatMap(({ contentId, asked }) => {
    const content = all.get(contentId)
    return content?.state === 'draft' ? [{ content, asked }] : []
  })
}

/** How many wait, for a coordinator; undefined for others, and when nothing waits and nothing will. */
export async function countWaitingReview(ctx: Ctx): Promise<number | undefined> {
  const approval = await approvalOf(ctx.db)
  if (!isCoordinator(ctx.viewer, approval)) return undefined
  const waiting = await countWaiting(ctx.db)
  return approval.on || waiting > 0 ? waiting : undefined
}

/** How many klussen of this organisation wait for a coordinator. */
export async function countWaiting(db: Db): Promise<number> {
  const row = await db
    .selectFrom('klusReview')
    .innerJoin('content', 'content.id', 'klusReview.contentId')
    .select((eb) => eb.fn.countAll<number | string>().as('rows'))
    .where('klusReview.state', '=', sql.lit('waiting'))
    .where('content.state', '=', 'draft')
    .executeTakeFirstOrThrow()
  return Number(row.rows)
}

/** A klus that waits, for a coordinator. @throws NotFound */
export async function getWaitingReview(ctx: Ctx, id: string): Promise<Content> {
  await coordinatorOnly(ctx)
  const content = await findContent(knownTo(ctx), id)
  const review = content && (await findReview(ctx.db, content.id))
  if (!content || content.state !== 'draft' || review?.state !== 'waiting')
    throw new NotFound('klussen.review.notWaiting')
  return content
}

async function coordinatorOnly(ctx: Ctx): Promise<void> {
  if (!isCoordinator(ctx.viewer, await approvalOf(ctx.db))) throw new NotFound()
}
