// The matrix: viewer × audience × place × who wrote it × state, against the rule said once more in plain words.
import { beforeAll, expect, test } from '@jest/globals'
import {
  type Audience,
  audiences,
  type ContentState,
  contentStates,
  type GroupAccess,
} from '../../../src/core/access.ts'
import { guest, system, type Viewer } from '../../../src/core/viewer.ts'
import { type ActorId, type ContentId, newId } from '../../../src/lib/id.ts'
import { getContent, listContent, visibleTo } from '../../../src/features/content/index.ts'
import { post } from '../../../src/kinds/post/kind.ts'
import type { OpenDatabase } from '../../../src/platform/db/database.ts'
import { testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { HERE, personOf, remoteOf, seedOf } from './seed.ts'

const ALLOWED = 'allowed.example'
const NEUTRAL = 'neutral.example'
const BLOCKED = 'blocked.example'
const T = '2026-11-21T09:00:00.000Z'

interface Item {
  readonly id: ContentId
  readonly audience: Audience
  readonly place: GroupAccess | 'none' | 'elsewhere'
  readonly host: string
  readonly state: ContentState
  readonly authorId: ActorId
}

interface Looker {
  readonly name: string
  readonly viewer: Viewer
  readonly memberOf: 'all' | 'none'
  /** Groups that live at the viewer's own server. */
  readonly hostsElsewhere?: boolean
}

eachDatabase('visibility', (open) => {
  const items: Item[] = []
  const lookers: Looker[] = []
  let authorHere: ActorId

  beforeAll(async () => {
    const database = open()
    const seed = seedOf(database)
    await Promise.all([seed.host(ALLOWED, 'allowed'), seed.host(NEUTRAL, 'neutral'), seed.host(BLOCKED, 'blocked')])
    const groups: Record<Item['place'], ActorId | null> = {
      none: null,
      open: await seed.group('open', 'open'),
      closed: await seed.group('closed', 'closed'),
      hidden: await seed.group('hidden', 'hidden'),
      elsewhere: await seed.group('elsewhere', 'closed', ALLOWED),
    }
    authorHere = await seed.actor('author')
    const authors = [
      authorHere,
      await seed.actor('writer', { host: NEUTRAL }),
      await seed.actor('spammer', { host: BLOCKED }),
    ]
    const hosts = [HERE, NEUTRAL, BLOCKED]
    const [member, stranger] = [await seed.actor('member'), await seed.actor('stranger')]
    const [far, farStranger] = [
      await seed.actor('far', { host: NEUTRAL }),
      await seed.actor('nobody', { host: NEUTRAL }),
    ]
    const friend = await seed.actor('friend', { host: ALLOWED })
    const bad = await seed.actor('bad', { host: BLOCKED })
    for (const groupId of Object.values(groups)) {
      if (groupId) for (const id of [member, far, bad]) await seed.member(id, groupId)
    }
    lookers.push(
      { name: 'guest', viewer: guest, memberOf: 'none' },
      { name: 'stranger', viewer: personOf(stranger), memberOf: 'none' },
      { name: 'member', viewer: personOf(member), memberOf: 'all' },
      { name: 'author', viewer: personOf(authorHere), memberOf: 'none' },
      { name: 'allowed server', viewer: remoteOf(ALLOWED, undefined, true), memberOf: 'none', hostsElsewhere: true },
      { name: 'allowed person', viewer: remoteOf(ALLOWED, friend, true), memberOf: 'none', hostsElsewhere: true },
      { name: 'neutral server with a member', viewer: remoteOf(NEUTRAL), memberOf: 'all' },
      { name: 'neutral member', viewer: remoteOf(NEUTRAL, far), memberOf: 'all' },
      { name: 'neutral stranger', viewer: remoteOf(NEUTRAL, farStranger), memberOf: 'none' },
      { name: 'unknown server', viewer: remoteOf('unknown.example'), memberOf: 'none' },
      { name: 'blocked member', viewer: remoteOf(BLOCKED, bad), memberOf: 'all' },
      { name: 'system', viewer: system, memberOf: 'none' },
    )
    const places = Object.keys(groups) as Item['place'][]
    for (const audience of audiences) {
      for (const place of places) {
        for (const state of contentStates) {
          for (const [index, host] of hosts.entries()) {
            items.push({ id: newId<'content'>(), audience, place, host, state, authorId: authors[index] as ActorId })
          }
        }
      }
    }
    await insert(database, items, groups)
  })

  test.each(['many', 'few'] as const)('everyone sees exactly what the rule says, reading %s', async (reading) => {
    const { db } = open()
    const wrong: string[] = []
    for (const looker of lookers) {
      const rows = await db
        .selectFrom('content')
        .select('id')
        .where(visibleTo(looker.viewer, HERE, reading))
        .execute()
      const seen = new Set(rows.map((row) => row.id))
      for (const item of items) {
        if (seen.has(item.id) !== expected(looker, item)) {
          wrong.push(`${looker.name} ${seen.has(item.id) ? 'sees' : 'does not see'} ${JSON.stringify(item)}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  test('one item and lists go by the same rule', async () => {
    const ctx = testContext(open(), { kinds: [post] })
    for (const looker of lookers.filter((one) => one.viewer.type !== 'system')) {
      const mine = ctx.as(looker.viewer)
      const list = await listContent(mine, {}, { limit: 1000 })
      const listed = new Set(list.items.map((item) => item.id))
      const sample = items.filter((_, index) => index % 7 === 0)
      for (const item of sample) {
        const got = await getContent(mine, item.id).then(
          () => true,
          () => false,
        )
        expect([looker.name, item, got]).toEqual([looker.name, item, expected(looker, item)])
        expect([looker.name, item, listed.has(item.id)]).toEqual([
          looker.name,
          item,
          item.state === 'published' && expected(looker, item),
        ])
      }
    }
  })
})

/** The rule in plain words, without a database. */
function expected(looker: Looker, item: Item): boolean {
  const { viewer } = looker
  if (viewer.type === 'system') return item.state !== 'deleted'
  if (viewer.type === 'remote' && viewer.host === BLOCKED) return false
  const me = viewer.type === 'guest' ? undefined : viewer.personId
  if (me === item.authorId) return item.state === 'published' || item.state === 'draft'
  if (item.state !== 'published' || item.host === BLOCKED) return false
  const member = looker.memberOf === 'all' || (looker.hostsElsewhere === true && item.place === 'elsewhere')
  const inGroup = item.place !== 'none'
  const closed = inGroup && item.place !== 'open'
  if (closed && !member) return false
  switch (item.audience) {
    case 'public':
      return true
    case 'network':
      return viewer.type === 'person' || (viewer.type === 'remote' && viewer.allowed)
    case 'organisation':
      return viewer.type === 'person' && item.host === HERE
    case 'group':
      return inGroup && member
    case 'private':
      return false
  }
}

async function insert(
  database: OpenDatabase,
  items: readonly Item[],
  groups: Record<Item['place'], ActorId | null>,
): Promise<void> {
  const rows = items.map(({ id, audience, place, host, state, authorId }) => ({
    id,
    iri: `http://${host}/ap/objects/${id}`,
    kind: 'post',
    host,
    local: host === HERE ? (1 as const) : (0 as const),
    authorId,
    groupId: groups[place],
    title: 't',
    body: null,
    html: '<p>x</p>',
    summary: 'x',
    audience,
    state,
    language: 'nl',
    data: '{}',
    contextIri: 'c',
    url: 'u',
    published: T,
    edited: null,
    deleted: null,
    commentCount: 0,
    likeCount: 0,
    lastActivity: T,
  }))
  await database.transaction(async (tx) => {
    for (let from = 0; from < rows.length; from += 100)
      await tx
        .insertInto('content')
        .values(rows.slice(from, from + 100))
        .execute()
  })
}
