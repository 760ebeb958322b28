// What the house itself changes of an item: a kind's own data, never its words.
import type { Ctx } from '../../../core/context.ts'
import type { Emit } from '../../../core/events.ts'
import type { ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { checkOwn } from './draft.ts'
import { putFacets } from './parts.ts'

export interface DataChange {
  readonly id: ContentId
  /** Name of its kind. */
  readonly kind: string
  /** The whole of it, by its kind's schema. */
  readonly data: unknown
  /** Nobody elsewhere need know: no event, and it does not count as edited. */
  readonly quiet?: boolean
}

/**
 * Puts the data in the same transaction; no revision is kept, as no word of it changed. `content.edited` follows for
 * what is published, unless it is kept quiet. The caller holds the row, or knows that nobody else changes it.
 */
export async function changeData(ctx: Ctx, tx: Tx, emit: Emit, change: DataChange): Promise<void> {
  const { json, facets } = checkOwn(ctx.kinds.get(change.kind), change.data)
  const edited = change.quiet ? {} : { edited: ctx.clock.now() }
  const row = await tx
    .updateTable('content')
    .set({ data: json, ...edited })
    .where('id', '=', change.id)
    .where('state', '!=', 'deleted')
    .returning('state')
    .executeTakeFirst()
  if (!row) return
  await putFacets(tx, change.id, facets)
  if (row.state === 'published' && !change.quiet) emit('content.edited', { contentId: change.id }, change.id)
}
