// Who is invited into a group of this plein and who is kept out, and what people who were searched for are in it.
import type { Ctx } from '../../../core/context.ts'
import { NotFound } from '../../../core/errors.ts'
import { mapPage, type Page, type PageInput, pageOf, unpack } from '../../../lib/cursor.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ActorId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { type ActorCard, listCards } from '../../people/index.ts'
import type { Standing } from '../rules.ts'
import { mayManage } from './may.ts'

export interface StandingView {
  readonly card: ActorCard
  /** Who invited or blocked; undefined when that person is gone. */
  readonly by: ActorCard | undefined
  readonly since: Instant
}

/** For managers, newest first. @throws NotFound for others */
export async function listStanding(
  ctx: Ctx,
  groupId: ActorId,
  standing: Standing,
  page: PageInput,
): Promise<Page<StandingView>> {
  if (!(await mayManage(ctx.db, ctx.viewer, groupId))) throw new NotFound('group.notFound')
  const after = unpack(page.after)
  let query = ctx.db.selectFrom('groupStanding').where('groupId', '=', groupId).where('standing', '=', standing)
  if (after) {
    query = query.where((eb) => eb(eb.refTuple('created', 'personId'), '<', eb.tuple(after.time, after.id as ActorId)))
  }
  const rows = await query
    .orderBy('created', 'desc')
    .orderBy('personId', 'desc')
    .limit(page.limit + 1)
    .select(['personId', 'byId', 'created'])
    .execute()
  const found = pageOf(rows, page.limit, (row) => ({ time: row.created, id: row.personId }))
  const cards = await listCards(
    ctx.db,
    found.items.flatMap((row) => [row.personId, row.byId]),
  )
  const known = { ...found, items: found.items.filter((row) => cards.has(row.personId)) }
  return mapPage(known, (row) => ({
    card: cards.get(row.personId) as ActorCard,
    by: cards.get(row.byId),
    since: row.created,
  }))
}

/** What somebody is in a group: a member, one who asked, invited, blocked. */
export type Place = 'member' | 'pending' | Standing

/** Of these people those who are something in the group. */
export async function placesIn(
  db: Db,
  groupId: ActorId,
  ids: readonly ActorId[],
): Promise<ReadonlyMap<ActorId, Place>> {
  if (ids.length === 0) return new Map()
  const [follows, standings] = await Promise.all([
    db
      .selectFrom('follow')
      .select(['followerId', 'state'])
      .where('targetId', '=', groupId)
      .where('followerId', 'in', [...ids])
      .where('state', '!=', 'rejected')
      .execute(),
    db
      .selectFrom('groupStanding')
      .select(['personId', 'standing'])
      .where('groupId', '=', groupId)
      .where('personId', 'in', [...ids])
      .execute(),
  ])
  return new Map<ActorId, Place>([
    ...standings.map((row) => [row.personId, row.standing] as const),
    ...follows.map((row) => [row.followerId, row.state === 'accepted' ? 'member' : 'pending'] as const),
  ])
}

/** Who invited the viewer into the group; undefined when nobody did. */
export async function findInviter(db: Db, groupId: ActorId, personId: ActorId): Promise<ActorCard | undefined> {
  const row = await db
    .selectFrom('groupStanding')
    .select('byId')
    .where('groupId', '=', groupId)
    .where('personId', '=', personId)
    .where('standing', '=', 'invited')
    .executeTakeFirst()
  return row && (await listCards(db, [row.byId])).get(row.byId)
}
