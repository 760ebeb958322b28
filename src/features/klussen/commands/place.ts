// Placing a klus: at once, or after a coordinator approved it.
import { sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Forbidden, Invalid, NotFound } from '../../../core/errors.ts'
import type { Emit } from '../../../core/events.ts'
import type { Content } from '../../../core/kind.ts'
import { actorOf, type LocalPerson } from '../../../core/viewer.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { personViewer } from '../../accounts/index.ts'
import { changeData, editContent, getContent } from '../../content/index.ts'
import { lockItem } from '../../responses/index.ts'
import { approvalOf, findReview, getWaitingReview } from '../queries/approval.ts'
import { isCoordinator, REVIEW_WORDS_MAX } from '../rules/approval.ts'
import { KLUS } from '../rules/facts.ts'
import type { Own } from '../rules/writing.ts'

/**
 * The author places his draft; where the organisation wants that, a coordinator looks at it first.
 * @throws NotFound, Forbidden, Invalid naming what is missing
 */
export async function placeKlus(ctx: Ctx, id: ContentId): Promise<'placed' | 'waiting'> {
  const content = await getContent(ctx, id)
  if (content.authorId !== actorOf(ctx.viewer)) throw new NotFound('content.notFound')
  const approval = await approvalOf(ctx.db)
  const review = await findReview(ctx.db, id)
  if (!approval.on || isCoordinator(ctx.viewer, approval) || review?.state === 'approved') {
    // What was asked of a coordinator before is over with it.
    await editContent(ctx, id, { publish: true }, async (tx) => void (await endReview(tx, id)))
    return 'placed'
  }
  // What lacks is told now, not after the coordinator waited for it.
  ctx.kinds.get(content.kind).publishing?.(content.data, ctx.clock.now())
  if (content.title === '') throw new Invalid({ title: { code: 'field.required' } })
  if ((content.body ?? '').trim() === '') throw new Invalid({ body: { code: 'field.required' } })
  await ask(ctx, content)
  return 'waiting'
}

async function ask(ctx: Ctx, content: Content): Promise<void> {
  const asked = ctx.clock.now()
  const fresh = { state: 'waiting' as const, asked, decidedBy: null, decided: null, words: '' }
  await ctx.transaction(async (tx, emit) => {
    await changeData(ctx, tx, emit, { ...content, data: { ...(content.data as Own), status: 'review' }, quiet: true })
    const changed = await tx
      .insertInto('klusReview')
      .values({ contentId: content.id, ...fresh })
      .onConflict((conflict) =>
        conflict.column('contentId').doUpdateSet(fresh).where('klusReview.state', '!=', 'waiting'),
      )
      .executeTakeFirst()
    if (changed.numInsertedOrUpdatedRows) emit('klus.reviewAsked', { contentId: content.id }, content.id)
  })
}

/** Nobody approves klussen any more: what waits is a draft again, and its author hears that he can place it. */
export async function dropWaiting(ctx: Ctx, tx: Tx, emit: Emit): Promise<void> {
  const waiting = tx.selectFrom('klusReview').select('contentId').where('state', '=', sql.lit('waiting'))
  for (const { contentId } of await waiting.orderBy('contentId').execute()) {
    // The item first, as everybody who decides about it does.
    const now = await lockItem(tx, contentId)
    const ended = await endReview(tx, contentId)
    if (now === undefined || !ended) continue
    const data = { ...(JSON.parse(now) as Own), status: 'draft' }
    await changeData(ctx, tx, emit, { id: contentId, kind: KLUS, data, quiet: true })
    emit('klus.reviewDropped', { contentId }, contentId)
  }
}

/** @returns whether it waited */
async function endReview(tx: Tx, id: ContentId): Promise<boolean> {
  const waited = tx.deleteFrom('klusReview').where('contentId', '=', id).where('state', '=', 'waiting')
  return (await waited.executeTakeFirst()).numDeletedRows > 0n
}

/**
 * A coordinator approves: it opens in its author's name.
 * @throws NotFound, Invalid (decision) when it cannot open as it is: its last day has passed, or its author may not
 *   write there any more. Then it still waits, and can be sent back.
 */
export async function approveKlus(ctx: Ctx, id: ContentId): Promise<void> {
  const content = await getWaitingReview(ctx, id)
  const author: LocalPerson = await personViewer(ctx.db, content.authorId)
  try {
    // It opens and is decided together: what opened without being decided would wait for ever.
    await editContent({ ...ctx, viewer: author }, id, { publish: true }, (tx, emit) =>
      decide(ctx, { tx, emit }, { id, state: 'approved', words: '' }),
    )
  } catch (error) {
    if (error instanceof Invalid || error instanceof Forbidden)
      throw new Invalid({ decision: { code: 'klussen.review.cannotOpen' } })
    throw error
  }
}

/** A coordinator sends it back, saying why. @throws NotFound, Invalid (words) */
export async function returnKlus(ctx: Ctx, id: ContentId, words: string): Promise<void> {
  const content = await getWaitingReview(ctx, id)
  const said = words.trim()
  if (said === '') throw new Invalid({ words: { code: 'klussen.review.wordsNeeded' } })
  if (said.length > REVIEW_WORDS_MAX)
    throw new Invalid({ words: { code: 'field.tooLong', params: { max: REVIEW_WORDS_MAX } } })
  await ctx.transaction(async (tx, emit) => {
    await decide(ctx, { tx, emit }, { id, state: 'returned', words: said })
    await changeData(ctx, tx, emit, { ...content, data: { ...(content.data as Own), status: 'draft' }, quiet: true })
  })
}

/** @throws Conflict when somebody decided already */
async function decide(
  ctx: Ctx,
  { tx, emit }: { readonly tx: Tx; readonly emit: Emit },
  { id, ...how }: { readonly id: ContentId; readonly state: 'approved' | 'returned'; readonly words: string },
): Promise<void> {
  const byId = actorOf(ctx.viewer) as ActorId
  const decided = await tx
    .updateTable('klusReview')
    .set({ ...how, decidedBy: byId, decided: ctx.clock.now() })
    .where('contentId', '=', id)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  if (decided.numUpdatedRows === 0n) throw new Conflict('klussen.review.notWaiting')
  emit('klus.reviewDecided', { contentId: id, byId, outcome: how.state }, id)
}
