// Cards: how people, groups and pleinen are shown in every list.
import type { ActorId } from '../../../lib/id.ts'
import { handleOf, paths } from '../../../lib/urls.ts'
import type { Db } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import type { Actor } from '../../actors/index.ts'
import type { ActorCard } from '../rules.ts'

export type CardRow = Pick<Actor, 'id' | 'iri' | 'type' | 'name' | 'handle' | 'host' | 'local' | 'pictureMediaId'> & {
  jobTitle: string | null
  organisation: string | null
}

/** Actors with everything that `cardFrom` needs. */
export function cardRows(db: Db) {
  return db
    .selectFrom('actor')
    .leftJoin('person', 'person.actorId', 'actor.id')
    .leftJoin('organisation', 'organisation.host', 'actor.host')
    .select(['actor.id', 'actor.iri', 'actor.type', 'actor.name', 'actor.handle', 'actor.host', 'actor.local'])
    .select(['actor.pictureMediaId', 'person.jobTitle', 'organisation.name as organisation'])
}

const cardsById = prepared((db, { ids }: { ids: readonly ActorId[] }) => cardRows(db).where('actor.id', 'in', ids))

/** Cards by id, for lists: one query however many. Actors that are not known are absent. */
export async function listCards(db: Db, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, ActorCard>> {
  if (ids.length === 0) return new Map()
  const rows = await cardsById.all(db, { ids: [...new Set(ids)] })
  return new Map(rows.map((row) => [row.id, cardFrom(row)]))
}

export function cardFrom(row: CardRow): ActorCard {
  const handle = handleOf(row)
  const { organisation } = row
  return {
    id: row.id,
    iri: row.iri,
    type: row.type,
    // A plein goes by the name of its organisation.
    name: row.type === 'instance' ? (organisation ?? row.name) : row.name,
    handle,
    local: row.local === 1,
    path: row.type === 'group' ? paths.group(handle) : row.type === 'person' ? paths.person(handle) : paths.start,
    picture: row.pictureMediaId ? paths.media(row.pictureMediaId, 'small') : undefined,
    jobTitle: row.jobTitle ?? '',
    organisation: organisation ?? row.host,
    host: row.host,
    elsewhere: row.local === 0,
  }
}
