// What is needed to take back what was said of an item: its address when it is gone, and the group's boost of it.
import type { Ctx } from '../../../core/context.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'

/** Audience of an item that was deleted or hidden, for addressing its removal. */
export function findRemoved(db: Db, id: ContentId) {
  return db
    .selectFrom('content')
    .select(['id', 'iri', 'audience', 'groupId', 'authorId', 'local', 'kind', 'state', 'deleted'])
    .where('id', '=', id)
    .executeTakeFirst()
}

export type Removed = NonNullable<Awaited<ReturnType<typeof findRemoved>>>

/** Whose an item is and where it stands, by its IRI; also one that is gone. */
export function findNoted(db: Db, iri: string) {
  return db
    .selectFrom('content')
    .select(['id', 'authorId', 'groupId', 'local', 'kind', 'state'])
    .where('iri', '=', iri)
    .executeTakeFirst()
}

/** IRI of a group's Announce of an object by its id (form b), when it made one: Undo names it. */
export async function findBoost(ctx: Ctx, groupId: ActorId, objectIri: string): Promise<string | undefined> {
  const rows = await ctx.db
    .selectFrom('activity')
    .select(['iri', 'json'])
    .where('objectIri', '=', objectIri)
    .where('actorId', '=', groupId)
    .where('type', '=', 'Announce')
    .limit(50)
    .execute()
  return rows.find((row) => (JSON.parse(row.json) as { object?: unknown }).object === objectIri)?.iri
}
