// Saved searches, and whose finds a klus.
import type { Ctx } from '../../../core/context.ts'
import { personOf } from '../../../core/viewer.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { filterFrom } from '../rules/filter.ts'
import type { SavedSearchTable } from '../tables.ts'
import { askedOf, matching } from './list.ts'

export interface SavedSearch {
  readonly id: SavedSearchTable['id']
  readonly name: string
  readonly query: string
  readonly path: string
}

/** The viewer's own, by name. @throws Unauthenticated */
export async function listSearches(ctx: Ctx): Promise<readonly SavedSearch[]> {
  const { personId } = personOf(ctx.viewer)
  const rows = await ctx.db
    .selectFrom('savedSearch')
    .select(['id', 'name', 'query'])
    .where('personId', '=', personId)
    .orderBy('name')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, path: `/klussen?${row.query}` }))
}

export async function countSearches(db: Db, personId: ActorId): Promise<number> {
  const { count } = await db
    .selectFrom('savedSearch')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('personId', '=', personId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

const AT_ONCE = 200

interface Waiting {
  readonly people: readonly { readonly personId: ActorId; readonly authorId: ActorId }[]
  readonly next: string | undefined
}

/** Who looks for this klus and may see it; a part of all searches at a time. Never who wrote it. */
export async function listWaiting(
  ctx: Ctx,
  contentId: ContentId,
  options: { as: (personId: string) => Promise<Ctx | undefined>; after: string | undefined },
): Promise<Waiting> {
  const rows = await ctx.db
    .selectFrom('savedSearch')
    .select(['id', 'personId', 'query'])
    .where('notify', '=', 1)
    .where('id', '>', (options.after ?? '') as SavedSearchTable['id'])
    .orderBy('id')
    .limit(AT_ONCE)
    .execute()
  const people = new Map<ActorId, { personId: ActorId; authorId: ActorId }>()
  for (const { personId, query } of rows) {
    if (people.has(personId)) continue
    const viewer = await options.as(personId)
    const authorId = viewer && (await authorIfFound(viewer, query, contentId))
    if (authorId && authorId !== personId) people.set(personId, { personId, authorId })
  }
  return { people: [...people.values()], next: rows.length === AT_ONCE ? rows.at(-1)?.id : undefined }
}

/** Who wrote the klus, when this search of this viewer finds it. */
async function authorIfFound(ctx: Ctx, query: string, contentId: ContentId): Promise<ActorId | undefined> {
  const asked = await askedOf(ctx, filterFrom(Object.fromEntries(new URLSearchParams(query))))
  const row = asked && (await matching(ctx, asked).where('klus.contentId', '=', contentId).limit(1).execute()).at(0)
  return row?.authorId
}
