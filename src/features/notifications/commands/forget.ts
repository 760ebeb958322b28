// Lines about what is between two people go with it.
import type { Tx } from '../../../platform/db/database.ts'

/** @param paths of the pages that the lines are about */
export async function forgetNotices(tx: Tx, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return
  const lines = tx.selectFrom('notification').select('id').where('path', 'in', paths)
  await tx.updateTable('notificationCause').set({ notificationId: null }).where('notificationId', 'in', lines).execute()
  await tx.deleteFrom('notification').where('path', 'in', paths).execute()
}
