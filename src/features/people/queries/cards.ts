// Cards: how people, groups and pleinen are shown in every list.
import type { ActorId } from '../../../lib/id.ts'
import { handleOf, paths } from '../../../lib/urls.ts'
import type { Db } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import type { Actor } from '../../actors/index.ts'
import { organisationsOf } from '../../organisations/index.ts'
import type { ActorCard } from '../rules.ts'

type CardRow = Pick<Actor, 'id' | 'iri' | 'type' | 'name' | 'handle' | 'host' | 'local' | 'pictureMediaId'> & {
  jobTitle: string | null
}

const cardRows = prepared((db, { ids }: { ids: readonly ActorId[] }) =>
  db
    .selectFrom('actor')
    .leftJoin('person', 'person.actorId', 'actor.id')
    .select(['actor.id', 'actor.iri', 'actor.type', 'actor.name', 'actor.handle', 'actor.host', 'actor.local'])
    .select(['actor.pictureMediaId', 'person.jobTitle'])
    .where('actor.id', 'in', ids),
)

/** Cards by id, for lists: two queries however many. Actors that are not known are absent. */
export async function listCards(db: Db, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, ActorCard>> {
  if (ids.length === 0) return new Map()
  const rows: CardRow[] = await cardRows.all(db, { ids: [...new Set(ids)] })
  const organisations = await organisationsOf(
    db,
    rows.map((row) => row.host),
  )
  return new Map(rows.map((row) => [row.id, cardOf(row, organisations.get(row.host)?.name)]))
}

function cardOf(row: CardRow, organisation: string | undefined): ActorCard {
  const handle = handleOf(row)
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
