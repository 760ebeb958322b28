// Updates and Deletes of the companion (rules/companion.ts) of an item elsewhere, of which only the item is kept here.
import type { Ctx } from '../../../core/context.ts'
import type { ContentNoteSaid } from '../rules/content.ts'

/** Nothing changes here: `content.noteSaid` follows, so that the item's group can pass it on. */
export async function noteSaid(ctx: Ctx, said: ContentNoteSaid): Promise<void> {
  await ctx.transaction(async (_, emit) => emit('content.noteSaid', said, said.contentId))
}
