// Groups as a viewer sees them: one, many, by handle.
import { sql } from 'kysely'
import { NotFound } from '../../../core/errors.ts'
import type { Ctx } from '../../../core/context.ts'
import { preparedFor } from '../../../core/prepared-for.ts'
import { actorOf, type Viewer } from '../../../core/viewer.ts'
import { mapPage, type Page, type PageInput, pageOf, unpack } from '../../../lib/cursor.ts'
import type { ActorId } from '../../../lib/id.ts'
import { handleOf, paths, splitHandle } from '../../../lib/urls.ts'
import type { Db } from '../../../platform/db/database.ts'
import { prepared } from '../../../platform/db/prepared.ts'
import type { GroupCard, GroupView } from '../rules.ts'
import { visibleGroups } from '../visibility.ts'
import { isHistoryUnderWay } from './history.ts'

const columns = [
  'group.access',
  'group.restricted',
  'group.memberCount',
  'group.organisationCount',
  'group.lastActivity',
  'group.history',
  'group.historyCount',
  'actor.id',
  'actor.iri',
  'actor.handle',
  'actor.host',
  'actor.local',
  'actor.name',
  'actor.summary',
  'actor.summarySource',
  'actor.url',
  'actor.pictureMediaId',
  'actor.created',
] as const

type Row = Awaited<ReturnType<ReturnType<typeof groupRows>['execute']>>[number]

/** Visible, living groups with what the viewer is in them. */
function groupRows(db: Db, viewer: Viewer) {
  return db
    .selectFrom('group')
    .innerJoin('actor', 'actor.id', 'group.actorId')
    .leftJoin('organisation', 'organisation.host', 'actor.host')
    .leftJoin('follow', (join) =>
      join
        .onRef('follow.targetId', '=', 'group.actorId')
        .on('follow.followerId', '=', actorOf(viewer) ?? ('' as ActorId)),
    )
    .leftJoin('groupStanding', (join) =>
      join
        .onRef('groupStanding.groupId', '=', 'group.actorId')
        .on('groupStanding.personId', '=', actorOf(viewer) ?? ('' as ActorId)),
    )
    .where('actor.gone', 'is', null)
    .where(visibleGroups(viewer) as never)
    .select(columns)
    .select(['follow.state', 'follow.role', 'groupStanding.standing', 'organisation.name as organisation'])
}

function viewOf(row: Row): GroupView {
  const local = row.local === 1
  return {
    ...cardOf(row),
    url: row.url,
    summary: row.summary,
    about: row.summarySource,
    restricted: row.restricted === 1,
    memberCount: row.memberCount,
    picture: row.pictureMediaId ? paths.media(row.pictureMediaId, 'small') : undefined,
    pictureMediaId: row.pictureMediaId,
    organisation: row.organisation ?? row.host,
    organisationCount: row.organisationCount,
    elsewhere: !local,
    membership: row.state ?? 'none',
    standing: row.state === 'accepted' ? undefined : (row.standing ?? undefined),
    role: row.state === 'accepted' ? (row.role ?? undefined) : undefined,
    history: row.history,
    historyCount: row.historyCount,
    lastActivity: row.lastActivity,
    created: row.created,
  }
}

function cardOf(row: Pick<Row, 'id' | 'iri' | 'handle' | 'host' | 'local' | 'name' | 'access'>): GroupCard {
  const handle = handleOf(row)
  const { id, iri, name, access, host } = row
  return { id, iri, handle, name, path: paths.group(handle), access, host, local: row.local === 1 }
}

const byHandle = preparedFor((db, viewer, { name, host }: { name: string; host: string }) =>
  groupRows(db, viewer).where('actor.handle', '=', name).where('actor.host', '=', host),
)
const byId = preparedFor((db, viewer, { groupId }: { groupId: ActorId }) =>
  groupRows(db, viewer).where('group.actorId', '=', groupId),
)

/** @throws NotFound when it is not there or the viewer may not know of it. @param handle with `@host` when elsewhere */
export async function getGroup(ctx: Ctx, handle: string): Promise<GroupView> {
  const name = splitHandle(handle, ctx.config.hostName)
  const row = await byHandle.first(ctx, name)
  if (!row) throw new NotFound('group.notFound')
  if (row.history !== 'fetching' || (await isHistoryUnderWay(ctx.db, row.id))) return viewOf(row)
  // Either it was done just now, or the work failed for good.
  const { history, historyCount } = (await byHandle.first(ctx, name)) ?? row
  return { ...viewOf(row), history: history === 'fetching' ? 'failed' : history, historyCount }
}

/** The group as the viewer sees it; undefined when it is not there for him. */
export async function findGroup(ctx: Ctx, groupId: ActorId, db: Db = ctx.db): Promise<GroupView | undefined> {
  const row = await byId.first(ctx, { groupId }, db)
  return row && viewOf(row)
}

/** Of these groups those that the viewer may know of. */
export async function knownAmong(ctx: Ctx, ids: readonly ActorId[]): Promise<ReadonlySet<ActorId>> {
  if (ids.length === 0) return new Set()
  const rows = await groupRows(ctx.db, ctx.viewer)
    .where('group.actorId', 'in', [...ids])
    .execute()
  return new Set(rows.map((row) => row.id))
}

export interface GroupFilter {
  /** Part of the name or about text. */
  readonly search?: string | undefined
  /** Only groups the viewer is a member of. */
  readonly mine?: boolean
  /** Only groups the viewer is not a member of and has not asked to join. */
  readonly notMine?: boolean
  readonly local?: boolean
}

/** Groups the viewer may know of, those where most lately something happened first. */
export async function listGroups(ctx: Ctx, filter: GroupFilter, page: PageInput): Promise<Page<GroupView>> {
  const after = unpack(page.after)
  let query = groupRows(ctx.db, ctx.viewer)
  if (filter.mine) query = query.where('follow.state', '=', 'accepted')
  if (filter.notMine) query = query.where('follow.id', 'is', null)
  if (filter.local) query = query.where('actor.local', '=', 1)
  const search = filter.search?.trim().toLowerCase()
  if (search) query = query.where(sql<boolean>`"group"."searchText" like ${likePart(search)} escape '\\'`)
  if (after) {
    query = query.where((eb) =>
      eb(eb.refTuple('group.lastActivity', 'group.actorId'), '<', eb.tuple(after.time, after.id as ActorId)),
    )
  }
  const rows = await query
    .orderBy('group.lastActivity', 'desc')
    .orderBy('group.actorId', 'desc')
    .limit(page.limit + 1)
    .execute()
  const found = pageOf(rows, page.limit, (row) => ({ time: row.lastActivity, id: row.id }))
  return mapPage(found, viewOf)
}

function likePart(text: string): string {
  return `%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`
}

const cardRows = prepared((db, { ids }: { ids: readonly ActorId[] }) =>
  db
    .selectFrom('group')
    .innerJoin('actor', 'actor.id', 'group.actorId')
    .where('group.actorId', 'in', ids)
    .select(['actor.id', 'actor.iri', 'actor.handle', 'actor.host', 'actor.local', 'actor.name', 'group.access']),
)

/** Names and paths of groups, for cards and breadcrumbs. Whoever may see an item in a group may know its name. */
export async function listGroupCards(db: Db, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, GroupCard>> {
  if (ids.length === 0) return new Map()
  const rows = await cardRows.all(db, { ids: [...new Set(ids)] })
  return new Map(rows.map((row) => [row.id, cardOf(row)]))
}

/** Every group a person is a member of. */
export async function listMyGroupIds(db: Db, personId: ActorId): Promise<ActorId[]> {
  const rows = await db
    .selectFrom('follow')
    .innerJoin('group', 'group.actorId', 'follow.targetId')
    .where('follow.followerId', '=', personId)
    .where('follow.state', '=', 'accepted')
    .select('follow.targetId')
    .execute()
  return rows.map((row) => row.targetId)
}
