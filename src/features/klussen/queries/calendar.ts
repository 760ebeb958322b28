// The days that matter of somebody's own klussen: those he wrote, and those he takes part in.
import type { Ctx } from '../../../core/context.ts'
import { NotFound } from '../../../core/errors.ts'
import { type ActorId, type ContentId, isId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { personViewer } from '../../accounts/index.ts'
import { listContentByIds } from '../../content/index.ts'
import { getSetting } from '../../instances/index.ts'
import { calendarKey, calendarSetting, isCalendarKey } from '../rules/calendar.ts'
import { factsOf, KLUS } from '../rules/facts.ts'
import type { Klus } from './list.ts'

/** Statuses of a klus that is over and never was. */
const OVER: readonly string[] = ['withdrawn', 'cancelled', 'draft', 'review']
const MOST = 200

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

/** Klussen that the viewer wrote or works on, that were not taken back. */
export async function listOwnKlussen(ctx: Ctx): Promise<readonly (Klus & { readonly mine: boolean })[]> {
  if (ctx.viewer.type !== 'person') return []
  const { personId } = ctx.viewer
  const ids = await ownIds(ctx, personId)
  const items = await listContentByIds(ctx, ids)
  return [...items.values()]
    .filter((item) => item.kind === KLUS)
    .map((item) => ({ item, facts: factsOf(item), mine: item.authorId === personId }))
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
      .limit(MOST)
      .execute(),
    takenBy(db, personId, working),
  ])
  return [...new Set([...written.map(({ id }) => id), ...taken])]
}

async function takenBy(db: Db, personId: ActorId, states: readonly string[]): Promise<readonly ContentId[]> {
  if (states.length === 0) return []
  const rows = await db
    .selectFrom('response')
    .select('contentId')
    .where('respondentId', '=', personId)
    .where('state', 'in', states)
    .orderBy('moved', 'desc')
    .limit(MOST)
    .execute()
  return rows.map(({ contentId }) => contentId)
}
