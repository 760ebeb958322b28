// The author tells several people at once, with one reason, that it goes on without them.
import type { Ctx } from '../../../core/context.ts'
import { Invalid, NotFound } from '../../../core/errors.ts'
import type { Content } from '../../../core/kind.ts'
import { actorOf } from '../../../core/viewer.ts'
import { listRefusable } from '../queries/lists.ts'
import { takeSteps } from './take-step.ts'

/**
 * All are refused, or none; `response.moved` follows for each. Whoever can no longer be refused (he withdrew just now) is
 * left out.
 * @param chosen.ids of responses
 * @throws NotFound for who is not its author, Invalid when nobody is chosen or the reason is not enough
 */
export async function refuseOthers(
  ctx: Ctx,
  content: Content,
  chosen: { readonly ids: readonly string[]; readonly payload: unknown },
): Promise<void> {
  const flow = ctx.kinds.find(content.kind)?.flow
  if (!flow || !content.local || actorOf(ctx.viewer) !== content.authorId) throw new NotFound('content.notFound')
  const people = (await listRefusable(ctx, content)).flatMap(({ id, other }) =>
    other && chosen.ids.includes(id) ? [other.id] : [],
  )
  if (people.length === 0) throw new Invalid({ who: { code: 'responses.refuse.nobody' } })
  const move = flow.wire.moves.Reject
  const step = {
    contentId: content.id,
    maker: 'author',
    actorId: content.authorId,
    move,
    payload: chosen.payload,
  } as const
  await takeSteps(
    ctx,
    people.map((respondentId) => ({ ...step, respondentId })),
  )
}
