// Open klussen of this plein whose last day to respond is over.
import { sql } from 'kysely'
import type { ContentId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'

/** At most 100. @param today YYYY-MM-DD */
export async function listPastClosing(db: Db, today: string): Promise<readonly ContentId[]> {
  const rows = await db
    .selectFrom('contentFacet as closes')
    .innerJoin('contentFacet as status', 'status.contentId', 'closes.contentId')
    .innerJoin('content', 'content.id', 'closes.contentId')
    .select('closes.contentId')
    .where('closes.name', '=', 'closes')
    .where('closes.text', '<', today)
    .where('status.name', '=', 'status')
    .where('status.text', '=', 'open')
    .where('content.local', '=', 1)
    .where('content.state', '=', sql.lit('published'))
    .where('content.kind', '=', 'klus')
    .limit(100)
    .execute()
  return rows.map((row) => row.contentId)
}
