// Writes how a response stands after a step, on the item's own plein.
import type { Ctx } from '../../../core/context.ts'
import { newId, type ResponseId } from '../../../lib/id.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { Tx } from '../../../platform/db/database.ts'
import type { Case } from '../queries/case.ts'
import type { Response } from '../rules/response.ts'
import type { Standpoint } from '../rules/steps.ts'

interface Saving {
  readonly found: Case
  readonly before: Response | undefined
  readonly next: Standpoint
  /** The item's own data, as it is inside the transaction. */
  readonly subject: unknown
  readonly at: Instant
  readonly offerIri: string | undefined
}

/** Makes the response at its first step. Expects that the item is locked. */
export async function saveResponse(ctx: Ctx, tx: Tx, saving: Saving): Promise<{ id: ResponseId; version: number }> {
  const { found, before, next, subject, at, offerIri } = saving
  const { flow, content } = found
  const id = before?.id ?? newId<'response'>()
  const { version } = next
  const row = {
    state: next.state,
    version,
    data: JSON.stringify(next.data),
    deadline: flow.deadline(next, { subject, moved: at })?.at ?? null,
    ended: flow.ended.includes(next.state) ? (1 as const) : (0 as const),
    moved: at,
    // Who comes back after the personal parts were removed leaves new ones.
    forgotten: null,
    ...(offerIri === undefined ? {} : { offerIri }),
  }
  if (before) {
    await tx.updateTable('response').set(row).where('id', '=', id).execute()
  } else {
    const iri = `${ctx.config.origin}/ap/responses/${id}`
    const made = { id, iri, contentId: content.id, respondentId: found.respondent.id, created: at, heard: null }
    await tx
      .insertInto('response')
      .values({ offerIri: null, ...made, ...row })
      .execute()
  }
  return { id, version }
}
