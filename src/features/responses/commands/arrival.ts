// Whether talk arrived: the other plein's word about a message, and sending again what it said nothing about.
import { sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import type { ActorId } from '../../../lib/id.ts'
import { getCaseOf } from '../queries/case.ts'
import type { Message } from '../queries/messages.ts'
import { MAX_TRIES, pauseAfter, type StepRefusal } from '../rules/response.ts'

/**
 * The other plein says that a message of somebody here arrived, or why it does not take it; what it says later does not
 * count. `response.messageLost` follows when it did not.
 * @param byId who says so: the other one of the two, or it changes nothing
 */
export async function hearArrival(
  ctx: Ctx,
  message: Pick<Message, 'id' | 'responseId' | 'authorId'>,
  byId: ActorId,
  refusal: StepRefusal | null,
): Promise<boolean> {
  const { author, respondent, content } = await getCaseOf(ctx, message.responseId)
  const other = message.authorId === author.id ? respondent : author
  if (other.id !== byId) return false
  await ctx.transaction(async (tx, emit) => {
    const changed = await tx
      .updateTable('responseMessage')
      .set({ ...settled(refusal), sendAgain: null })
      .where('id', '=', message.id)
      .where('outcome', '=', 'pending')
      .executeTakeFirst()
    if (refusal && changed.numUpdatedRows === 1n) emit('response.messageLost', { messageId: message.id }, content.id)
  })
  return true
}

function settled(refusal: StepRefusal | null) {
  return refusal
    ? { outcome: 'refused' as const, refusal: JSON.stringify(refusal) }
    : { outcome: 'done' as const, refusal: null }
}

const AT_ONCE = 100
const SILENCE: StepRefusal = { code: 'response.noAnswer', params: {} }

/** Sends talk again that nobody said of that it arrived; after a month it counts as lost. @returns how many */
export async function sendMessagesAgain(ctx: Ctx): Promise<number> {
  for (let sent = 0; ;) {
    const rows = await ctx.db
      .selectFrom('responseMessage')
      .innerJoin('response', 'response.id', 'responseMessage.responseId')
      .select(['responseMessage.id', 'responseMessage.tries', 'response.contentId'])
      // As in the index.
      .where('responseMessage.outcome', '=', sql.lit('pending'))
      .where('responseMessage.sendAgain', '<=', ctx.clock.now())
      .orderBy('responseMessage.sendAgain')
      .limit(AT_ONCE)
      .execute()
    for (const { id, tries, contentId } of rows) {
      const over = tries >= MAX_TRIES
      const next = over ? { ...settled(SILENCE), sendAgain: null } : { sendAgain: ctx.clock.in(pauseAfter(tries + 1)) }
      await ctx.transaction(async (tx, emit) => {
        const changed = await tx
          .updateTable('responseMessage')
          .set({ ...next, tries: tries + 1 })
          .where('id', '=', id)
          .where('outcome', '=', 'pending')
          .where('tries', '=', tries)
          .executeTakeFirst()
        if (changed.numUpdatedRows !== 1n) return
        emit(over ? 'response.messageLost' : 'response.messaged', { messageId: id }, contentId)
      })
    }
    sent += rows.length
    if (rows.length < AT_ONCE) return sent
  }
}
