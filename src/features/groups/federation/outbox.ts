// What groups of this plein say of themselves: that they changed, and to a new follower what was new lately.
import type { Ctx } from '../../../core/context.ts'
import type { Occurrence } from '../../../core/events.ts'
import { type Outgoing, type OutboxRules, PUBLIC } from '../../../core/federation.ts'
import type { Content } from '../../../core/kind.ts'
import { guest } from '../../../core/viewer.ts'
import type { Urls } from '../../../lib/urls.ts'
import { type Actor, findActor, findActors, findFollowById, followersIriOf } from '../../actors/index.ts'
import { announcedAs, listContent } from '../../content/index.ts'
import { findGroupRules } from '../queries/may.ts'
import { groupDocument } from './group-document.ts'
import { accept, askToJoin, reject, undo } from './membership.ts'

/** How many Announces a new follower on microblog software gets, so that the group is not empty there. */
const LATELY = 5

export const outbox: OutboxRules = {
  'group.updated': sayChange,
  'follow.requested': askToJoin,
  'follow.accepted': async (ctx, event) => [...(await accept(ctx, event)), ...(await sayWhatIsNew(ctx, event))],
  'follow.rejected': reject,
  'follow.ended': undo,
}

async function sayChange(ctx: Ctx, event: Occurrence<'group.updated'>, urls: Urls): Promise<readonly Outgoing[]> {
  const actor = await findActor(ctx.db, event.payload.groupId)
  const group = actor && (await findGroupRules(ctx.db, actor.id))
  if (!actor || !group?.local) return []
  const everyone = group.access === 'hidden' ? [] : [PUBLIC]
  return [
    {
      slot: 'update',
      actorId: actor.id,
      objectIri: actor.iri,
      activity: {
        type: 'Update',
        actor: actor.iri,
        to: [...everyone, followersIriOf(actor)],
        object: await groupDocument(ctx, actor, group, urls),
      },
      to: { followersOf: [actor.id] },
    },
  ]
}

/** Oldest first, dated as they were, so that they do not stand above what is new there. */
async function sayWhatIsNew(ctx: Ctx, event: Occurrence<'follow.accepted'>): Promise<readonly Outgoing[]> {
  const follow = event.payload.again ? undefined : await findFollowById(ctx.db, event.payload.followId)
  if (follow?.state !== 'accepted') return []
  const actors = await findActors(ctx.db, [follow.followerId, follow.targetId])
  const group = actors.find((actor) => actor.id === follow.targetId)
  const follower = actors.find((actor) => actor.id === follow.followerId)
  if (group?.type !== 'group' || group.local !== 1 || !follower || follower.local === 1) return []
  // Only what anybody may read: such hosts show an Announce to everyone there.
  const latest = await listContent({ ...ctx, viewer: guest }, { groupId: group.id, newest: true }, { limit: LATELY })
  const authors = new Map(
    (
      await findActors(
        ctx.db,
        latest.items.map((item) => item.authorId),
      )
    ).map((one) => [one.id, one.iri]),
  )
  return latest.items
    .toReversed()
    .flatMap((item) =>
      announcedAs(ctx, item).map((as) =>
        announceAgain(group, item, { as, to: follower, author: authors.get(item.authorId) }),
      ),
    )
}

function announceAgain(
  group: Actor,
  item: Content,
  who: { as: ReturnType<typeof announcedAs>[number]; to: Actor; author: string | undefined },
): Outgoing {
  const { objectIri, reads } = who.as
  return {
    slot: `recent:${item.id}${objectIri === item.iri ? '' : '-note'}`,
    actorId: group.id,
    objectIri,
    // Before its Accept, a follower knows nothing of the group, and Mastodon throws away what it says.
    after: who.to.iri,
    activity: {
      type: 'Announce',
      actor: group.iri,
      to: [PUBLIC],
      cc: [followersIriOf(group), ...(who.author ? [who.author] : [])],
      object: objectIri,
      published: item.published,
    },
    to: { actors: [who.to.id], form: 'object', ...(reads ? { reads } : {}) },
    proof: false,
  }
}
