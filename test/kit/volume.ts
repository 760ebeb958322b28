// Fills a database with as much as a large plein has, straight into the tables: for query plans and benchmarks.
import { type RawBuilder, sql } from 'kysely'
import type { OpenDatabase, Tx } from '../../src/platform/db/database.ts'
import { newId, type ActorId, type CommentId, type ContentId } from '../../src/lib/id.ts'
import '../../src/features/actors/tables.ts'
import '../../src/features/people/tables.ts'
import '../../src/features/groups/tables.ts'
import '../../src/features/content/tables.ts'
import '../../src/features/comments/tables.ts'

export interface Volume {
  readonly people: readonly ActorId[]
  readonly groups: readonly ActorId[]
  readonly content: readonly ContentId[]
  /** The item that has `threadComments` comments. */
  readonly thread: ContentId
}

export interface VolumeInput {
  /** Host of the plein ("127.0.0.1:3001"); actors here are local. */
  readonly host: string
  readonly people: number
  readonly groups: number
  readonly posts: number
  /** Comments under the first post. */
  readonly threadComments: number
}

type Noun = 'person' | 'group' | 'content' | 'comment'

/** The ids count up, as those do that are made one after the other (UUIDv7). */
const prefixes: Record<Noun, string> = {
  person: '01940000-0000-7000-8001-',
  group: '01940000-0000-7000-8002-',
  content: '01940000-0000-7000-8003-',
  comment: '01940000-0000-7000-8004-',
}
const TWELVE_DIGITS = 1_000_000_000_000
const START = Date.UTC(2025, 0, 1)
/** A post every half minute: a million of them make a year. */
const STEP = 30_000
const ROWS_AT_ONCE = 20_000
const BODY =
  'Wij hebben de vergunningcheck dit voorjaar opnieuw ingericht, samen met de omgevingsdienst en twee buurgemeenten. ' +
  'Vooral het vooroverleg vroeg aandacht: wie zit aan tafel, wat leg je vast en wanneer is een plan rijp genoeg?'

/** @returns ids, the same for the same input. */
export async function fillVolume(database: OpenDatabase, input: VolumeInput): Promise<Volume> {
  const people = ids<ActorId>('person', input.people)
  const groups = ids<ActorId>('group', input.groups)
  const content = ids<ContentId>('content', input.posts)
  await inChunks(database, [...people, ...groups], (tx, chunk) => putActors(tx, chunk, input.host, new Set(groups)))
  await inChunks(database, groups, putGroups)
  await inChunks(database, memberships(people, groups), putFollows)
  await growVolume(database, input, 0)
  const thread = content[0] as ContentId
  const comments = ids<CommentId>('comment', input.threadComments).map((id, index) => ({ id, index }))
  await inChunks(database, comments, (tx, chunk) => putComments(tx, chunk, input.host, people, thread))
  return { people, groups, content, thread }
}

/** Adds the posts from `from` up to `input.posts` to what `fillVolume` made. */
export async function growVolume(database: OpenDatabase, input: VolumeInput, from: number): Promise<void> {
  for (let at = from; at < input.posts; at += ROWS_AT_ONCE) {
    await putContent(database, input, { from: at, to: Math.min(input.posts, at + ROWS_AT_ONCE) })
  }
  // What PostgreSQL does by itself within a minute.
  if (database.dialect === 'postgres') await sql`analyze`.execute(database.db)
}

function idAt(noun: Noun, index: number): string {
  return `${prefixes[noun]}${String(TWELVE_DIGITS + index).slice(1)}`
}

function ids<T extends string>(noun: Noun, count: number): T[] {
  return Array.from({ length: count }, (_, index) => idAt(noun, index) as T)
}

async function inChunks<T>(
  database: OpenDatabase,
  all: readonly T[],
  put: (tx: Tx, chunk: T[]) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < all.length; at += 500) await database.transaction((tx) => put(tx, all.slice(at, at + 500)))
}

function moment(index: number): string {
  return new Date(START + index * STEP).toISOString()
}

async function putActors(tx: Tx, chunk: readonly ActorId[], host: string, groups: ReadonlySet<ActorId>): Promise<void> {
  await tx
    .insertInto('actor')
    .values(
      chunk.map((id) => ({
        id,
        iri: `http://${host}/ap/actors/${id}`,
        type: groups.has(id) ? ('group' as const) : ('person' as const),
        local: 1 as const,
        host,
        handle: `h${id.slice(-15).replace('-', '')}`,
        name: groups.has(id) ? `Vakgroep ${id.slice(-4)}` : `Marieke van den Berg-${id.slice(-4)}`,
        summary: '',
        summarySource: '',
        url: `http://${host}/@h${id.slice(-15).replace('-', '')}`,
        inbox: `http://${host}/inbox`,
        sharedInbox: `http://${host}/inbox`,
        fields: '[]',
        created: moment(0),
        updated: moment(0),
      })),
    )
    .execute()
  const people = chunk.filter((id) => !groups.has(id))
  if (people.length === 0) return
  await tx
    .insertInto('person')
    .values(
      people.map((actorId) => ({
        actorId,
        jobTitle: 'Adviseur omgeving',
        unit: 'Ruimte',
        searchText: `marieke ${actorId}`,
      })),
    )
    .execute()
}

async function putGroups(tx: Tx, chunk: readonly ActorId[]): Promise<void> {
  await tx
    .insertInto('group')
    .values(
      chunk.map((actorId, index) => ({
        actorId,
        access: index % 10 === 9 ? ('closed' as const) : ('open' as const),
        restricted: 0 as const,
        searchText: `vakgroep ${actorId}`,
        memberCount: 0,
        lastActivity: moment(index),
        history: 'none' as const,
        historyCount: 0,
      })),
    )
    .execute()
}

/** Everybody is in ten groups, and in the first. */
function memberships(people: readonly ActorId[], groups: readonly ActorId[]) {
  return people.flatMap((followerId, person) => {
    const mine = new Set([0, ...Array.from({ length: 9 }, (_, n) => (person * 7 + n * 13) % groups.length)])
    return [...mine].map((at) => ({ followerId, targetId: groups[at] as ActorId }))
  })
}

async function putFollows(tx: Tx, chunk: readonly { followerId: ActorId; targetId: ActorId }[]): Promise<void> {
  await tx
    .insertInto('follow')
    .values(
      chunk.map((pair) => {
        const id = newId<'follow'>()
        return {
          ...pair,
          id,
          iri: `urn:uuid:${id}`,
          state: 'accepted' as const,
          role: 'member' as const,
          created: moment(0),
          accepted: moment(0),
        }
      }),
    )
    .execute()
}

/** Made inside the database: a million rows take seconds rather than minutes. Written the same for both databases. */
async function putContent(
  database: OpenDatabase,
  input: Pick<VolumeInput, 'host' | 'people' | 'groups'>,
  { from, to }: { from: number; to: number },
): Promise<void> {
  const series = sql`with recursive n(i) as (select ${sql.lit(from)} union all select i + 1 from n where i + 1 < ${sql.lit(to)})`
  const at = `http://${input.host}`
  const [id, moment] = [idIn('content', sql`i`), momentIn(database)]
  const author = idIn('person', sql`(i * 31) % ${sql.lit(input.people)}`)
  // Half of all posts are in the first, large group.
  const group = idIn('group', sql`case when i % 2 = 0 then 0 else i % ${sql.lit(input.groups)} end`)
  await database.transaction(async (tx) => {
    await sql`${series} insert into "content" ("id", "iri", "kind", "host", "local", "authorId", "groupId", "title",
      "body", "html", "summary", "audience", "state", "language", "data", "contextIri", "url", "published",
      "commentCount", "likeCount", "lastActivity")
      select ${id}, ${sql.lit(at)} || '/ap/objects/' || ${id}, 'post', ${sql.lit(input.host)}, 1, ${author}, ${group},
      'Ervaring ' || i || ' met het vooroverleg', ${sql.lit(BODY)}, ${sql.lit(`<p>${BODY}</p>`)}, ${sql.lit(BODY)},
      case when i % 7 < 4 or i % 4 = 0 then 'public' when i % 4 = 1 then 'network'
        when i % 4 = 2 then 'organisation' else 'group' end,
      'published', 'nl', '{"form":"discussie"}', ${sql.lit(at)} || '/ap/contexts/' || ${id},
      ${sql.lit(at)} || '/item/' || ${id}, ${moment}, 0, 0, ${moment} from n`.execute(tx)
    await sql`${series} insert into "tag" ("contentId", "tag", "label", "published")
      select ${id}, 'thema' || i % 50, 'thema' || i % 50, ${moment} from n`.execute(tx)
  })
}

/** `idAt` as an expression. */
function idIn(noun: Noun, index: RawBuilder<unknown>): RawBuilder<string> {
  return sql`${sql.lit(prefixes[noun])} || substr(cast(${sql.lit(TWELVE_DIGITS)} + ${index} as text), 2)`
}

/** `moment` as an expression. */
function momentIn({ dialect }: OpenDatabase): RawBuilder<string> {
  const seconds = sql`(${sql.lit(START / 1000)} + i * ${sql.lit(STEP / 1000)})`
  return dialect === 'postgres'
    ? sql`to_char(to_timestamp(${seconds}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')`
    : sql`strftime('%Y-%m-%dT%H:%M:%S.000Z', ${seconds}, 'unixepoch')`
}

async function putComments(
  tx: Tx,
  chunk: readonly { id: CommentId; index: number }[],
  host: string,
  people: readonly ActorId[],
  contentId: ContentId,
): Promise<void> {
  await tx
    .insertInto('comment')
    .values(
      chunk.map(({ id, index }) => ({
        id,
        iri: `http://${host}/ap/objects/${id}`,
        contentId,
        parentId: index % 3 === 0 ? null : (idAt('comment', Math.floor(index / 3) * 3) as CommentId),
        host,
        local: 1 as const,
        authorId: people[(index * 17) % people.length] as ActorId,
        body: BODY,
        html: `<p>${BODY}</p>`,
        state: 'published' as const,
        language: 'nl',
        url: `http://${host}/item/${contentId}#comment-${id}`,
        published: moment(index),
        edited: null,
        deleted: null,
        likeCount: 0,
      })),
    )
    .execute()
}
