// Retention of klussen: what has long been over loses its people, here and elsewhere.
import type { Ctx } from '../../../core/context.ts'
import { Conflict } from '../../../core/errors.ts'
import { system } from '../../../core/viewer.ts'
import type { ContentId } from '../../../lib/id.ts'
import { findInstanceActor } from '../../actors/index.ts'
import { eraseConsents } from '../../consents/index.ts'
import { anonymiseContent, deleteContent } from '../../content/index.ts'
import { eraseResponses, forgottenResponses, keptSince, lockItem } from '../../responses/index.ts'
import { NEVER } from '../rules/facts.ts'

const AT_ONCE = 100

/**
 * Of klussen that have long been over, with nobody on them who is not forgotten: responses to them go, those of this
 * plein lose what they say about people, those of elsewhere go. So do responses to what is gone already. Repeatable.
 * @returns how many klussen
 */
export async function anonymiseKlussen(ctx: Ctx): Promise<number> {
  const before = await keptSince(ctx)
  for (const { contentId } of await goneBefore(ctx)) await anonymiseOne(ctx, { id: contentId, local: 1 })
  let done = 0
  for (let after = ''; ;) {
    const rows = await longOver(ctx, { before, after: after as ContentId })
    for (const row of rows) if (await anonymiseOne(ctx, row)) done++
    const last = rows.at(-1)
    if (!last || rows.length < AT_ONCE) return done
    after = last.id
  }
}

function longOver({ db }: Ctx, { before, after }: { before: string; after: ContentId }) {
  return db
    .selectFrom('klus')
    .innerJoin('content', 'content.id', 'klus.contentId')
    .select(['content.id', 'content.local'])
    .where('content.state', '=', 'published')
    .where('content.anonymised', 'is', null)
    .where((eb) => eb.or([eb('klus.closes', '<', before.slice(0, 10)), eb('klus.closes', '=', NEVER)]))
    .where('content.published', '<', before)
    .where((eb) => eb.or([eb('content.edited', 'is', null), eb('content.edited', '<', before)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('response')
            .select('response.id')
            .whereRef('response.contentId', '=', 'klus.contentId')
            .where('response.forgotten', 'is', null),
        ),
      ),
    )
    .where('klus.contentId', '>', after)
    .orderBy('klus.contentId')
    .limit(AT_ONCE)
    .execute()
}

/** Items that are gone, with responses to them that are forgotten. The rest of them is for the next time. */
function goneBefore({ db }: Ctx) {
  return db
    .selectFrom('response')
    .innerJoin('content', 'content.id', 'response.contentId')
    .select('response.contentId')
    .distinct()
    .where('response.forgotten', 'is not', null)
    .where('content.state', '=', 'deleted')
    .orderBy('response.contentId')
    .limit(AT_ONCE)
    .execute()
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
      const names = responses.map(({ name }) => name)
      if (local === 1) await anonymiseContent(ctx, { tx, emit }, { id, plein, names })
    })
  } catch (error) {
    if (error instanceof Conflict) return false
    throw error
  }
  // Its own plein says so too, if it is still there; nobody waits for that.
  if (local === 0) await deleteContent({ ...ctx, viewer: system }, id, {})
  return true
}
