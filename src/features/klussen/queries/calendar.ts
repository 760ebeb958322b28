// The days that matter of somebody's own klussen: those he wrote, and those he takes part in.
import type { Ctx } from '../../../core/context.ts'
import { NotFound } from '../../../core/errors.ts'
import type { Instant } from '../../../lib/clock.ts'
import { type ActorId, type ContentId, isId, type ResponseId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { personViewer } from '../../accounts/index.ts'
import { listContentByIds } from '../../content/index.ts'
import { getSetting } from '../../instances/index.ts'
import { calendarKey, calendarSetting, isCalendarKey } from '../rules/calendar.ts'
import { factsOf, KLUS, NEVER } from '../rules/facts.ts'
import type { Klus } from './list.ts'

/** Statuses of a klus that is over and never was. */
const OVER: readonly string[] = ['withdrawn', 'cancelled', 'draft', 'review']
const MAX_ENTRIES = 200

/** Path of the private address; undefined until one was asked for. */
export async function calendarPath(ctx: Ctx, personId: ActorId): Promise<string | undefined> {
  const key = await presentKey(ctx, personId)
  return key && `/klussen/agenda/${personId}/${key}.ics`
}

/** Whose calendar an address is, as viewer. @throws NotFound when it is not (or no longer) one */
export async function calendarOwner(ctx: Ctx, personId: string, key: string) {
  const right = isId(personId) ? await presentKey(ctx, personId as ActorId) : undefined
  if (!right || !isCalendarKey(key, right)) throw new NotFound('klussen.calendar.notFound')
  return personViewer(ctx.db, personId)
}

async function presentKey(ctx: Ctx, personId: ActorId): Promise<string | undefined> {
  const seed = await getSetting<string>(ctx.db, calendarSetting(personId))
  return seed && calendarKey(ctx.config.secretKey, personId, seed)
}

/** Days (YYYY-MM-DD) that were agreed with one person. */
export interface Agreed {
  readonly responseId: ResponseId
  readonly starts: string | undefined
  readonly ends: string | undefined
  readonly moved: Instant
}

/** One that the viewer wrote or works on. */
export interface OwnKlus extends Klus {
  readonly mine: boolean
  /** His own agreement; of an author all of them. */
  readonly agreed: readonly Agreed[]
}

/** Klussen that the viewer wrote or works on, that were not taken back. */
export async function listOwnKlussen(ctx: Ctx): Promise<readonly OwnKlus[]> {
  if (ctx.viewer.type !== 'person') return []
  const { personId } = ctx.viewer
  const ids = await ownIds(ctx, personId)
  const [items, agreed] = await Promise.all([listContentByIds(ctx, ids), agreedOn(ctx, personId, ids)])
  return [...items.values()]
    .filter((item) => item.kind === KLUS)
    .map((item) => {
      const mine = item.authorId === personId
      return { item, facts: factsOf(item), mine, agreed: agreed.get(item.id) ?? [] }
    })
    .filter(({ facts }) => !OVER.includes(facts.status))
    .toSorted((a, b) => (a.item.published < b.item.published ? 1 : -1))
}

async function ownIds({ db, kinds }: Ctx, personId: ActorId): Promise<readonly ContentId[]> {
  const working = kinds.find(KLUS)?.flow?.taking ?? []
  const [written, taken] = await Promise.all([
    db
      .selectFrom('content')
      .select('id')
      .where('authorId', '=', personId)
      .where('kind', '=', KLUS)
      .where('state', '=', 'published')
      .orderBy('published', 'desc')
      .limit(MAX_ENTRIES)
      .execute(),
    takenBy(db, personId, working),
  ])
  return [...new Set([...written.map(({ id }) => id), ...taken])]
}

/** What holds a place, with the days of the terms that count. */
async function agreedOn(
  { db, kinds }: Ctx,
  personId: ActorId,
  ids: readonly ContentId[],
): Promise<ReadonlyMap<ContentId, readonly Agreed[]>> {
  const states = kinds.find(KLUS)?.flow?.taking ?? []
  if (ids.length === 0 || states.length === 0) return new Map()
  const rows = await db
    .selectFrom('klusWork')
    .innerJoin('response', 'response.id', 'klusWork.responseId')
    .innerJoin('content', 'content.id', 'klusWork.contentId')
    .select(['klusWork.contentId', 'klusWork.responseId', 'klusWork.starts', 'klusWork.ends', 'response.moved'])
    .where('klusWork.contentId', 'in', ids)
    .where('response.state', 'in', states)
    .where((eb) => eb.or([eb('response.respondentId', '=', personId), eb('content.authorId', '=', personId)]))
    .orderBy('klusWork.responseId')
    .execute()
  const days = rows.map(({ starts, ends, ...row }) => ({
    ...row,
    starts: starts ?? undefined,
    ends: ends === NEVER ? undefined : ends,
  }))
  return Map.groupBy(days, ({ contentId }) => contentId)
}

async function takenBy(db: Db, personId: ActorId, states: readonly string[]): Promise<readonly ContentId[]> {
  if (states.length === 0) return []
  const rows = await db
    .selectFrom('response')
    .select('contentId')
    .where('respondentId', '=', personId)
    .where('state', 'in', states)
    .orderBy('moved', 'desc')
    .limit(MAX_ENTRIES)
    .execute()
  return rows.map(({ contentId }) => contentId)
}
