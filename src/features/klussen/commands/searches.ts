// Saved searches: keeping one, forgetting one, and telling who waits for a klus that it is there.
import type { Ctx } from '../../../core/context.ts'
import { Conflict, Invalid, NotFound } from '../../../core/errors.ts'
import { personOf } from '../../../core/viewer.ts'
import { derivedId, newId, type ContentId } from '../../../lib/id.ts'
import { notify } from '../../notifications/index.ts'
import { countSearches, listWaiting } from '../queries/searches.ts'
import { filterFrom, isEverything, queryOf } from '../rules/filter.ts'
import type { SavedSearchTable } from '../tables.ts'

const SEARCHES_MAX = 20
export const SEARCH_NAME_MAX = 80

/**
 * Keeps what the viewer looks for; one is told of each klus that comes after now. The same search twice is one.
 * @param input.query the list's query string
 * @throws Invalid (name), Conflict when there are too many or nothing is looked for, Unauthenticated
 */
export async function saveSearch(ctx: Ctx, input: { query: string; name: string }): Promise<void> {
  const { personId } = personOf(ctx.viewer)
  const name = input.name.trim().replace(/\s+/g, ' ')
  if (name === '' || name.length > SEARCH_NAME_MAX) throw new Invalid({ name: { code: 'klussen.searches.badName' } })
  const filter = filterFrom(Object.fromEntries(new URLSearchParams(input.query)))
  if (isEverything(filter)) throw new Conflict('klussen.searches.nothing')
  const query = queryOf({ ...filter, sort: 'newest' })
  if ((await countSearches(ctx.db, personId)) >= SEARCHES_MAX) throw new Conflict('klussen.searches.tooMany')
  const created = ctx.clock.now()
  const row = { id: newId<'savedSearch'>(), personId, name, query, notify: 1 as const, created }
  await ctx.transaction((tx) =>
    tx
      .insertInto('savedSearch')
      .values(row)
      .onConflict((conflict) => conflict.columns(['personId', 'query']).doUpdateSet({ name }))
      .execute(),
  )
}

/** Only one's own. @throws Unauthenticated, NotFound */
export async function forgetSearch(ctx: Ctx, id: string): Promise<void> {
  const { personId } = personOf(ctx.viewer)
  const gone = await ctx.transaction((tx) =>
    tx
      .deleteFrom('savedSearch')
      .where('id', '=', id as SavedSearchTable['id'])
      .where('personId', '=', personId)
      .executeTakeFirst(),
  )
  if (gone.numDeletedRows === 0n) throw new NotFound()
}

/**
 * Tells everybody whose saved search finds this klus, each once, however many of his searches do and however often
 * this runs.
 * @param as the context of somebody else
 */
export async function tellWaiting(ctx: Ctx, contentId: ContentId, as: (personId: string) => Promise<Ctx | undefined>) {
  let after: string | undefined
  do {
    const found = await listWaiting(ctx, contentId, { as, after })
    await notify(
      ctx,
      derivedId(contentId, 'found'),
      found.people.map(({ personId, authorId }) => ({ personId, type: 'found', actorId: authorId, contentId })),
    )
    after = found.next
  } while (after)
}
