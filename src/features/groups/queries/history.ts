// Whether the history of a group elsewhere is really being fetched.
import type { ActorId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { waitingAmong } from '../../../platform/queue/queue.ts'
import { historyOrder } from '../rules.ts'

/** False when no work for it is left: it is done, or what did it failed for good. */
export async function isHistoryUnderWay(db: Db, groupId: ActorId): Promise<boolean> {
  const waiting = await waitingAmong(db, [historyOrder(groupId)])
  return waiting.size > 0
}
