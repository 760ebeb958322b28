// Giving and taking back "nuttig", and sharing with one's followers.
import type { Ctx } from '../../core/context.ts'
import { Conflict, Forbidden, Unauthenticated } from '../../core/errors.ts'
import { actorOf } from '../../core/viewer.ts'
import { type ActorId, newId } from '../../lib/id.ts'
import { urlsOf } from '../../lib/urls.ts'
import type { Tx } from '../../platform/db/database.ts'
import { isOpenly, placeOf, putCounts, receivedBy } from '../content/index.ts'
import type { ContentId } from '../../lib/id.ts'
import { getSubject } from './queries.ts'
import type { ReactionType } from './rules.ts'

const AT_ONCE = 100

export interface ReactionInput {
  /** A content's or a comment's id. */
  readonly subjectId: string
  readonly type: ReactionType
  readonly remote?: { readonly iri: string; readonly activityIri?: string | undefined } | undefined
}

/**
 * Whoever may see it may find it useful; what is public may be shared. `reaction.added` follows, once per person.
 * @throws Unauthenticated, NotFound, Forbidden (sharing what is not public), Conflict (a draft)
 */
export async function addReaction(ctx: Ctx, input: ReactionInput): Promise<void> {
  const actorId = actorOf(ctx.viewer)
  if (!actorId) throw new Unauthenticated()
  const { content } = await getSubject(ctx, input.subjectId)
  if (content.state !== 'published') throw new Conflict('reaction.notYet')
  if (input.type === 'share' && !isOpenly(await placeOf(ctx, content))) throw new Forbidden('reaction.onlyPublic')
  const id = newId<'reaction'>()
  const urls = urlsOf(ctx.config.origin)
  const iri = input.remote?.iri ?? urls.activity(id)
  const row = { id, iri, subjectId: input.subjectId, actorId, type: input.type, created: ctx.clock.now() }
  await ctx.transaction(async (tx, emit) => {
    const inserted = await tx
      .insertInto('reaction')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!inserted) return
    const eventId = emit('reaction.added', { reactionId: id, ...receivedBy(input.remote) }, input.subjectId)
    // Undo names the activity that this event becomes.
    if (!input.remote)
      await tx
        .updateTable('reaction')
        .set({ iri: urls.activityOf(eventId, 'own') })
        .where('id', '=', id)
        .execute()
  })
}

/** One's own may be taken back; `reaction.removed` follows. What is not there is no fault. @throws Unauthenticated */
export async function removeReaction(ctx: Ctx, input: ReactionInput): Promise<void> {
  const actorId = actorOf(ctx.viewer)
  if (!actorId) throw new Unauthenticated()
  const { subjectId, type } = input
  await ctx.transaction(async (tx, emit) => {
    const gone = await tx
      .deleteFrom('reaction')
      .where('subjectId', '=', subjectId)
      .where('actorId', '=', actorId)
      .where('type', '=', type)
      .returning('iri')
      .executeTakeFirst()
    if (gone)
      emit('reaction.removed', { iri: gone.iri, subjectId, actorId, type, ...receivedBy(input.remote) }, subjectId)
  })
}

/** Who gave any to these is forgotten, and nobody is told. */
export async function eraseReactions(tx: Tx, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length > 0) await tx.deleteFrom('reaction').where('subjectId', 'in', subjectIds).execute()
}

/** Takes back all that somebody gave who is gone; `reaction.removed` follows for each. Repeatable. */
export async function dropReactionsOf(ctx: Ctx, actorId: ActorId): Promise<void> {
  for (;;) {
    const count = await ctx.transaction(async (tx, emit) => {
      const rows = await tx
        .selectFrom('reaction')
        .select(['id', 'iri', 'subjectId', 'type'])
        .where('actorId', '=', actorId)
        .limit(AT_ONCE)
        .execute()
      if (rows.length === 0) return 0
      const ids = rows.map((row) => row.id)
      await tx.deleteFrom('reaction').where('id', 'in', ids).execute()
      for (const { iri, subjectId, type } of rows)
        emit('reaction.removed', { iri, subjectId, actorId, type }, subjectId)
      return rows.length
    })
    if (count < AT_ONCE) return
  }
}

/** Counts the likes of an item or comment again. */
export async function recountLikes(ctx: Ctx, subjectId: string): Promise<void> {
  await ctx.transaction(async (tx) => {
    const row = await tx
      .selectFrom('reaction')
      .select((eb) => eb.fn.countAll().as('count'))
      .where('subjectId', '=', subjectId)
      .where('type', '=', 'like')
      .executeTakeFirst()
    const likeCount = Number(row?.count ?? 0)
    await putCounts(tx, subjectId as ContentId, { likeCount })
    await tx
      .updateTable('comment')
      .set({ likeCount })
      .where('id', '=', subjectId as never)
      .execute()
  })
}
