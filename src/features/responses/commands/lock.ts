// Takes the item's row, so that two steps about one item never decide at the same moment.
import type { ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'

/** @returns the item's own data as it is now (JSON); undefined when the item is gone */
export async function lockItem(tx: Tx, contentId: ContentId): Promise<string | undefined> {
  const row = await tx
    .updateTable('content')
    .set((eb) => ({ data: eb.ref('data') }))
    .where('id', '=', contentId)
    .where('state', '!=', 'deleted')
    .returning('data')
    .executeTakeFirst()
  return row?.data
}
