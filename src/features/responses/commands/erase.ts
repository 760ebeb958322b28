// After its personal parts, the response itself goes: that these two had to do with each other.
import { Conflict } from '../../../core/errors.ts'
import type { ContentId, ResponseId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { forgetNotices } from '../../notifications/index.ts'

/** Responses to an item, and by whom. @throws Conflict when one of them is not forgotten yet */
export async function forgottenResponses(
  tx: Tx,
  contentId: ContentId,
): Promise<readonly { readonly id: ResponseId; readonly name: string }[]> {
  const rows = await tx
    .selectFrom('response')
    .innerJoin('actor', 'actor.id', 'response.respondentId')
    .select(['response.id', 'response.forgotten', 'actor.name'])
    .where('contentId', '=', contentId)
    .execute()
  if (rows.some(({ forgotten }) => forgotten === null)) throw new Conflict('response.notForgotten')
  return rows
}

/** Nothing of them is left, whose consents are removed already. */
export async function eraseResponses(tx: Tx, ids: readonly ResponseId[]): Promise<void> {
  if (ids.length === 0) return
  await tx.deleteFrom('responseMessage').where('responseId', 'in', ids).execute()
  await tx.deleteFrom('responseStep').where('responseId', 'in', ids).execute()
  await tx.deleteFrom('response').where('id', 'in', ids).execute()
  await forgetNotices(
    tx,
    ids.map((id) => `/responses/${id}`),
  )
}
