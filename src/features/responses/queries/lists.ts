// Lists of responses: one's own, those on one's own items, those on one item.
import type { Selectable } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import { Unauthenticated } from '../../../core/errors.ts'
import { NEW, type Side } from '../../../core/flow.ts'
import type { Content } from '../../../core/kind.ts'
import type { Instant } from '../../../lib/clock.ts'
import { mapPage, type Page, type PageInput, pageOf, unpack } from '../../../lib/cursor.ts'
import type { ActorId, ContentId, ResponseId } from '../../../lib/id.ts'
import { actorOf } from '../../../core/viewer.ts'
import { listContentByIds, knownTo } from '../../content/index.ts'
import { type ActorCard, listCards } from '../../people/index.ts'
import { moveOf } from '../rules/steps.ts'
import type { ResponseTable } from '../tables.ts'

export interface ResponseLine {
  readonly id: ResponseId
  readonly contentId: ContentId
  readonly title: string
  /** Of the item; text keys of the states begin with its flow's name. */
  readonly flow: string
  readonly side: Side
  readonly other: ActorCard | undefined
  readonly state: string
  readonly ended: boolean
  readonly moved: Instant
  /** An own step waits for the other plein. */
  readonly waits: boolean
}

type Row = Selectable<ResponseTable>

/** The viewer's own responses, last moved first. @throws Unauthenticated */
export async function listOwnResponses(ctx: Ctx, page: PageInput): Promise<Page<ResponseLine>> {
  return listFor(ctx, 'respondent', page)
}

/** Responses to the viewer's own items, last moved first. @throws Unauthenticated */
export async function listResponsesToOwn(ctx: Ctx, page: PageInput): Promise<Page<ResponseLine>> {
  return listFor(ctx, 'author', page)
}

async function listFor(ctx: Ctx, side: Side, page: PageInput): Promise<Page<ResponseLine>> {
  const viewerId = actorOf(ctx.viewer)
  if (ctx.viewer.type !== 'person' || !viewerId) throw new Unauthenticated()
  const after = unpack(page.after)
  let query = ctx.db.selectFrom('response').selectAll('response')
  query =
    side === 'respondent'
      ? query.where('response.respondentId', '=', viewerId)
      : query
          .where('response.state', '!=', NEW)
          .where('response.contentId', 'in', (eb) =>
            eb.selectFrom('content').select('content.id').where('content.authorId', '=', viewerId),
          )
  if (after) {
    query = query.where((eb) =>
      eb(eb.refTuple('response.moved', 'response.id'), '<', eb.tuple(after.time, after.id as ResponseId)),
    )
  }
  const rows: Row[] = await query
    .orderBy('response.moved', 'desc')
    .orderBy('response.id', 'desc')
    .limit(page.limit + 1)
    .execute()
  const found = pageOf(rows, page.limit, (row) => ({ time: row.moved, id: row.id }))
  const lines = await linesOf(ctx, found.items, side)
  return mapPage(found, (row) => lines.get(row.id) as ResponseLine)
}

/** Responses to one item, last moved first; its author only. */
export async function listResponsesTo(ctx: Ctx, content: Content, limit: number): Promise<readonly ResponseLine[]> {
  if (actorOf(ctx.viewer) !== content.authorId) return []
  const rows = await ctx.db
    .selectFrom('response')
    .selectAll()
    .where('contentId', '=', content.id)
    .where('state', '!=', NEW)
    .orderBy('moved', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return [...(await linesOf(ctx, rows, 'author')).values()]
}

/** Most that are refused at once. */
const REFUSED_AT_ONCE = 200

/** Those who can be told that it goes on without them, who waits longest first; the item's author only. */
export async function listRefusable(ctx: Ctx, content: Content): Promise<readonly ResponseLine[]> {
  const flow = ctx.kinds.find(content.kind)?.flow
  if (!flow || !content.local || actorOf(ctx.viewer) !== content.authorId) return []
  const rows = await ctx.db
    .selectFrom('response')
    .selectAll()
    .where('contentId', '=', content.id)
    .where('state', 'in', moveOf(flow, flow.wire.moves.Reject).from)
    .orderBy('created')
    .orderBy('id')
    .limit(REFUSED_AT_ONCE)
    .execute()
  return [...(await linesOf(ctx, rows, 'author')).values()]
}

async function linesOf(ctx: Ctx, rows: readonly Row[], side: Side): Promise<ReadonlyMap<ResponseId, ResponseLine>> {
  // The two see the title of what is between them, also when the item itself is no longer for them.
  const items = await listContentByIds(
    knownTo(ctx),
    rows.map((row) => row.contentId),
  )
  const otherOf = (row: Row): ActorId | undefined =>
    side === 'author' ? row.respondentId : items.get(row.contentId)?.authorId
  const cards = await listCards(
    ctx.db,
    rows.flatMap((row) => otherOf(row) ?? []),
  )
  const waiting = await pendingAmong(
    ctx,
    rows.map((row) => row.id),
  )
  return new Map(
    rows.map((row) => {
      const item = items.get(row.contentId)
      const other = otherOf(row)
      const { id, contentId, state, ended, moved } = row
      const flow = (item && ctx.kinds.find(item.kind)?.flow?.name) ?? ''
      const shown = { flow, side, title: item?.title ?? '', other: other && cards.get(other) }
      return [id, { id, contentId, state, moved, ended: ended === 1, waits: waiting.has(id), ...shown }]
    }),
  )
}

async function pendingAmong(ctx: Ctx, ids: readonly ResponseId[]): Promise<ReadonlySet<ResponseId>> {
  if (ids.length === 0) return new Set()
  const rows = await ctx.db
    .selectFrom('responseStep')
    .select('responseId')
    .distinct()
    .where('responseId', 'in', ids)
    .where('outcome', '=', 'pending')
    .execute()
  return new Set(rows.map((row) => row.responseId))
}
