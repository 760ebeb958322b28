// Received activities are kept for a month, to be passed on; after that only their ids, so that nothing happens twice.
import type { Frame } from './frame.ts'

const MONTH = 30 * 24 * 3_600_000
const AT_ONCE = 500

/** In small transactions, so that nobody waits. @returns how many were emptied. */
export async function forgetOld(frame: Frame): Promise<number> {
  const before = frame.clock.in(-MONTH)
  let total = 0
  for (;;) {
    const old = await frame.ctx.db
      .selectFrom('inbox')
      .select('iri')
      .where('received', '<', before)
      .where('handled', 'is not', null)
      .where('raw', '<>', '')
      .limit(AT_ONCE)
      .execute()
    if (old.length === 0) return total
    const iris = old.map(({ iri }) => iri)
    await frame.ctx.transaction((tx) => tx.updateTable('inbox').set({ raw: '' }).where('iri', 'in', iris).execute())
    total += iris.length
  }
}
