// Reading content: one item, or several by id; always through the visibility rule.
import type { Ctx } from '../../../core/context.ts'
import { Gone, NotFound } from '../../../core/errors.ts'
import type { Content, Kinds } from '../../../core/kind.ts'
import { system } from '../../../core/viewer.ts'
import { type ActorId, type ContentId, isId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { knownRowById, rowById, rowByIri, type Row, visibleHere } from './one.ts'

/** A row as the house sees it: flags as booleans, `data` read by its kind. */
export function contentFrom(row: Row, kinds: Kinds): Content {
  const { local, deleted: _, lookedUp, ...rest } = row
  return { ...rest, local: local === 1, lookedUp: lookedUp === 1, data: dataFrom(row, kinds) }
}

/** Its own data, read by its kind. */
export function dataFrom({ kind, data }: Pick<Row, 'kind' | 'data'>, kinds: Kinds): unknown {
  const parsed: unknown = JSON.parse(data)
  const checked = kinds.find(kind)?.schema.safeParse(parsed)
  return checked?.success ? checked.data : parsed
}

/** @throws NotFound when it is not there or not for this viewer; Gone when it was public and is deleted. */
export async function getContent(ctx: Ctx, id: string): Promise<Content> {
  const found = await findContent(ctx, id)
  if (found) return found
  if (isId(id)) {
    const tombstone = await ctx.db
      .selectFrom('content')
      .select('id')
      .where('id', '=', id as ContentId)
      .where('state', '=', 'deleted')
      .where('audience', '=', 'public')
      .executeTakeFirst()
    if (tombstone) throw new Gone('content.gone')
  }
  throw new NotFound('content.notFound')
}

/** Undefined when it is not there, or not for this viewer. */
export async function findContent(ctx: Ctx, id: string): Promise<Content | undefined> {
  if (!isId(id)) return undefined
  const row =
    ctx.viewer.type === 'system'
      ? (await knownRowById(ctx.db, id as ContentId))[0]
      : await rowById.first(ctx, { id: id as ContentId })
  return row && contentFrom(row, ctx.kinds)
}

/** By its id on the wire. Undefined when it is not there, or not for this viewer. */
export async function findContentByIri(ctx: Ctx, iri: string): Promise<Content | undefined> {
  const row = await rowByIri.first(ctx, { iri })
  return row && contentFrom(row, ctx.kinds)
}

/** Several by id, only those that the viewer may see, in no order. */
export async function listContentByIds(ctx: Ctx, ids: readonly ContentId[]): Promise<ReadonlyMap<ContentId, Content>> {
  if (ids.length === 0) return new Map()
  const rows = await visibleHere(ctx, 'few')
    .where('content.id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map((row) => [row.id, contentFrom(row, ctx.kinds)]))
}

/** Ids of what somebody wrote, whatever its state, except deleted; without looking at the viewer. */
export async function listIdsOf(db: Db, authorId: ActorId, limit: number): Promise<readonly ContentId[]> {
  const rows = await db
    .selectFrom('content')
    .select('id')
    .where('authorId', '=', authorId)
    .where('state', '!=', 'deleted')
    .orderBy('published')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** The item that a thread's collection belongs to, for the viewer; contexts of several items: the oldest. */
export async function findContentByContext(ctx: Ctx, contextIri: string): Promise<Content | undefined> {
  const row = await visibleHere(ctx)
    .where('content.contextIri', '=', contextIri)
    .orderBy('content.id')
    .executeTakeFirst()
  return row && contentFrom(row, ctx.kinds)
}

/** Counts for NodeInfo: published items written here. */
export async function countLocalContent(db: Db): Promise<number> {
  const row = await db
    .selectFrom('content')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('local', '=', 1)
    .where('state', '=', 'published')
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Without a viewer: does the plein itself know this item (whatever its state, except deleted)? */
export function knownTo(ctx: Ctx): Ctx {
  return { ...ctx, viewer: system }
}
