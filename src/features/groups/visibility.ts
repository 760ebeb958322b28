// Which groups a viewer may know of: hidden ones are for their members and who is invited, nobody else finds them.
import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { Viewer } from '../../core/viewer.ts'
import type { ActorId } from '../../lib/id.ts'
import type { Tables } from '../../platform/db/tables.ts'

/**
 * True for the rows of `group` that the viewer may know of.
 * Another server counts as its people: it may know what a member there knows. Groups of blocked servers are not there.
 */
export function visibleGroups(viewer: Viewer): (eb: ExpressionBuilder<Tables, 'group'>) => Expression<SqlBool> {
  return (eb) => {
    if (viewer.type === 'system') return eb.lit(true)
    const notBlocked = eb.not(
      eb.exists(
        eb
          .selectFrom('actor')
          .innerJoin('instance', 'instance.host', 'actor.host')
          .whereRef('actor.id', '=', 'group.actorId')
          .where('instance.trust', '=', 'blocked')
          .select('actor.id'),
      ),
    )
    const findable = eb('group.access', '!=', 'hidden')
    const member = isMember(eb, viewer)
    const invited = viewer.type === 'person' ? [isInvited(eb, viewer.personId)] : []
    return eb.and([notBlocked, member ? eb.or([findable, member, ...invited]) : findable])
  }
}

/** Is the viewer (for another server: anybody there) an accepted member? Undefined for those who can never be one. */
function isMember(eb: ExpressionBuilder<Tables, 'group'>, viewer: Viewer): Expression<SqlBool> | undefined {
  const follows = eb
    .selectFrom('follow')
    .whereRef('follow.targetId', '=', 'group.actorId')
    .where('follow.state', '=', 'accepted')
    .select('follow.id')
  if (viewer.type === 'person') return eb.exists(follows.where('follow.followerId', '=', viewer.personId))
  if (viewer.type === 'remote') {
    return eb.exists(
      follows
        .innerJoin('actor as follower', 'follower.id', 'follow.followerId')
        .where('follower.host', '=', viewer.host),
    )
  }
  return undefined
}

function isInvited(eb: ExpressionBuilder<Tables, 'group'>, personId: ActorId): Expression<SqlBool> {
  return eb.exists(
    eb
      .selectFrom('groupStanding as invitation')
      .whereRef('invitation.groupId', '=', 'group.actorId')
      .where('invitation.personId', '=', personId)
      .where('invitation.standing', '=', 'invited')
      .select('invitation.personId'),
  )
}
