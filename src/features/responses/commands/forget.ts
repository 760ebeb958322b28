// Retention: motivations, talk, names and signatures go some time after the end; how much was done stays.
import { sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import { Invalid, NotFound } from '../../../core/errors.ts'
import type { ContentId, ResponseId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { mayAdminister, putSetting } from '../../instances/index.ts'
import { forgetNotices } from '../../notifications/index.ts'
import { KEEP_MONTHS, KEEP_SETTING, keptSince } from '../queries/retention.ts'

const AT_ONCE = 100

/** @throws NotFound for who may not, Invalid when it is no whole number of months in range */
export function setKeepMonths(ctx: Ctx, months: number): Promise<void> {
  return ctx.transaction((tx) => putKeepMonths(ctx, tx, months))
}

/** The same, together with other settings. */
export async function putKeepMonths(ctx: Ctx, tx: Tx, months: number): Promise<void> {
  if (!mayAdminister(ctx.viewer)) throw new NotFound()
  const { least, most } = KEEP_MONTHS
  if (!Number.isInteger(months) || months < least || months > most)
    throw new Invalid({ months: { code: 'responses.keepMonths', params: { least, most } } })
  await putSetting(tx, KEEP_SETTING, months)
}

/** Removes the personal parts of what ended long enough ago. Repeatable. @returns how many */
export async function forgetResponses(ctx: Ctx): Promise<number> {
  const before = await keptSince(ctx)
  for (let forgotten = 0; ;) {
    const rows = await ctx.db
      .selectFrom('response')
      .select(['id', 'contentId'])
      // As in the index.
      .where('ended', '=', sql.lit(1))
      .where('forgotten', 'is', null)
      .where('moved', '<', before)
      .orderBy('moved')
      .limit(AT_ONCE)
      .execute()
    for (const row of rows) await forgetOne(ctx, row)
    forgotten += rows.length
    if (rows.length < AT_ONCE) return forgotten
  }
}

async function forgetOne(ctx: Ctx, { id, contentId }: { id: ResponseId; contentId: ContentId }): Promise<void> {
  await ctx.transaction(async (tx, emit) => {
    const row = await tx
      .selectFrom('response')
      .innerJoin('content', 'content.id', 'response.contentId')
      .select(['response.data', 'content.kind'])
      .where('response.id', '=', id)
      .where('response.forgotten', 'is', null)
      .executeTakeFirst()
    if (!row) return
    const flow = ctx.kinds.find(row.kind)?.flow
    const left = flow?.forget?.(flow.schema.parse(JSON.parse(row.data))) as unknown
    await tx
      .updateTable('response')
      .set({ forgotten: ctx.clock.now(), ...(left === undefined ? {} : { data: JSON.stringify(left) }) })
      .where('id', '=', id)
      .execute()
    await tx.deleteFrom('responseMessage').where('responseId', '=', id).execute()
    await tx.updateTable('responseStep').set({ payload: '{}', proof: null }).where('responseId', '=', id).execute()
    await forgetNotices(tx, [`/responses/${id}`])
    emit('response.forgotten', { responseId: id }, contentId)
  })
}
