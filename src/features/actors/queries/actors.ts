// Reads of actors and their keys.
import type { Selectable } from 'kysely'
import type { KnownActor, KnownKey, SigningKey } from '../../../core/federation.ts'
import type { ActorId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import { INSTANCE_HANDLE } from '../rules.ts'
import type { ActorTable } from '../tables.ts'

export type Actor = Selectable<ActorTable>

const byId = prepared((db, { id }: { id: ActorId }) => db.selectFrom('actor').selectAll().where('id', '=', id))
const byIri = prepared((db, { iri }: { iri: string }) => db.selectFrom('actor').selectAll().where('iri', '=', iri))
const byIds = prepared((db, { ids }: { ids: readonly ActorId[] }) =>
  db.selectFrom('actor').selectAll().where('id', 'in', ids),
)

/** Whoever looks: also an actor elsewhere, and one that is gone (`gone`). So do the other look-ups here. */
export function findActor(db: Db, id: ActorId): Promise<Actor | undefined> {
  return byId.first(db, { id })
}

/** Those of these ids that there are, in no order. */
export async function findActors(db: Db, ids: readonly ActorId[]): Promise<Actor[]> {
  return ids.length === 0 ? [] : byIds.all(db, { ids: [...new Set(ids)] })
}

/** By its id on the wire. */
export function findActorByIri(db: Db, iri: string): Promise<Actor | undefined> {
  return byIri.first(db, { iri })
}

/** Those of these that are known here, in no order. */
export async function findActorsByIri(db: Db, iris: readonly string[]): Promise<Actor[]> {
  return iris.length === 0
    ? []
    : db
        .selectFrom('actor')
        .selectAll()
        .where('iri', 'in', [...new Set(iris)])
        .execute()
}

/** @param handle `jan` for somebody here, `jan@host` for anybody, any case, with or without a leading @. */
export function findActorByHandle(db: Db, handle: string, ownHost: string): Promise<Actor | undefined> {
  const [name = '', host = ownHost] = handle.toLowerCase().replace(/^@/, '').split('@')
  return db.selectFrom('actor').selectAll().where('handle', '=', name).where('host', '=', host).executeTakeFirst()
}

/** The plein's own actor; undefined before the first start is through. */
export function findInstanceActor(db: Db, ownHost: string): Promise<Actor | undefined> {
  return findActorByHandle(db, INSTANCE_HANDLE, ownHost)
}

/** The row as the federation frame knows actors. */
export function knownActor(actor: Actor): KnownActor {
  const { id, iri, type, host, inbox, sharedInbox, followersIri } = actor
  return { id, iri, type, local: actor.local === 1, host, inbox, sharedInbox, followersIri }
}

/** Keys of an actor that may still be checked against: those in use, and those retired after `since`. */
export function listKeys(db: Db, actorId: ActorId, since: string) {
  return db
    .selectFrom('actorKey')
    .select(['iri', 'kind', 'publicKey', 'retired'])
    .where('actorId', '=', actorId)
    .where((eb) => eb.or([eb('retired', 'is', null), eb('retired', '>', since)]))
    .orderBy('id', 'desc')
    .execute()
}

const keyByIri = prepared((db, { iri }: { iri: string }) =>
  db
    .selectFrom('actorKey')
    .innerJoin('actor', 'actor.id', 'actorKey.actorId')
    .select(['actorKey.iri', 'actorKey.actorId', 'actor.iri as actorIri', 'actorKey.kind', 'actorKey.publicKey'])
    .where('actorKey.iri', '=', iri)
    .where('actorKey.retired', 'is', null),
)

/** A key that is in use, by its id on the wire. */
export function findKey(db: Db, iri: string): Promise<KnownKey | undefined> {
  return keyByIri.first(db, { iri })
}

/** @throws Error when the actor is not local: only local actors sign. */
export async function getSigningKey(db: Db, actorId: ActorId, kind: KnownKey['kind']): Promise<SigningKey> {
  const row = await db
    .selectFrom('actorKey')
    .innerJoin('actor', 'actor.id', 'actorKey.actorId')
    .select(['actorKey.iri', 'actorKey.actorId', 'actor.iri as actorIri', 'actorKey.kind'])
    .select(['actorKey.publicKey', 'actorKey.privateKey'])
    .where('actorKey.actorId', '=', actorId)
    .where('actorKey.kind', '=', kind)
    .where('actorKey.retired', 'is', null)
    .orderBy('actorKey.id', 'desc')
    .executeTakeFirst()
  if (!row?.privateKey) throw new Error(`actor ${actorId} has no ${kind} key to sign with`)
  return { ...row, privateKey: row.privateKey }
}
