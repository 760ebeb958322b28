// What time does to responses: moves that are due, steps that are sent again, pleinen that are asked.
import { sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import { NotFound, Refusal } from '../../../core/errors.ts'
import type { ResponseId } from '../../../lib/id.ts'
import { getCaseOf, standingOf } from '../queries/case.ts'
import { MAX_TRIES, pauseAfter, SILENCE_MILLIS } from '../rules/response.ts'
import { takeStep } from './take-step.ts'

const AT_ONCE = 100
const DAY = 24 * 3_600_000

/** Makes the moves of time that are due, on items of this plein. Repeatable. @returns how many */
export async function makeDueMoves(ctx: Ctx): Promise<number> {
  let made = 0
  for (;;) {
    const rows = await ctx.db
      .selectFrom('response')
      .select('id')
      .where('deadline', 'is not', null)
      .where('deadline', '<=', ctx.clock.now())
      .orderBy('deadline')
      .limit(AT_ONCE)
      .execute()
    for (const { id } of rows) if (await makeDue(ctx, id)) made++
    if (rows.length < AT_ONCE) return made
  }
}

async function makeDue(ctx: Ctx, id: ResponseId): Promise<boolean> {
  let version: number | undefined
  try {
    const { flow, content, respondent, response, ...found } = await getCaseOf(ctx, id)
    version = response.version
    const standing = standingOf({ flow, response })
    const due = flow.deadline(standing, { subject: content.data, moved: response.moved })
    if (due && due.at <= ctx.clock.now()) {
      const of = { contentId: content.id, respondentId: respondent.id }
      await takeStep(ctx, { ...of, ...found, move: due.move, payload: {}, maker: 'clock', actorId: null })
      return true
    }
    // The item itself says otherwise by now (another date).
    await putDeadline(ctx, { id, version }, due?.at ?? null)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    ctx.log.warn('time cannot make its move', { response: id, code: error.code })
    // Nothing waits for ever: only what is gone is not tried again.
    await putDeadline(ctx, { id, version }, error instanceof NotFound ? null : ctx.clock.in(DAY))
  }
  return false
}

/** As long as nothing happened since that version, which has a deadline of its own. */
async function putDeadline(
  ctx: Ctx,
  { id, version }: { readonly id: ResponseId; readonly version: number | undefined },
  deadline: string | null,
): Promise<void> {
  await ctx.transaction((tx) =>
    tx
      .updateTable('response')
      .set({ deadline })
      .where('id', '=', id)
      .$if(version !== undefined, (query) => query.where('version', '=', version ?? 0))
      .execute(),
  )
}

/** Sends own steps again that were not answered; one that was sent for a month counts as refused. @returns how many */
export async function sendStepsAgain(ctx: Ctx): Promise<number> {
  let sent = 0
  for (;;) {
    const steps = await ctx.db
      .selectFrom('responseStep')
      .innerJoin('response', 'response.id', 'responseStep.responseId')
      .select(['responseStep.id', 'responseStep.responseId', 'responseStep.tries', 'response.contentId'])
      .select(['response.state', 'response.version'])
      // A part of an index is used only for what stands in the text of the query (also below).
      .where('responseStep.outcome', '=', sql.lit('pending'))
      .where('responseStep.sendAgain', '<=', ctx.clock.now())
      .orderBy('responseStep.made')
      .limit(AT_ONCE)
      .execute()
    for (const { id, responseId, tries, contentId, state, version } of steps) {
      await ctx.transaction(async (tx, emit) => {
        const over = tries >= MAX_TRIES
        const refusal = {
          outcome: 'refused' as const,
          refusal: JSON.stringify({ code: 'response.noAnswer', params: {} }),
        }
        const next = { tries: tries + 1, sendAgain: over ? null : ctx.clock.in(pauseAfter(tries + 1)) }
        const changed = await tx
          .updateTable('responseStep')
          .set({ ...next, ...(over ? refusal : {}) })
          .where('id', '=', id)
          .where('outcome', '=', 'pending')
          .where('tries', '=', tries)
          .executeTakeFirst()
        if (changed.numUpdatedRows !== 1n) return
        const told = { responseId, before: state, after: state, version, move: null, byMaker: null, refused: [id] }
        if (over) emit('response.heard', told, contentId)
        else emit('response.stepped', { responseId, stepId: id }, contentId)
      })
      sent++
    }
    if (steps.length < AT_ONCE) return sent
  }
}

/** Responses elsewhere of which nothing was heard for a day. */
export async function listSilent(ctx: Ctx, limit: number): Promise<readonly { id: ResponseId; iri: string }[]> {
  const rows = await ctx.db
    .selectFrom('response')
    .select(['id', 'iri'])
    .where('heard', 'is not', null)
    .where('ended', '=', sql.lit(0))
    .where('heard', '<', ctx.clock.in(-SILENCE_MILLIS))
    .orderBy('heard')
    .limit(limit)
    .execute()
  return rows.flatMap(({ id, iri }) => (iri === null ? [] : [{ id, iri }]))
}

/** The item's plein was asked, and did not tell: it is asked again tomorrow. */
export async function markAsked(ctx: Ctx, id: ResponseId): Promise<void> {
  const heard = ctx.clock.now()
  await ctx.transaction((tx) => tx.updateTable('response').set({ heard }).where('id', '=', id).execute())
}
