// The index of klussen: written from the item itself, the same for those of here and of elsewhere.
import type { Insertable } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import type { Content } from '../../../core/kind.ts'
import { system } from '../../../core/viewer.ts'
import type { ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { addJobs, WORK } from '../../../platform/queue/queue.ts'
import { listContentByIds } from '../../content/index.ts'
import { factsOf, hoursPerWeekOf, KLUS, NEVER, searchTextOf, wordsOf } from '../rules/facts.ts'
import type { KlusTable } from '../tables.ts'

const AT_ONCE = 100
const OPEN = 'open'

/** Name of the work that tells who waits for a klus that it is there. */
export const TELL_JOB = 'klus.tell'
/** A klus that is older than this when it comes in is no news. */
const NEWS_MILLIS = 14 * 86_400_000

/**
 * Renews what lists know of these items; what is no published klus (any more) goes. Repeatable.
 * @param quiet nobody is told of what is new
 */
export async function indexKlussen(ctx: Ctx, ids: readonly ContentId[], quiet = false): Promise<void> {
  const items = await listContentByIds({ ...ctx, viewer: system }, ids)
  for (const id of ids) {
    const item = items.get(id)
    if (item && item.kind !== KLUS) continue
    if (item?.state === 'published') await ctx.transaction((tx) => putAndTell(ctx, tx, { item, quiet }))
    else if (await isIndexed(ctx, id)) await ctx.transaction((tx) => removeKlus(tx, id))
  }
}

async function isIndexed({ db }: Ctx, contentId: ContentId): Promise<boolean> {
  return !!(await db.selectFrom('klus').select('contentId').where('contentId', '=', contentId).executeTakeFirst())
}

/** Makes the whole index anew. @returns how many klussen stand in it */
export async function rebuildIndex(ctx: Ctx): Promise<number> {
  let after = ''
  for (;;) {
    const rows = await ctx.db
      .selectFrom('content')
      .select('id')
      .where('kind', '=', KLUS)
      .where('id', '>', after as ContentId)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    await indexKlussen(
      ctx,
      rows.map((row) => row.id),
      true,
    )
    const last = rows.at(-1)
    if (!last) break
    after = last.id
  }
  const { count } = await ctx.db
    .selectFrom('klus')
    .select((eb) => eb.fn.countAll().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Once it is open for the first time, whoever looks for such a klus hears of it. */
async function putAndTell(ctx: Ctx, tx: Tx, { item, quiet }: { item: Content; quiet: boolean }): Promise<void> {
  const { id } = item
  const before = await tx.selectFrom('klus').select('open').where('contentId', '=', id).executeTakeFirst()
  await putKlus(tx, item)
  const isNew = before?.open !== 1 && isListed(item) && item.published > ctx.clock.in(-NEWS_MILLIS)
  if (!isNew || quiet) return
  await addJobs(tx, ctx.clock, [{ queue: WORK, name: TELL_JOB, key: `${TELL_JOB}:${id}`, payload: { contentId: id } }])
}

async function putKlus(tx: Tx, item: Content): Promise<void> {
  const facts = factsOf(item)
  const row = rowOf(item)
  const { contentId, ...changing } = row
  await tx
    .insertInto('klus')
    .values(row)
    .onConflict((conflict) => conflict.column('contentId').doUpdateSet(changing))
    .execute()
  await tx.deleteFrom('klusExpertise').where('contentId', '=', contentId).execute()
  if (facts.expertise.length > 0) {
    const { open, published, purpose, where, hoursPerWeek } = row
    const rows = facts.expertise.map((expertise) => ({
      contentId,
      expertise,
      open,
      published,
      purpose,
      where,
      hoursPerWeek,
    }))
    await tx.insertInto('klusExpertise').values(rows).execute()
  }
  await putWords(tx, contentId, row.open === 1 ? wordsOf(row.searchText) : [])
}

/** Open, and not only here because somebody looked it up. */
function isListed(item: Content): boolean {
  return factsOf(item).status === OPEN && !item.lookedUp
}

function rowOf(item: Content): Insertable<KlusTable> {
  const facts = factsOf(item)
  const { purpose, status, hoursTotal = null, starts = null, ends = null, where, place } = facts
  return {
    contentId: item.id,
    purpose,
    open: isListed(item) ? 1 : 0,
    status,
    hoursPerWeek: hoursPerWeekOf(facts) ?? null,
    hoursTotal,
    starts,
    ends,
    closes: facts.closes ?? NEVER,
    where,
    place: place.toLowerCase(),
    host: item.host,
    published: item.published,
    searchText: searchTextOf(item, facts),
  }
}

async function putWords(tx: Tx, contentId: ContentId, words: readonly string[]): Promise<void> {
  const before = await tx.selectFrom('klusWord').select('word').where('contentId', '=', contentId).execute()
  await tx.deleteFrom('klusWord').where('contentId', '=', contentId).execute()
  const still = new Set(words)
  await forgetTerms(
    tx,
    before.map(({ word }) => word).filter((word) => !still.has(word)),
  )
  if (words.length === 0) return
  // In one order: two that write the same words at the same time wait for each other instead of stopping each other.
  const sorted = words.toSorted()
  await tx
    .insertInto('klusTerm')
    .values(sorted.map((word) => ({ word })))
    // Held until the end, so that nobody forgets a word that another klus is just getting.
    .onConflict((conflict) => conflict.column('word').doUpdateSet((eb) => ({ word: eb.ref('excluded.word') })))
    .execute()
  await tx
    .insertInto('klusWord')
    .values(sorted.map((word) => ({ word, contentId })))
    .execute()
}

/** Words that stand in no open klus any more: they may be names. */
async function forgetTerms(tx: Tx, words: readonly string[]): Promise<void> {
  if (words.length === 0) return
  const sorted = words.toSorted()
  await tx
    .updateTable('klusTerm')
    .set((eb) => ({ word: eb.ref('word') }))
    .where('word', 'in', sorted)
    .execute()
  await tx
    .deleteFrom('klusTerm')
    .where('word', 'in', sorted)
    .where((eb) =>
      eb.not(eb.exists(eb.selectFrom('klusWord').select('contentId').whereRef('klusWord.word', '=', 'klusTerm.word'))),
    )
    .execute()
}

async function removeKlus(tx: Tx, contentId: ContentId): Promise<void> {
  await putWords(tx, contentId, [])
  await tx.deleteFrom('klusExpertise').where('contentId', '=', contentId).execute()
  await tx.deleteFrom('klus').where('contentId', '=', contentId).execute()
}
