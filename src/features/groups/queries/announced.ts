// Ids of what was said before about threads, so that the outbox names the same activities.
import type { ActorId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'

export interface Said {
  /** Of the author's Create. */
  readonly created: string | undefined
  /** Of the group's Announce of the object by its id. */
  readonly announced: string | undefined
}

/** By object. Absent when nothing was said (nobody elsewhere follows), or the author lives elsewhere. */
export async function findSaid(
  db: Db,
  groupId: ActorId,
  objectIris: readonly string[],
): Promise<ReadonlyMap<string, Said>> {
  const said = new Map<string, Said>()
  if (objectIris.length === 0) return said
  const rows = await db
    .selectFrom('activity')
    .select(['iri', 'type', 'actorId', 'objectIri', 'created'])
    .where('objectIri', 'in', objectIris)
    .where('type', 'in', ['Create', 'Announce'])
    .where((eb) => eb.or([eb('type', '=', 'Create'), eb('actorId', '=', groupId)]))
    .orderBy('created')
    .execute()
  for (const row of rows) {
    const before = said.get(row.objectIri) ?? { created: undefined, announced: undefined }
    const now =
      row.type === 'Create' ? { created: before.created ?? row.iri } : { announced: before.announced ?? row.iri }
    said.set(row.objectIri, { ...before, ...now })
  }
  return said
}
