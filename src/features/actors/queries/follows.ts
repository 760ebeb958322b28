// Reads of who follows whom: members, followers, inboxes.
import type { Selectable } from 'kysely'
import type { GroupRole } from '../../../core/access.ts'
import type { InboxAddress } from '../../../core/federation.ts'
import { type Page, type PageInput, pageOf, unpack } from '../../../lib/cursor.ts'
import type { ActorId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import { togetherByKey } from '../../../platform/db/together.ts'
import type { FollowTable } from '../tables.ts'

export type FollowRow = Selectable<FollowTable>

/** The follow between two actors, in whatever state. */
export function findFollow(db: Db, pair: { followerId: ActorId; targetId: ActorId }): Promise<FollowRow | undefined> {
  return db
    .selectFrom('follow')
    .selectAll()
    .where('followerId', '=', pair.followerId)
    .where('targetId', '=', pair.targetId)
    .executeTakeFirst()
}

/** In whatever state. */
export function findFollowById(db: Db, id: FollowRow['id']): Promise<FollowRow | undefined> {
  return db.selectFrom('follow').selectAll().where('id', '=', id).executeTakeFirst()
}

/** By the id of its Follow activity, in whatever state. */
export function findFollowByIri(db: Db, iri: string): Promise<FollowRow | undefined> {
  return db.selectFrom('follow').selectAll().where('iri', '=', iri).executeTakeFirst()
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

/** How many follow the actor (accepted). */
export async function countFollowers(db: Db, targetId: ActorId): Promise<number> {
  return countFollows(db, 'targetId', targetId)
}

/** How many the actor follows (accepted). */
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
  return (await role.first(db, { actorId, groupId }))?.role
}

const role = prepared((db, { actorId, groupId }: { actorId: ActorId; groupId: ActorId }) =>
  db
    .selectFrom('follow')
    .select('role')
    .where('followerId', '=', actorId)
    .where('targetId', '=', groupId)
    .where('state', '=', 'accepted'),
)

const inboxesOfFollowers = prepared((db, { targetId }: { targetId: ActorId }) =>
  db
    .selectFrom('follow')
    .innerJoin('actor', 'actor.id', 'follow.followerId')
    .select((eb) => eb.fn.coalesce('actor.sharedInbox', 'actor.inbox').as('inbox'))
    .select('actor.host')
    .distinct()
    .where('follow.targetId', '=', targetId)
    .where('follow.state', '=', 'accepted')
    .where('actor.local', '=', 0)
    .where('actor.gone', 'is', null),
)

/** Inboxes elsewhere of accepted followers: the shared inbox where there is one, each once. */
export function followerInboxes(db: Db, targetId: ActorId): Promise<InboxAddress[]> {
  return inboxesOfFollowers.all(db, { targetId })
}

/** Does anybody at that host follow the actor (accepted)? */
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
  return (await followedHere(db, targetId)).length > 0
}

const followedHere = togetherByKey(
  prepared((db, { keys }: { keys: readonly ActorId[] }) =>
    db
      .selectFrom('actor as target')
      .select('target.id')
      .where('target.id', 'in', keys)
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom('follow')
            .innerJoin('actor', 'actor.id', 'follow.followerId')
            .select('follow.id')
            .whereRef('follow.targetId', '=', 'target.id')
            .where('follow.state', '=', 'accepted')
            .where('actor.local', '=', 1),
        ),
      ),
  ),
  (row) => row.id,
)
