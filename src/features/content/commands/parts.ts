// What hangs on an item beside its row: tags, mentions, facets, pictures, pins, earlier versions.
import type { Insertable } from 'kysely'
import type { Facet } from '../../../core/kind.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import type { MentionTable } from '../tables.ts'

/** Replaces the item's tags. */
export async function putTags(
  tx: Tx,
  contentId: ContentId,
  tags: ReadonlyMap<string, string>,
  published: Instant,
): Promise<void> {
  await tx.deleteFrom('tag').where('contentId', '=', contentId).execute()
  if (tags.size === 0) return
  const rows = [...tags].map(([tag, label]) => ({ contentId, tag, label, published }))
  await tx.insertInto('tag').values(rows).execute()
}

/** Replaces who is named in an item or comment. */
export async function putMentions(tx: Tx, subjectId: string, actorIds: readonly ActorId[]): Promise<void> {
  await dropMentions.run(tx, { subjectId })
  if (actorIds.length === 0) return
  const rows = [...new Set(actorIds)].map((actorId) => ({ subjectId, actorId }))
  await insertMentions.run(tx, { rows })
}

const dropMentions = prepared((db, { subjectId }: { subjectId: string }) =>
  (db as Tx).deleteFrom('mention').where('subjectId', '=', subjectId),
)
const insertMentions = prepared((db, { rows }: { rows: readonly Insertable<MentionTable>[] }) =>
  (db as Tx).insertInto('mention').values(rows),
)

/** Replaces the item's facets. */
export async function putFacets(tx: Tx, contentId: ContentId, facets: readonly Facet[]): Promise<void> {
  await tx.deleteFrom('contentFacet').where('contentId', '=', contentId).execute()
  if (facets.length === 0) return
  const rows = facets.map(({ name, text, number }) => ({ contentId, name, text: text ?? null, number: number ?? null }))
  await tx.insertInto('contentFacet').values(rows).execute()
}

/** Removes everything that hangs on an item, but not its facets: what lists filter on may stay. */
export async function removeParts(tx: Tx, id: ContentId): Promise<void> {
  for (const table of ['tag', 'pin'] as const) await tx.deleteFrom(table).where('contentId', '=', id).execute()
  for (const table of ['mention', 'attachment', 'revision'] as const)
    await tx.deleteFrom(table).where('subjectId', '=', id).execute()
}
