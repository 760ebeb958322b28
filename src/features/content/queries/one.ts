// The rows of content that a viewer may see: the start of every read, and one row by its id or address, prepared.
import type { Selectable, SelectQueryBuilder } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import { preparedFor } from '../../../core/prepared-for.ts'
import { system, type Viewer } from '../../../core/viewer.ts'
import type { ContentId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import type { Tables } from '../../../platform/db/tables.ts'
import { togetherByKey } from '../../../platform/db/together.ts'
import type { ContentTable } from '../tables.ts'
import { visibleTo } from '../visibility.ts'

export type Row = Selectable<ContentTable>
export type Rows = SelectQueryBuilder<Tables, 'content', Row>

/**
 * @param ownHost host of this plein
 * @param reading as in `visibleTo`
 */
export function visibleFor(viewer: Viewer, db: Db, ownHost: string, reading?: 'many' | 'few'): Rows {
  return db
    .selectFrom('content')
    .selectAll('content')
    .where(visibleTo(viewer, ownHost, reading)) as unknown as Rows
}

/** @param reading as in `visibleTo` */
export function visibleHere(ctx: Ctx, reading?: 'many' | 'few'): Rows {
  return visibleFor(ctx.viewer, ctx.db, ctx.config.hostName, reading)
}

export const rowById = preparedFor((db, viewer, { id }: { id: ContentId }, ownHost) =>
  visibleFor(viewer, db, ownHost, 'few').where('content.id', '=', id),
)
/** The same for the system, which sees whatever is not deleted: listeners of many events ask at the same moment. */
export const knownRowById = togetherByKey(
  prepared((db, { keys }: { keys: readonly ContentId[] }) =>
    visibleFor(system, db, '', 'few').where('content.id', 'in', keys),
  ),
  (row) => row.id,
)
export const rowByIri = preparedFor((db, viewer, { iri }: { iri: string }, ownHost) =>
  visibleFor(viewer, db, ownHost, 'few').where('content.iri', '=', iri),
)
