// Retention of klussen: what has long been over loses its people, here and elsewhere.
import type { Ctx } from '../../../core/context.ts'
import { Conflict } from '../../../core/errors.ts'
import type { Emit } from '../../../core/events.ts'
import { system } from '../../../core/viewer.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
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
  for (const { contentId } of await listGoneBefore(ctx)) await anonymiseOne(ctx, { id: contentId, stays: false })
  let done = 0
  for (const find of [listLongOver, listLongHidden]) {
    for (let after: ContentId | undefined = '' as ContentId; after !== undefined;) {
      const rows: Awaited<ReturnType<typeof find>> = await find(ctx, { before, after })
      for (const { id, local } of rows) if (await anonymiseOne(ctx, { id, stays: local === 1 })) done++
      after = rows.length < LONG_OVER ? undefined : rows.at(-1)?.id
    }
  }
  return done
}

/** @returns false when somebody began anew, or changed it, meanwhile */
async function anonymiseOne(ctx: Ctx, { id, stays }: { id: ContentId; stays: boolean }): Promise<boolean> {
  const plein = await findInstanceActor(ctx.db, ctx.config.hostName)
  if (!plein) return false
  try {
    if (stays) {
      await ctx.transaction(async (tx, emit) => {
        const names = await eraseAround({ tx, emit }, { id, plein: plein.id, now: ctx.clock.now() })
        await anonymiseContent(ctx, { tx, emit }, { id, plein, names })
      })
    } else {
      // Its own plein says so too, if it is still there; nobody waits for that.
      await deleteContent({ ...ctx, viewer: system }, id, {}, async (tx, emit) => {
        await eraseAround({ tx, emit }, { id, plein: plein.id, now: ctx.clock.now() })
        await markAnonymised(tx, id, ctx.clock.now())
      })
    }
  } catch (error) {
    if (error instanceof Conflict) return false
    throw error
  }
  return true
}

/**
 * What people said and did about it.
 * @returns the names of those who responded
 * @throws Conflict when somebody began anew meanwhile
 */
async function eraseAround(
  { tx, emit }: { readonly tx: Tx; readonly emit: Emit },
  { id, plein, now }: { readonly id: ContentId; readonly plein: ActorId; readonly now: Instant },
): Promise<readonly string[]> {
  await lockItem(tx, id)
  const responses = await forgottenResponses(tx, id)
  const ids = responses.map((response) => response.id)
  await eraseConsents(tx, ids)
  await eraseResponses(tx, ids)
  await tx.deleteFrom('klusReview').where('contentId', '=', id).execute()
  const comments = await eraseComments({ tx, emit }, { contentId: id, plein, now })
  await eraseReactions(tx, [id, ...comments])
  return responses.map(({ name }) => name)
}
