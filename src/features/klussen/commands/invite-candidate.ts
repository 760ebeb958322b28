// Inviting somebody for a klus: only who made himself available.
import type { Ctx } from '../../../core/context.ts'
import { NotFound } from '../../../core/errors.ts'
import type { ActorId, ResponseId } from '../../../lib/id.ts'
import { beginResponse } from '../../responses/index.ts'
import { listCandidates } from '../queries/availability.ts'
import { KLUS } from '../rules/facts.ts'
import type { Klus } from '../queries/list.ts'

/**
 * Who wrote the klus invites one of those who fit it, with some words.
 * @throws Forbidden, NotFound when the person is not (or no longer) available for it, and as beginResponse
 */
export async function inviteCandidate(
  ctx: Ctx,
  klus: Klus,
  input: { personId: string; words: string },
): Promise<ResponseId> {
  const candidates = await listCandidates(ctx, klus)
  const found = candidates.find(({ card }) => card.id === (input.personId as ActorId))
  const move = ctx.kinds.get(KLUS).flow?.wire.moves.Invite
  if (!found || move === undefined) throw new NotFound('klussen.candidates.notAvailable')
  const of = { contentId: klus.item.id, respondentId: found.card.id }
  return beginResponse(ctx, of, { move, payload: { words: input.words } })
}
