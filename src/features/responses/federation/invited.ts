// Whether somebody elsewhere may begin something with a person here who did not begin it himself.
import type { Ctx } from '../../../core/context.ts'
import { NEW } from '../../../core/flow.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import { findAvailability } from '../../klussen/index.ts'
import { getCase, projected } from '../queries/case.ts'
import type { Snapshot } from '../rules/snapshot-object.ts'

/**
 * Where only the available are invited, the sender's word that he looked is not enough: what is told of a response that
 * nobody here is busy with counts when the sender may know that this person is available.
 * @param ctx of who tells it
 */
export async function mayBeginWith(
  ctx: Ctx,
  of: { contentId: ContentId; respondentId: ActorId },
  told: Pick<Snapshot, 'state' | 'version'>,
): Promise<boolean> {
  const found = await getCase(ctx, of)
  const { flow, response } = found
  if (flow.turnsAway === undefined || told.version <= (response?.version ?? 0)) return true
  if (response && response.state !== NEW && (!response.ended || flow.ended.includes(told.state))) return true
  const began = (await projected(ctx, found)).pending.length > 0
  return began || (await findAvailability(ctx, of.respondentId)) !== undefined
}
