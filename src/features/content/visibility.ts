// Who sees what: the one rule that every list, page, feed, document, file and mail goes through.
import { type Expression, type ExpressionBuilder, type SelectQueryBuilder, sql, type SqlBool } from 'kysely'
import type { LocalPerson, RemoteActor, Viewer } from '../../core/viewer.ts'
import type { ActorId } from '../../lib/id.ts'
import { assertNever } from '../../lib/never.ts'
import type { Tables } from '../../platform/db/tables.ts'

type Builder = ExpressionBuilder<Tables, 'content'>
type Test = Expression<SqlBool>
type Ids = SelectQueryBuilder<Tables, never, { id: ActorId }>

/**
 * The rows of `content` that the viewer may see. Deleted and hidden items are nobody's, drafts their author's alone,
 * and what a blocked server wrote is not shown. Of the rest: what is in a closed or hidden group is for its members,
 * whatever its audience says; public is for everyone; network for people here and servers that are allowed;
 * organisation for people here, of what was written here; group for its members; private for its author.
 *
 * Nothing here depends on the row inside a sub-query, so each of them is worked out once per query.
 * @param ownHost host of this plein, as in `content.host`
 */
export function visibleTo(viewer: Viewer, ownHost: string): (eb: Builder) => Test {
  switch (viewer.type) {
    case 'system':
      return (eb) => eb('content.state', '!=', sql.lit('deleted'))
    case 'guest':
      return (eb) => eb.and([...readable(eb), eb('content.audience', '=', 'public'), outsideClosed(eb)])
    case 'person':
      return (eb) => seenByPerson(eb, viewer, ownHost)
    case 'remote':
      return (eb) => seenByRemote(eb, viewer)
    default:
      return assertNever(viewer)
  }
}

function seenByPerson(eb: Builder, viewer: LocalPerson, ownHost: string): Test {
  const here = eb.and([eb('content.audience', '=', 'organisation'), eb('content.host', '=', ownHost)])
  return eb.or([
    ownedBy(eb, viewer.personId),
    eb.and([
      ...readable(eb),
      eb.or([
        eb.and([eb.or([eb('content.audience', 'in', ['public', 'network']), here]), outsideClosed(eb)]),
        eb.and([
          eb.or([eb('content.audience', 'in', ['public', 'network', 'group']), here]),
          eb('content.groupId', 'in', groupsOf(eb, viewer.personId)),
        ]),
      ]),
    ]),
  ])
}

function seenByRemote(eb: Builder, viewer: RemoteActor): Test {
  const open = viewer.allowed ? (['public', 'network'] as const) : (['public'] as const)
  const inGroup = [...open, 'group'] as const
  const seen = eb.and([
    ...readable(eb),
    eb.or([
      eb.and([eb('content.audience', 'in', open), outsideClosed(eb)]),
      eb.and([
        eb('content.audience', 'in', inGroup),
        eb.or([
          eb('content.groupId', 'in', groupsHostedAt(eb, viewer.host)),
          eb(
            'content.groupId',
            'in',
            viewer.personId ? groupsOf(eb, viewer.personId) : groupsFollowedFrom(eb, viewer.host),
          ),
        ]),
      ]),
    ]),
  ])
  const here = eb(sql.val(viewer.host), 'not in', blockedHosts(eb))
  return viewer.personId ? eb.and([here, eb.or([ownedBy(eb, viewer.personId), seen])]) : eb.and([here, seen])
}

/** Published, and not from a server that is blocked here. */
function readable(eb: Builder): [Test, Test] {
  return [eb('content.state', '=', sql.lit('published')), eb('content.host', 'not in', blockedHosts(eb))]
}

/** One's own, drafts too. The empty text keeps this side of the `or` from choosing the index of the whole query. */
function ownedBy(eb: Builder, personId: ActorId): Test {
  return eb.and([
    eb(sql<string>`(${eb.ref('content.authorId')} || '')`, '=', personId),
    eb('content.state', 'in', ['published', 'draft']),
  ])
}

/** In no group, or in an open one. */
function outsideClosed(eb: Builder): Test {
  return eb.or([
    eb('content.groupId', 'is', null),
    eb(
      'content.groupId',
      'not in',
      eb.selectFrom('group').select('group.actorId as id').where('group.access', 'in', ['closed', 'hidden']),
    ),
  ])
}

function blockedHosts(eb: Builder) {
  return eb.selectFrom('instance').select('instance.host').where('instance.trust', '=', sql.lit('blocked'))
}

/** Groups that the person is an accepted member of. */
function groupsOf(eb: Builder, personId: ActorId): Ids {
  return eb
    .selectFrom('follow')
    .select('follow.targetId as id')
    .where('follow.followerId', '=', personId)
    .where('follow.state', '=', 'accepted') as unknown as Ids
}

/** Groups with an accepted member at that host (Lemmy's rule for reading what is not public). */
function groupsFollowedFrom(eb: Builder, host: string): Ids {
  return eb
    .selectFrom('follow')
    .innerJoin('actor', 'actor.id', 'follow.followerId')
    .select('follow.targetId as id')
    .where('actor.host', '=', host)
    .where('actor.gone', 'is', null)
    .where('follow.state', '=', 'accepted') as unknown as Ids
}

/** Groups that live at that host: their server hands the item to the members. */
function groupsHostedAt(eb: Builder, host: string): Ids {
  return eb
    .selectFrom('actor')
    .select('actor.id as id')
    .where('actor.host', '=', host)
    .where('actor.type', '=', 'group') as unknown as Ids
}
