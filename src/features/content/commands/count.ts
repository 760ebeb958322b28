// Numbers shown with an item, as higher rooms counted them again; never added to.
import type { Updateable } from 'kysely'
import type { ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import type { ContentTable } from '../tables.ts'

/** Puts what was counted in the same transaction. */
export async function putCounts(
  tx: Tx,
  id: ContentId,
  counts: Pick<Updateable<ContentTable>, 'commentCount' | 'likeCount' | 'lastActivity'>,
): Promise<void> {
  await tx.updateTable('content').set(counts).where('id', '=', id).execute()
}
