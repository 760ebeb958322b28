// Retention of klussen: what has long been over loses its people, here and elsewhere.
import type { Ctx } from '../../../core/context.ts'
import { Conflict } from '../../../core/errors.ts'
import { system } from '../../../core/viewer.ts'
import type { ContentId } from '../../../lib/id.ts'
import { findInstanceActor } from '../../actors/index.ts'
import { eraseConsents } from '../../consents/index.ts'
import { eraseComments } from '../../comments/index.ts'
import { anonymiseContent, deleteContent, markAnonymised } from '../../content/index.ts'
import { eraseReactions } from '../../reactions/index.ts'
import { eraseResponses, forgottenResponses, keptSince, lockItem } from '../../responses/index.ts'
import { LONG_OVER, listGoneBefore, listLongHidden, listLongOver } from '../queries/long-over.ts'

/**
 * Of klussen that have long been over, with nobody on them who is not forgotten: responses, comments and reactions to
 * them go, those of this plein lose what they say about people, those of elsewhere go. So do responses to what is gone
 * already. Those that were hidden are in no index, and looked for by themselves. Repeatable.
 * @returns how many klussen
 */
export async function anonymiseKlussen(ctx: Ctx): Promise<number> {
  const before = await keptSince(ctx)
  for (const { contentId } of await listGoneBefore(ctx)) await anonymiseOne(ctx, { id: contentId, local: 1 })
  let done = 0
  for (const find of [listLongOver, listLongHidden]) {
    for (let after: ContentId | undefined = '' as ContentId; after !== undefined;) {
      const rows: Awaited<ReturnType<typeof find>> = await find(ctx, { before, after })
      for (const row of rows) if (await anonymiseOne(ctx, row)) done++
      after = rows.length < LONG_OVER ? undefined : rows.at(-1)?.id
    }
  }
  return done
}

/** @returns false when somebody began anew meanwhile */
async function anonymiseOne(ctx: Ctx, { id, local }: { id: ContentId; local: 0 | 1 }): Promise<boolean> {
  const plein = await findInstanceActor(ctx.db, ctx.config.hostName)
  if (!plein) return false
  try {
    await ctx.transaction(async (tx, emit) => {
      await lockItem(tx, id)
      const responses = await forgottenResponses(tx, id)
      const ids = responses.map((response) => response.id)
      await eraseConsents(tx, ids)
      await eraseResponses(tx, ids)
      await tx.deleteFrom('klusReview').where('contentId', '=', id).execute()
      const comments = await eraseComments({ tx, emit }, { contentId: id, plein: plein.id, now: ctx.clock.now() })
      await eraseReactions(tx, [id, ...comments])
      const names = responses.map(({ name }) => name)
      if (local === 1) await anonymiseContent(ctx, { tx, emit }, { id, plein, names })
    })
  } catch (error) {
    if (error instanceof Conflict) return false
    throw error
  }
  // Its own plein says so too, if it is still there; nobody waits for that.
  if (local === 0)
    await deleteContent({ ...ctx, viewer: system }, id, {}, (tx) => markAnonymised(tx, id, ctx.clock.now()))
  return true
}
