// Reads of actors, their keys, and who follows whom.
import type { Selectable } from 'kysely'
import type { GroupRole } from '../../core/access.ts'
import type { InboxAddress, KnownActor, KnownKey, SigningKey } from '../../core/federation.ts'
import { type Page, type PageInput, pageOf, unpack } from '../../lib/cursor.ts'
import type { ActorId } from '../../lib/id.ts'
import type { Db } from '../../platform/db/database.ts'
import { INSTANCE_HANDLE } from './rules.ts'
import type { ActorTable, FollowTable } from './tables.ts'

export type Actor = Selectable<ActorTable>
export type FollowRow = Selectable<FollowTable>

export function findActor(db: Db, id: ActorId): Promise<Actor | undefined> {
  return db.selectFrom('actor').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function findActors(db: Db, ids: readonly ActorId[]): Promise<Actor[]> {
  return ids.length === 0 ? [] : db.selectFrom('actor').selectAll().where('id', 'in', [...new Set(ids)]).execute()
}

export function findActorByIri(db: Db, iri: string): Promise<Actor | undefined> {
  return db.selectFrom('actor').selectAll().where('iri', '=', iri).executeTakeFirst()
}

export async function findActorsByIri(db: Db, iris: readonly string[]): Promise<Actor[]> {
  return iris.length === 0 ? [] : db.selectFrom('actor').selectAll().where('iri', 'in', [...new Set(iris)]).execute()
}

/** @param handle `jan` for somebody here, `jan@host` for anybody, any case, with or without a leading @. */
export function findActorByHandle(db: Db, handle: string, ownHost: string): Promise<Actor | undefined> {
  const [name = '', host = ownHost] = handle.toLowerCase().replace(/^@/, '').split('@')
  return db
    .selectFrom('actor')
    .selectAll()
    .where('handle', '=', name)
    .where('host', '=', host)
    .executeTakeFirst()
}

/** The plein's own actor; undefined before the first start is through. */
export function findInstanceActor(db: Db, ownHost: string): Promise<Actor | undefined> {
  return findActorByHandle(db, INSTANCE_HANDLE, ownHost)
}

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

export function findKey(db: Db, iri: string): Promise<KnownKey | undefined> {
  return db
    .selectFrom('actorKey')
    .innerJoin('actor', 'actor.id', 'actorKey.actorId')
    .select(['actorKey.iri', 'actorKey.actorId', 'actor.iri as actorIri', 'actorKey.kind', 'actorKey.publicKey'])
    .where('actorKey.iri', '=', iri)
    .where('actorKey.retired', 'is', null)
    .executeTakeFirst()
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

export function findFollow(db: Db, pair: { followerId: ActorId; targetId: ActorId }): Promise<FollowRow | undefined> {
  return db
    .selectFrom('follow')
    .selectAll()
    .where('followerId', '=', pair.followerId)
    .where('targetId', '=', pair.targetId)
    .executeTakeFirst()
}

export function findFollowById(db: Db, id: FollowRow['id']): Promise<FollowRow | undefined> {
  return db.selectFrom('follow').selectAll().where('id', '=', id).executeTakeFirst()
}

export function findFollowByIri(db: Db, iri: string): Promise<FollowRow | undefined> {
  return db.selectFrom('follow').selectAll().where('iri', '=', iri).executeTakeFirst()
}

/** What one actor follows of these targets (any state), by target. */
export async function followsOf(
  db: Db,
  followerId: ActorId,
  targetIds: readonly ActorId[],
): Promise<ReadonlyMap<ActorId, FollowRow>> {
  if (targetIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('follow')
    .selectAll()
    .where('followerId', '=', followerId)
    .where('targetId', 'in', [...new Set(targetIds)])
    .execute()
  return new Map(rows.map((row) => [row.targetId, row]))
}

/** Accepted followers, newest first. */
export async function listFollowers(db: Db, targetId: ActorId, page: PageInput): Promise<Page<FollowRow>> {
  return pageOfFollows(db, 'targetId', targetId, page)
}

/** What an actor follows (accepted), newest first. */
export async function listFollowing(db: Db, followerId: ActorId, page: PageInput): Promise<Page<FollowRow>> {
  return pageOfFollows(db, 'followerId', followerId, page)
}

async function pageOfFollows(
  db: Db,
  side: 'targetId' | 'followerId',
  actorId: ActorId,
  page: PageInput,
): Promise<Page<FollowRow>> {
  const after = unpack(page.after)
  const rows = await db
    .selectFrom('follow')
    .selectAll()
    .where(side, '=', actorId)
    .where('state', '=', 'accepted')
    .$if(after !== undefined, (query) => query.where('id', '<', (after?.id ?? '') as FollowRow['id']))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute()
  return pageOf(rows, page.limit, (row) => ({ time: row.created, id: row.id }))
}

export async function countFollowers(db: Db, targetId: ActorId): Promise<number> {
  return countFollows(db, 'targetId', targetId)
}

export async function countFollowing(db: Db, followerId: ActorId): Promise<number> {
  return countFollows(db, 'followerId', followerId)
}

async function countFollows(db: Db, side: 'targetId' | 'followerId', actorId: ActorId): Promise<number> {
  const row = await db
    .selectFrom('follow')
    .select((eb) => eb.fn.countAll().as('count'))
    .where(side, '=', actorId)
    .where('state', '=', 'accepted')
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** lid or beheerder, only when accepted. */
export async function roleIn(db: Db, actorId: ActorId | undefined, groupId: ActorId): Promise<GroupRole | undefined> {
  if (!actorId) return undefined
  const row = await db
    .selectFrom('follow')
    .select('role')
    .where('followerId', '=', actorId)
    .where('targetId', '=', groupId)
    .where('state', '=', 'accepted')
    .executeTakeFirst()
  return row?.role
}

/** Inboxes elsewhere of accepted followers: the shared inbox where there is one, each once. */
export function followerInboxes(db: Db, targetId: ActorId): Promise<InboxAddress[]> {
  return db
    .selectFrom('follow')
    .innerJoin('actor', 'actor.id', 'follow.followerId')
    .select((eb) => eb.fn.coalesce('actor.sharedInbox', 'actor.inbox').as('inbox'))
    .select('actor.host')
    .distinct()
    .where('follow.targetId', '=', targetId)
    .where('follow.state', '=', 'accepted')
    .where('actor.local', '=', 0)
    .where('actor.gone', 'is', null)
    .execute()
}

export async function hasFollowerAt(db: Db, targetId: ActorId, host: string): Promise<boolean> {
  const row = await db
    .selectFrom('follow')
    .innerJoin('actor', 'actor.id', 'follow.followerId')
    .select('follow.id')
    .where('follow.targetId', '=', targetId)
    .where('follow.state', '=', 'accepted')
    .where('actor.host', '=', host)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Does anybody here follow the actor? */
export async function isFollowedHere(db: Db, targetId: ActorId): Promise<boolean> {
  const row = await db
    .selectFrom('follow')
    .innerJoin('actor', 'actor.id', 'follow.followerId')
    .select('follow.id')
    .where('follow.targetId', '=', targetId)
    .where('follow.state', '=', 'accepted')
    .where('actor.local', '=', 1)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
