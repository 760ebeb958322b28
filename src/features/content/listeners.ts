// When somebody elsewhere is gone, what he wrote goes too; whom somebody here follows, stands in the streams.
import type { Listener } from '../../core/events.ts'
import { findActor, findFollowById } from '../actors/index.ts'
import { showInStreams } from './commands/looked-up.ts'
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

export const whenFollowAccepted: Listener<'follow.accepted'> = async (ctx, event) => {
  const follow = await findFollowById(ctx.db, event.payload.followId)
  const followed = follow && (await findActor(ctx.db, follow.targetId))
  if (followed && !followed.local) await showInStreams(ctx, followed.id)
}
