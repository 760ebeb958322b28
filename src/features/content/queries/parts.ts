// What hangs on items beside their rows: pins, tags, mentions, earlier versions. The caller has checked that the viewer may
// see the items.
import type { Instant } from '../../../lib/clock.ts'
import type { ActorId, ContentId, Id } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import { togetherByKey } from '../../../platform/db/together.ts'

const pinned = prepared((db, { ids }: { ids: readonly ContentId[] }) =>
  db.selectFrom('pin').select('contentId').where('contentId', 'in', ids),
)

/** Those of these items that are pinned in a group. */
export async function pinnedAmong(db: Db, ids: readonly ContentId[]): Promise<ReadonlySet<ContentId>> {
  if (ids.length === 0) return new Set()
  const rows = await pinned.all(db, { ids })
  return new Set(rows.map((row) => row.contentId))
}

export interface TagOf {
  readonly tag: string
  readonly label: string
}

const tagRows = prepared((db, { ids }: { ids: readonly ContentId[] }) =>
  db.selectFrom('tag').selectAll().where('contentId', 'in', ids).orderBy('tag'),
)

/** Tags of several items, by item. */
export async function tagsOf(db: Db, ids: readonly ContentId[]): Promise<ReadonlyMap<ContentId, readonly TagOf[]>> {
  const tags = new Map<ContentId, TagOf[]>(ids.map((id) => [id, []]))
  if (ids.length === 0) return tags
  const rows = await tagRows.all(db, { ids })
  for (const { contentId, tag, label } of rows) tags.get(contentId)?.push({ tag, label })
  return tags
}

const namedIn = togetherByKey(
  prepared((db, { keys }: { keys: readonly string[] }) =>
    db.selectFrom('mention').selectAll().where('subjectId', 'in', keys).orderBy('actorId'),
  ),
  (row) => row.subjectId,
)

/** Who is named in one item or comment. */
export async function mentionsIn(db: Db, id: string): Promise<readonly ActorId[]> {
  return (await namedIn(db, id)).map((row) => row.actorId)
}

export interface Revision {
  readonly id: string
  readonly title: string
  readonly body: string | null
  readonly html: string
  readonly editorId: ActorId
  readonly created: Instant
}

/**
 * Earlier versions of an item or comment, newest first.
 * @param from id of the newest that is wanted
 */
export async function listRevisions(
  db: Db,
  subjectId: string,
  { from, limit }: { readonly from?: string | undefined; readonly limit: number },
): Promise<readonly Revision[]> {
  return db
    .selectFrom('revision')
    .select(['id', 'title', 'body', 'html', 'editorId', 'created'])
    .where('subjectId', '=', subjectId)
    .$if(from !== undefined, (query) => query.where('id', '<=', (from ?? '') as Id<'revision'>))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Whether an item has earlier versions: what only its kind keeps of it, such as a state, changes without making one. */
export async function isRevised(db: Db, subjectId: string): Promise<boolean> {
  const row = await db
    .selectFrom('revision')
    .select('id')
    .where('subjectId', '=', subjectId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
