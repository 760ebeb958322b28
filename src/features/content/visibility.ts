// Who sees what: the one rule that every list, page, feed, document, file and mail goes through.
import { type Expression, type ExpressionBuilder, type SelectQueryBuilder, sql, type SqlBool } from 'kysely'
import type { LocalPerson, RemoteActor, Viewer } from '../../core/viewer.ts'
import type { ActorId } from '../../lib/id.ts'
import { assertNever } from '../../lib/never.ts'
import type { Tables } from '../../platform/db/tables.ts'

type Builder = ExpressionBuilder<Tables, 'content'>
type Test = Expression<SqlBool>
/** Names, and the column that they stand in. */
interface Names {
  readonly query: SelectQueryBuilder<Tables, never, { name: string }>
  readonly column: string
}
/** Is the value one of these names? */
type Among = (eb: Builder, value: Expression<string | null>, names: Names) => Test

/**
 * The rows of `content` that the viewer may see. Deleted and hidden items are nobody's, drafts their author's alone,
 * and what a blocked server wrote is not shown. Of the rest: what is in a closed or hidden group is for its members,
 * whatever its audience says; public is for everyone; network for people here and servers that are allowed;
 * organisation for people here, of what was written here; group for its members; private for its author.
 *
 * @param ownHost host of this plein, as in `content.host`
 * @param reading `many`: each list of groups or servers is made once for the query, whatever the number of rows. `few`:
 *   of the groups and servers that may count, only those of each row are looked up; for a row by its id, to make the
 *   lists is most of the work (SQLite takes 88 kB of memory for each)
 */
export function visibleTo(viewer: Viewer, ownHost: string, reading: 'many' | 'few' = 'many'): (eb: Builder) => Test {
  const among = reading === 'many' ? amongListed : amongLookedUp
  switch (viewer.type) {
    case 'system':
      return (eb) => eb('content.state', '!=', sql.lit('deleted'))
    case 'guest':
      return (eb) => eb.and([...readable(eb, among), eb('content.audience', '=', 'public'), outsideClosed(eb, among)])
    case 'person':
      return (eb) => seenByPerson(eb, among, { viewer, ownHost })
    case 'remote':
      return (eb) => seenByRemote(eb, among, viewer)
    default:
      return assertNever(viewer)
  }
}

function amongListed(eb: Builder, value: Expression<string | null>, { query }: Names): Test {
  return eb(value, 'in', query)
}

function amongLookedUp(eb: Builder, value: Expression<string | null>, { query, column }: Names): Test {
  return eb.exists(query.where(column as never, '=', value as never))
}

function seenByPerson(eb: Builder, among: Among, { viewer, ownHost }: { viewer: LocalPerson; ownHost: string }): Test {
  const here = eb.and([eb('content.audience', '=', 'organisation'), eb('content.host', '=', ownHost)])
  return eb.or([
    ownedBy(eb, viewer.personId),
    eb.and([
      ...readable(eb, among),
      eb.or([
        eb.and([eb.or([eb('content.audience', 'in', ['public', 'network']), here]), outsideClosed(eb, among)]),
        eb.and([
          eb.or([eb('content.audience', 'in', ['public', 'network', 'group']), here]),
          among(eb, eb.ref('content.groupId'), groupsOf(eb, viewer.personId)),
        ]),
      ]),
    ]),
  ])
}

function seenByRemote(eb: Builder, among: Among, viewer: RemoteActor): Test {
  const open = viewer.allowed ? (['public', 'network'] as const) : (['public'] as const)
  const inGroup = [...open, 'group'] as const
  const seen = eb.and([
    ...readable(eb, among),
    eb.or([
      eb.and([eb('content.audience', 'in', open), outsideClosed(eb, among)]),
      eb.and([
        eb('content.audience', 'in', inGroup),
        eb.or([
          among(eb, eb.ref('content.groupId'), groupsHostedAt(eb, viewer.host)),
          among(
            eb,
            eb.ref('content.groupId'),
            viewer.personId ? groupsOf(eb, viewer.personId) : groupsFollowedFrom(eb, viewer.host),
          ),
        ]),
      ]),
    ]),
  ])
  const here = eb.not(among(eb, sql.val(viewer.host), blockedHosts(eb)))
  return viewer.personId ? eb.and([here, eb.or([ownedBy(eb, viewer.personId), seen])]) : eb.and([here, seen])
}

/** Published, and not from a server that is blocked here. */
function readable(eb: Builder, among: Among): [Test, Test] {
  return [eb('content.state', '=', sql.lit('published')), eb.not(among(eb, eb.ref('content.host'), blockedHosts(eb)))]
}

/** One's own, drafts too. The empty text keeps this side of the `or` from choosing the index of the whole query. */
function ownedBy(eb: Builder, personId: ActorId): Test {
  return eb.and([
    eb(sql<string>`(${eb.ref('content.authorId')} || '')`, '=', personId),
    eb('content.state', 'in', ['published', 'draft']),
  ])
}

/** In no group, or in an open one. */
function outsideClosed(eb: Builder, among: Among): Test {
  return eb.or([eb('content.groupId', 'is', null), eb.not(among(eb, eb.ref('content.groupId'), closedGroups(eb)))])
}

function closedGroups(eb: Builder): Names {
  const query = eb.selectFrom('group').select('group.actorId as name').where('group.access', 'in', ['closed', 'hidden'])
  return { query: query as never, column: 'group.actorId' }
}

function blockedHosts(eb: Builder): Names {
  const query = eb
    .selectFrom('instance')
    .select('instance.host as name')
    .where('instance.trust', '=', sql.lit('blocked'))
  return { query: query as never, column: 'instance.host' }
}

/** Groups that the person is an accepted member of. */
function groupsOf(eb: Builder, personId: ActorId): Names {
  const query = eb
    .selectFrom('follow')
    .select('follow.targetId as name')
    .where('follow.followerId', '=', personId)
    .where('follow.state', '=', 'accepted')
  return { query: query as never, column: 'follow.targetId' }
}

/** Groups with an accepted member at that host (Lemmy's rule for reading what is not public). */
function groupsFollowedFrom(eb: Builder, host: string): Names {
  const query = eb
    .selectFrom('follow')
    .innerJoin('actor', 'actor.id', 'follow.followerId')
    .select('follow.targetId as name')
    .where('actor.host', '=', host)
    .where('actor.gone', 'is', null)
    .where('follow.state', '=', 'accepted')
  return { query: query as never, column: 'follow.targetId' }
}

/** Groups that live at that host: their server hands the item to the members. */
function groupsHostedAt(eb: Builder, host: string): Names {
  const query = eb
    .selectFrom('actor')
    .select('actor.id as name')
    .where('actor.host', '=', host)
    .where('actor.type', '=', 'group')
  return { query: query as never, column: 'actor.id' }
}
