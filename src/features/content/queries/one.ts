// The rows of content that a viewer may see: the start of every read, and one row by its id or address, prepared.
import type { Selectable, SelectQueryBuilder } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import type { RemoteActor, Viewer } from '../../../core/viewer.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { type Prepared, prepared } from '../../../platform/db/prepared.ts'
import type { Tables } from '../../../platform/db/tables.ts'
import type { ContentTable } from '../tables.ts'
import { visibleTo } from '../visibility.ts'

export type Row = Selectable<ContentTable>
export type Rows = SelectQueryBuilder<Tables, 'content', Row>

/** @param ownHost host of this plein */
export function visibleFor(viewer: Viewer, db: Db, ownHost: string): Rows {
  return db.selectFrom('content').selectAll('content').where(visibleTo(viewer, ownHost)) as unknown as Rows
}

export const rowById = oneVisible<{ id: ContentId }>((rows, { id }) => rows.where('content.id', '=', id))
export const rowByIri = oneVisible<{ iri: string }>((rows, { iri }) => rows.where('content.iri', '=', iri))

interface Who {
  readonly personId: ActorId
  readonly host: string
  readonly ownHost: string
}

/** Prepared for each sort of viewer, as the rule has another form for each; who it is comes with the other values. */
function oneVisible<P extends object>(narrowed: (rows: Rows, values: P) => Rows) {
  const forms = new Map<string, Prepared<P & Who, Row>>()
  return (ctx: Ctx, values: P): Promise<Row | undefined> => {
    const { viewer } = ctx
    const { personId = '' as ActorId, host = '', allowed = false } = viewer as Partial<RemoteActor>
    const sort = `${viewer.type} ${allowed} ${personId !== ''}`
    const form =
      forms.get(sort) ??
      prepared((db, all: P & Who) => {
        const anyone = {
          ...viewer,
          ...(personId ? { personId: all.personId } : {}),
          ...(host ? { host: all.host } : {}),
        }
        return narrowed(visibleFor(anyone as Viewer, db, all.ownHost), all)
      })
    forms.set(sort, form)
    return form.first(ctx.db, { ...values, personId, host, ownHost: ctx.config.hostName })
  }
}
