// What the author (or time) does with the klus itself: close it, open it again, withdraw it, cancel it, let it expire.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Invalid, NotFound } from '../../../core/errors.ts'
import type { Emit } from '../../../core/events.ts'
import type { Content } from '../../../core/kind.ts'
import { actorOf } from '../../../core/viewer.ts'
import { dateIn } from '../../../lib/format.ts'
import type { ContentId } from '../../../lib/id.ts'
import { changeData, findContent, getContent, knownTo } from '../../content/index.ts'
import { endAll, lockItem } from '../../responses/index.ts'
import { listPastClosing } from '../queries/closing.ts'
import { type KlusMove, movesOn, statusAfter } from '../rules/moves.ts'
import type { Own } from '../rules/writing.ts'

/** Longest reason, in characters. */
const REASON_MAX = 1000

/** Nobody can respond any more; what goes on goes on. @throws NotFound, Conflict when it is not open */
export function closeKlus(ctx: Ctx, id: ContentId): Promise<void> {
  return move(ctx, id, 'close')
}

/** Open for responses again. @throws NotFound, Conflict (not closed, or its closing date has passed) */
export function reopenKlus(ctx: Ctx, id: ContentId): Promise<void> {
  return move(ctx, id, 'reopen')
}

/** Before anybody responded. @throws NotFound, Conflict when somebody did: then one cancels, and says why */
export function withdrawKlus(ctx: Ctx, id: ContentId): Promise<void> {
  return move(ctx, id, 'withdraw')
}

/**
 * It does not go on: `klus.cancelled` follows, with which all that goes on about it ends, for this reason.
 * @throws NotFound, Conflict, Invalid (reason)
 */
export async function cancelKlus(ctx: Ctx, id: ContentId, reason: string): Promise<void> {
  const words = reason.trim()
  if (words === '') throw new Invalid({ reason: { code: 'klussen.moves.reasonNeeded' } })
  if (words.length > REASON_MAX) throw new Invalid({ reason: { code: 'field.tooLong', params: { max: REASON_MAX } } })
  await move(ctx, id, 'cancel', (emit) => emit('klus.cancelled', { contentId: id, words }, id))
}

/** Whoever is busy with a klus that was cancelled is told why. Repeatable. */
export async function endBusyWith(ctx: Ctx, id: ContentId, words: string): Promise<void> {
  const payload = { reason: 'stopped', words }
  await endAll(ctx, id, [
    { move: 'cancel', payload },
    { move: 'reject', payload },
  ])
}

/** Those whose last day to respond is over. Repeatable. @returns how many expired */
export async function expireKlussen(ctx: Ctx): Promise<number> {
  let expired = 0
  for (;;) {
    const ids = await listPastClosing(ctx.db, dateIn(ctx.clock.now()))
    for (const id of ids) {
      const content = await findContent(knownTo(ctx), id)
      if (content) await change(ctx, content, 'expire', (emit) => emit('klus.expired', { contentId: id }, id))
    }
    expired += ids.length
    if (ids.length === 0) return expired
  }
}

type Tell = (emit: Emit) => void

async function move(ctx: Ctx, id: ContentId, name: KlusMove, tell?: Tell): Promise<void> {
  const content = await getContent(ctx, id)
  const mine = content.local && content.authorId === actorOf(ctx.viewer) && content.state === 'published'
  if (!mine) throw new NotFound('content.notFound')
  await change(ctx, content, name, tell)
}

/** @param tell what follows when it was made */
async function change(ctx: Ctx, { id, kind }: Content, name: KlusMove, tell?: Tell): Promise<void> {
  await ctx.transaction(async (tx, emit) => {
    const now = await lockItem(tx, id)
    if (now === undefined) return
    const data = ctx.kinds.get(kind).schema.parse(JSON.parse(now)) as Own
    const today = dateIn(ctx.clock.now())
    if (name === 'reopen' && String(data['closes'] ?? '9') < today) throw new Conflict('klussen.moves.closesPast')
    if (!movesOn(data).includes(name)) {
      if (name === 'expire') return
      throw new Conflict(name === 'withdraw' && data['responded'] ? 'klussen.moves.responded' : 'klussen.moves.notNow')
    }
    await changeData(ctx, tx, emit, { id, kind, data: { ...data, status: statusAfter(data, name) } })
    tell?.(emit)
  })
}
