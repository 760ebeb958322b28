// An item that has long been over loses what it says about people; the plein stands for who wrote it.
import type { Ctx } from '../../../core/context.ts'
import type { Emit } from '../../../core/events.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import type { Actor } from '../../actors/index.ts'
import { strikeOf } from '../rules/strike.ts'
import { checkOwn } from './draft.ts'
import { putFacets, removeParts } from './parts.ts'

/**
 * Of an item of this plein whose kind can do without people, hidden or not. Only colleagues see what is left, and it says
 * nothing elsewhere any more; `content.anonymised` tells everybody who got it that it is gone. Repeatable.
 * @param given.plein its own actor. `given.names`: of whom else something may stand in it.
 */
export async function anonymiseContent(
  ctx: Ctx,
  { tx, emit }: { readonly tx: Tx; readonly emit: Emit },
  given: { readonly id: ContentId; readonly plein: Actor; readonly names: readonly string[] },
): Promise<boolean> {
  const { id, plein } = given
  const row = await tx
    .selectFrom('content')
    .innerJoin('actor', 'actor.id', 'content.authorId')
    .select(['content.kind', 'content.data', 'content.title', 'content.audience', 'content.authorId', 'actor.name'])
    .where('content.id', '=', id)
    .where('content.local', '=', 1)
    .where('content.state', 'in', ['published', 'hidden'])
    .where('content.anonymised', 'is', null)
    .executeTakeFirst()
  const kind = row && ctx.kinds.find(row.kind)
  if (!row || !kind?.anonymous) return false
  const strike = strikeOf([row.name, ...given.names])
  const data: unknown = kind.anonymous(kind.schema.parse(JSON.parse(row.data)), strike)
  const { json, facets } = checkOwn(kind, data)
  const words = { title: strike(row.title), body: '', html: '', summary: '' }
  await tx
    .updateTable('content')
    .set({ ...words, data: json, authorId: plein.id, audience: 'organisation', likeCount: 0 })
    .set({ anonymised: ctx.clock.now() })
    .where('id', '=', id)
    .execute()
  await putFacets(tx, id, facets)
  await removeParts(tx, id)
  const { authorId, audience } = row
  emit('content.anonymised', { contentId: id, authorId, audience }, id)
  // Lists and indexes look at it again.
  emit('content.edited', { contentId: id }, id)
  return true
}

/** An item of elsewhere that is gone: what was sent from here about it goes too, in its time. */
export async function markAnonymised(tx: Tx, id: ContentId, anonymised: Instant): Promise<void> {
  await tx.updateTable('content').set({ anonymised }).where('id', '=', id).where('state', '=', 'deleted').execute()
}

/** As long as word that it is gone may still be on its way. */
const UNDER_WAY = 7 * 86_400_000
const AT_ONCE = 100

/** What was sent of anonymised items goes, once everybody who got it could hear that they are gone. @returns how many */
export async function unsayAnonymised(ctx: Ctx): Promise<number> {
  const rows = await ctx.db
    .selectFrom('content')
    .select(['id', 'iri'])
    .where('anonymised', 'is not', null)
    .where('unsaid', 'is', null)
    .where('anonymised', '<', ctx.clock.in(-UNDER_WAY))
    .orderBy('anonymised')
    .limit(AT_ONCE)
    .execute()
  for (const { id, iri } of rows) {
    await ctx.transaction(async (tx, emit) => {
      await tx.updateTable('content').set({ unsaid: ctx.clock.now() }).where('id', '=', id).execute()
      emit('content.unsaid', { contentId: id, iri }, id)
    })
  }
  return rows.length
}
