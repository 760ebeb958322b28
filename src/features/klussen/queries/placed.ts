// The organisation's klussen of a period one by one, for a file.
import type { Ctx } from '../../../core/context.ts'
import type { ContentId } from '../../../lib/id.ts'
import { listContentByIds } from '../../content/index.ts'
import { factsOf, type KlusFacts } from '../rules/facts.ts'
import { daysBetween, momentsOf, type Period } from '../rules/overview.ts'
import { overseerOnly } from './overview.ts'

const IN_A_FILE = 10_000
const AT_ONCE = 500

export interface Placed {
  readonly title: string
  readonly published: string
  readonly status: string
  readonly facts: KlusFacts
  /** When all had signed for the first time. */
  readonly agreed: string | undefined
  readonly days: number | undefined
}

/** Newest first; without those that this viewer may not see (closed groups). @throws NotFound */
export async function* eachPlaced(ctx: Ctx, period: Period): AsyncGenerator<Placed> {
  await overseerOnly(ctx)
  let after: { published: string; contentId: ContentId } | undefined
  for (let seen = 0; seen < IN_A_FILE; seen += AT_ONCE) {
    const rows = await rowsAfter(ctx, period, after)
    const ids = rows.map(({ contentId }) => contentId)
    const [items, agreements] = await Promise.all([listContentByIds(ctx, ids), firstAgreements(ctx, ids)])
    for (const { contentId, published, status } of rows) {
      const item = items.get(contentId)
      if (!item) continue
      const agreed = agreements.get(contentId)
      const days = agreed === undefined ? undefined : daysBetween(published, agreed)
      yield { title: item.title, published, status, facts: factsOf(item), agreed, days }
    }
    after = rows.at(-1)
    if (rows.length < AT_ONCE) return
  }
}

function rowsAfter(
  { db, config }: Ctx,
  period: Period,
  after: { published: string; contentId: ContentId } | undefined,
) {
  const { begin, end } = momentsOf(period)
  const rows = db
    .selectFrom('klus')
    .select(['contentId', 'published', 'status'])
    .where('host', '=', config.hostName)
    .where('published', '>=', begin)
    .where('published', '<', end)
  const rest = after
    ? rows.where((eb) => eb(eb.refTuple('published', 'contentId'), '<', eb.tuple(after.published, after.contentId)))
    : rows
  return rest.orderBy('published', 'desc').orderBy('contentId', 'desc').limit(AT_ONCE).execute()
}

async function firstAgreements({ db }: Ctx, ids: readonly ContentId[]): Promise<ReadonlyMap<ContentId, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('klusWork')
    .select((eb) => ['contentId', eb.fn.min('agreed').as('agreed')])
    .where('contentId', 'in', ids)
    .groupBy('contentId')
    .execute()
  return new Map(rows.map(({ contentId, agreed }) => [contentId, agreed]))
}
