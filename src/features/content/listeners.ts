// When somebody elsewhere is gone, what he wrote goes too.
import type { Listener } from '../../core/events.ts'
import { deleteContent } from './commands/remove.ts'
import { listIdsOf } from './queries/read.ts'

const AT_ONCE = 100

export const whenActorGone: Listener<'actor.gone'> = async (ctx, event) => {
  for (;;) {
    const ids = await listIdsOf(ctx.db, event.payload.actorId, AT_ONCE)
    for (const id of ids) await deleteContent(ctx, id)
    if (ids.length < AT_ONCE) return
  }
}
