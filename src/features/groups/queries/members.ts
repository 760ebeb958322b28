// Members of a group: who they are, from which organisations, and who asks to come in.
import { sql } from 'kysely'
import type { GroupRole } from '../../../core/access.ts'
import type { Ctx } from '../../../core/context.ts'
import { NotFound, Unauthenticated } from '../../../core/errors.ts'
import { mapPage, type Page, type PageInput, pageOf, unpack } from '../../../lib/cursor.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ActorId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import { type ActorCard, cardFrom, cardRows, listCards } from '../../people/index.ts'
import { mayManage } from './may.ts'
import { findGroup } from './groups.ts'

export interface MemberView {
  readonly card: ActorCard
  readonly role: GroupRole
  /** When he became a member, or asked to. */
  readonly since: Instant
}

/**
 * Members, those who came last first. Who they are is for people who are signed in;
 * of a closed or hidden group, for members.
 */
export async function listMembers(ctx: Ctx, groupId: ActorId, page: PageInput): Promise<Page<MemberView>> {
  const group = await findGroup(ctx, groupId)
  if (!group) throw new NotFound('group.notFound')
  if (ctx.viewer.type === 'guest') throw new Unauthenticated()
  const seesAll = ctx.viewer.type === 'system' || group.access === 'open' || group.role !== undefined
  if (!seesAll) throw new NotFound('group.notFound')
  return listFollows(ctx.db, groupId, 'accepted', page)
}

/** Who waits to be let in, for managers. */
export async function listRequests(ctx: Ctx, groupId: ActorId, page: PageInput): Promise<Page<MemberView>> {
  if (!(await mayManage(ctx.db, ctx.viewer, groupId))) throw new NotFound('group.notFound')
  return listFollows(ctx.db, groupId, 'pending', page)
}

/** Managers as cards, for the group's page; anyone who may see the group may see them. */
export async function listManagers(db: Db, groupId: ActorId): Promise<readonly ActorCard[]> {
  const rows = await managerCards.all(db, { groupId })
  return rows.map(cardFrom)
}

const managerCards = prepared((db, { groupId }: { groupId: ActorId }) =>
  cardRows(db)
    .innerJoin('follow', 'follow.followerId', 'actor.id')
    .where('follow.targetId', '=', groupId)
    .where('follow.state', '=', 'accepted')
    // A literal: only then can the index of managers be used.
    .where('follow.role', '=', sql.lit('manager'))
    .orderBy('follow.id'),
)
const managerRows = prepared((db, { groupId }: { groupId: ActorId }) =>
  db
    .selectFrom('follow')
    .where('targetId', '=', groupId)
    .where('state', '=', 'accepted')
    .where('role', '=', sql.lit('manager'))
    .orderBy('id')
    .select('followerId'),
)

/** Ids of the managers, the longest-standing first. */
export async function listManagerIds(db: Db, groupId: ActorId): Promise<ActorId[]> {
  const rows = await managerRows.all(db, { groupId })
  return rows.map((row) => row.followerId)
}

/**
 * Members that live on this plein: whom to tell of what is new.
 * @param since only those who were members by then: what was there before somebody came is no news to him
 */
export async function listLocalMemberIds(db: Db, groupId: ActorId, since: Instant): Promise<ActorId[]> {
  const rows = await db
    .selectFrom('follow')
    .innerJoin('actor', 'actor.id', 'follow.followerId')
    .where('follow.targetId', '=', groupId)
    .where('follow.state', '=', 'accepted')
    .where('follow.accepted', '<=', since)
    .where('actor.local', '=', 1)
    .where('actor.type', '=', 'person')
    .select('follow.followerId')
    .execute()
  return rows.map((row) => row.followerId)
}

/** From how many pleinen (organisations) the members that are known here come, as it was last counted. */
export async function countOrganisations(db: Db, groupId: ActorId): Promise<number> {
  const row = await db.selectFrom('group').select('organisationCount').where('actorId', '=', groupId).executeTakeFirst()
  return row?.organisationCount ?? 0
}

/** How many threads of the group anybody may read. */
export async function countPublicThreads(db: Db, groupId: ActorId): Promise<number> {
  const row = await db
    .selectFrom('content')
    .where('groupId', '=', groupId)
    .where('state', '=', 'published')
    .where('audience', '=', 'public')
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

async function listFollows(
  db: Db,
  groupId: ActorId,
  state: 'accepted' | 'pending',
  page: PageInput,
): Promise<Page<MemberView>> {
  const after = unpack(page.after)
  let query = db.selectFrom('follow').where('targetId', '=', groupId).where('state', '=', state)
  if (after) query = query.where('id', '<', after.id as never)
  const rows = await query
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .select(['id', 'followerId', 'role', 'created', 'accepted'])
    .execute()
  const found = pageOf(rows, page.limit, (row) => ({ time: row.created, id: row.id }))
  const cards = await listCards(
    db,
    found.items.map((row) => row.followerId),
  )
  const known = { ...found, items: found.items.filter((row) => cards.has(row.followerId)) }
  return mapPage(known, (row) => ({
    card: cards.get(row.followerId) as ActorCard,
    role: row.role,
    since: row.accepted ?? row.created,
  }))
}
