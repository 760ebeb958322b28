// Following people, and ceasing to.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden, NotFound } from '../../../core/errors.ts'
import { personOf } from '../../../core/viewer.ts'
import { type ActorId, newId } from '../../../lib/id.ts'
import { urlsOf } from '../../../lib/urls.ts'
import { endFollow, findActor, findFollow, putFollow } from '../../actors/index.ts'
import { getHost } from '../../instances/index.ts'

/**
 * The viewer follows a person. `followed` when the person lives here, `asked` when another plein must confirm first.
 * Signed-in people; `follow.accepted` or `follow.requested` follows. Doing it again changes nothing.
 * @throws NotFound, Forbidden (oneself, a blocked host), Unauthenticated
 */
export async function followPerson(ctx: Ctx, personId: ActorId): Promise<{ outcome: 'followed' | 'asked' }> {
  const { personId: followerId } = personOf(ctx.viewer)
  const pair = { followerId, targetId: personId }
  if (followerId === personId) throw new Forbidden('person.followSelf')
  return ctx.transaction(async (tx, emit) => {
    const target = await findActor(tx, personId)
    if (!target || target.type !== 'person' || target.gone) throw new NotFound('person.notFound')
    const host = target.local ? undefined : await getHost(tx, target.host)
    if (host?.trust === 'blocked') throw new Forbidden('person.hostBlocked')
    const existing = await findFollow(tx, pair)
    if (existing?.state === 'accepted') return { outcome: 'followed' }
    const followId = existing?.id ?? newId<'follow'>()
    const event = target.local ? 'follow.accepted' : 'follow.requested'
    const eventId = emit(event, { followId }, personId)
    // The id that the Follow gets on the wire: whoever answers names it.
    const iri = urlsOf(ctx.config.origin).activityOf(eventId, 'follow')
    await putFollow(tx, ctx.clock, { ...pair, id: followId, iri, state: target.local ? 'accepted' : 'pending' })
    return { outcome: target.local ? 'followed' : 'asked' }
  })
}

/** The viewer no longer follows the person. `follow.ended` follows when it did. @throws Unauthenticated */
export async function unfollowPerson(ctx: Ctx, personId: ActorId): Promise<void> {
  const { personId: followerId } = personOf(ctx.viewer)
  await ctx.transaction(async (tx, emit) => {
    const ended = await endFollow(tx, { followerId, targetId: personId })
    if (ended) emit('follow.ended', { followIri: ended.iri, followerId, targetId: personId }, personId)
  })
}
