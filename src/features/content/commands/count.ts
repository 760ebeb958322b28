// Numbers shown with an item, as higher rooms counted them again; never added to.
import type { Expression, ExpressionBuilder, Updateable } from 'kysely'
import type { Instant } from '../../../lib/clock.ts'
import type { ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import type { Tables } from '../../../platform/db/tables.ts'
import type { ContentTable } from '../tables.ts'

type Counts = Pick<Updateable<ContentTable>, 'commentCount' | 'likeCount' | 'lastActivity'>
type Counting = (eb: ExpressionBuilder<Tables, 'content'>) => {
  readonly commentCount: Expression<number>
  readonly lastActivity: Expression<Instant>
}

/** Puts what was counted in the same transaction. */
export async function putCounts(tx: Tx, id: ContentId, counts: Counts): Promise<void> {
  await put.run(tx, { id, counts })
}

const put = prepared((db, { id, counts }: { id: ContentId; counts: Counts }) =>
  (db as Tx).updateTable('content').set(counts).where('id', '=', id),
)

/** A query that counts for several items, and puts what it counted. */
export function puttingCounts(tx: Tx, ids: readonly ContentId[], count: Counting) {
  return tx.updateTable('content').set(count).where('id', 'in', ids)
}
