// Answers an invitation for somebody here who is not to be invited; nothing of it is kept, and he is not told.
import type { Ctx } from '../../../core/context.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import { getCase } from '../queries/case.ts'
import type { Snapshot } from '../rules/snapshot-object.ts'

/**
 * `response.uninvited` follows when there is something to answer: what has ended there, or is no invitation, is let go.
 * @throws NotFound as getCase
 */
export async function turnAway(
  ctx: Ctx,
  of: { contentId: ContentId; respondentId: ActorId },
  { iri, state, version }: Snapshot,
): Promise<void> {
  const { flow } = await getCase(ctx, of)
  const answer = flow.turnsAway === undefined ? undefined : flow.moves[flow.turnsAway]
  if (iri === null || !answer?.from.includes(state)) return
  await ctx.transaction(async (_, emit) => emit('response.uninvited', { ...of, iri, version }, of.contentId))
}
