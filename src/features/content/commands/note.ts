// What an author's plein says of the note beside an item that lives there; here there is only the item.
import type { Ctx } from '../../../core/context.ts'
import type { ContentNoteSaid } from '../rules/content.ts'

/** Nothing changes here: `content.noteSaid` follows, so that the item's group can pass it on. */
export async function noteSaid(ctx: Ctx, said: ContentNoteSaid): Promise<void> {
  await ctx.transaction(async (_, emit) => emit('content.noteSaid', said, said.contentId))
}
