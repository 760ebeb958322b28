// Fills a database with as much as a large plein has, straight into the tables: for query plans and benchmarks.
import type { OpenDatabase, Tx } from '../../src/platform/db/database.ts'
import { derivedId, newId, type ActorId, type CommentId, type ContentId } from '../../src/lib/id.ts'
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

const NAMESPACE = '6a0e7f4e-3a43-4c5c-9a1c-6a6a0c1d5b10'
const START = Date.UTC(2025, 0, 1)
const MINUTE = 60_000
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
  await inChunks(
    database,
    content.map((id, index) => ({ id, index })),
    (tx, chunk) => putContent(tx, chunk, input.host, people, groups),
  )
  const thread = content[0] as ContentId
  const comments = ids<CommentId>('comment', input.threadComments).map((id, index) => ({ id, index }))
  await inChunks(database, comments, (tx, chunk) => putComments(tx, chunk, input.host, people, thread))
  return { people, groups, content, thread }
}

function ids<T extends string>(noun: string, count: number): T[] {
  return Array.from({ length: count }, (_, index) => derivedId(NAMESPACE, `${noun} ${index}`) as unknown as T)
}

async function inChunks<T>(
  database: OpenDatabase,
  all: readonly T[],
  put: (tx: Tx, chunk: T[]) => Promise<void>,
): Promise<void> {
  for (let at = 0; at < all.length; at += 500) await database.transaction((tx) => put(tx, all.slice(at, at + 500)))
}

function moment(index: number): string {
  return new Date(START + index * MINUTE).toISOString()
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
        handle: `h${id.replaceAll('-', '')}`,
        name: groups.has(id) ? `Vakgroep ${id.slice(0, 4)}` : `Marieke van den Berg-${id.slice(0, 4)}`,
        summary: '',
        summarySource: '',
        url: `http://${host}/@h${id}`,
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

async function putContent(
  tx: Tx,
  chunk: readonly { id: ContentId; index: number }[],
  host: string,
  people: readonly ActorId[],
  groups: readonly ActorId[],
): Promise<void> {
  await tx
    .insertInto('content')
    .values(
      chunk.map(({ id, index }) => ({
        id,
        iri: `http://${host}/ap/objects/${id}`,
        kind: 'post',
        host,
        local: 1 as const,
        authorId: people[(index * 31) % people.length] as ActorId,
        // Half of all posts are in the first, large group.
        groupId: groups[index % 2 === 0 ? 0 : index % groups.length] as ActorId,
        title: `Ervaring ${index} met het vooroverleg`,
        body: BODY,
        html: `<p>${BODY}</p>`,
        summary: BODY,
        audience: (['public', 'network', 'organisation', 'group'] as const)[index % 7 < 4 ? 0 : index % 4] ?? 'public',
        state: 'published' as const,
        language: 'nl',
        data: '{"form":"discussie"}',
        contextIri: `http://${host}/ap/contexts/${id}`,
        url: `http://${host}/item/${id}`,
        published: moment(index),
        commentCount: 0,
        likeCount: 0,
        lastActivity: moment(index),
      })),
    )
    .execute()
  await tx
    .insertInto('tag')
    .values(
      chunk.map(({ id, index }) => ({
        contentId: id,
        tag: `thema${index % 50}`,
        label: `thema${index % 50}`,
        published: moment(index),
      })),
    )
    .execute()
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
        parentId:
          index % 3 === 0
            ? null
            : (derivedId(NAMESPACE, `comment ${Math.floor(index / 3) * 3}`) as unknown as CommentId),
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
