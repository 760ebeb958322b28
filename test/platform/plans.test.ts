// Each main list has its index: the real queries, at a realistic size, never read a large table from end to end.
import { beforeAll, expect, test } from '@jest/globals'
import { type CompiledQuery, sql } from 'kysely'
import { guest, system, type Viewer } from '../../src/core/viewer.ts'
import type { Ctx } from '../../src/core/context.ts'
import { findSession } from '../../src/features/accounts/index.ts'
import * as actors from '../../src/features/actors/index.ts'
import * as comments from '../../src/features/comments/index.ts'
import * as consents from '../../src/features/consents/index.ts'
import * as content from '../../src/features/content/index.ts'
import { exportOf, jsonOf } from '../../src/features/exports/index.ts'
import { listSharers, listStream } from '../../src/features/feeds/index.ts'
import * as groups from '../../src/features/groups/index.ts'
import * as klussen from '../../src/features/klussen/index.ts'
import { eachPlaced } from '../../src/features/klussen/queries/placed.ts'
import { directions, eachAgreement } from '../../src/features/klussen/queries/working.ts'
import { mediaOf, placesOf } from '../../src/features/media/index.ts'
import * as notifications from '../../src/features/notifications/index.ts'
import * as people from '../../src/features/people/index.ts'
import * as reactions from '../../src/features/reactions/index.ts'
import * as responses from '../../src/features/responses/index.ts'
import { findMessageByIri, listMessages } from '../../src/features/responses/queries/messages.ts'
import {
  countStates,
  findRowByIri,
  findRowByOffer,
  listPending,
  listSteps,
} from '../../src/features/responses/queries/rows.ts'
import { claimDeliveries } from '../../src/federation/delivery-claim.ts'
import { pruneLedger } from '../../src/federation/prune-ledger.ts'
import { kinds } from '../../src/kinds/index.ts'
import type { AccountId, ActorId, CommentId, ContentId, ResponseId } from '../../src/lib/id.ts'
import type { Page, PageInput } from '../../src/lib/cursor.ts'
import type { OpenDatabase, Tx } from '../../src/platform/db/database.ts'
import { claim, lockClaims } from '../../src/platform/queue/claim.ts'
import { listDead } from '../../src/platform/queue/dead.ts'
import { testContext } from '../kit/context.ts'
import { eachDatabase } from '../kit/databases.ts'
import { fullScans, planOf, type Recorder, recorderOf } from '../kit/plans.ts'
import { fillVolume, type Volume } from '../kit/volume.ts'
import { fillAround } from '../kit/volume-around.ts'
import { fillKlussen } from '../kit/volume-klussen.ts'
import { fillResponses } from '../kit/volume-responses.ts'

const SIZE = { host: 'plein.test', people: 1000, groups: 200, posts: 30_000, threadComments: 1000 }
const ROWS = 10_000
/** Of fewer rows than this a page or two are read, index or not. */
const LARGE = 5000

eachDatabase('plans', (open) => {
  let volume: Volume
  let recorder: Recorder
  let large: Set<string>
  const asked = new Map<string, CompiledQuery[]>()

  beforeAll(async () => {
    volume = await fillVolume(open(), SIZE)
    await fillAround(open(), { people: SIZE.people, posts: SIZE.posts, rows: ROWS })
    await fillKlussen(open(), { host: SIZE.host, people: SIZE.people, klussen: ROWS, today: '2026-11-22' })
    await fillResponses(open(), { host: SIZE.host, people: SIZE.people, rows: ROWS })
    recorder = recorderOf(open())
    large = await largeTables(open())
    for (const [name, ask] of lists(open(), recorder, volume)) {
      await ask()
      asked.set(name, recorder.taken())
    }
  }, 600_000)

  async function complaints(): Promise<string[]> {
    const wrong: string[] = []
    for (const [name, queries] of asked) {
      for (const query of queries) {
        for (const complaint of await fullScans(open(), query, large))
          wrong.push(`${name}: ${complaint}\n  ${query.sql}`)
      }
    }
    return wrong
  }

  test('the large tables are large, and every list asks something', () => {
    const expected = ['actor', 'comment', 'content', 'delivery', 'follow', 'job', 'klus', 'notification', 'tag']
    expected.push('response', 'responseStep', 'responseMessage', 'consent', 'klusWork')
    expect([...large]).toEqual(expect.arrayContaining(expected))
    expect([...asked].filter(([, queries]) => queries.length === 0).map(([name]) => name)).toEqual([])
  })

  test('no main list reads a large table whole, whether the database counted its rows or not', async () => {
    // SQLite counts only when it is told to; PostgreSQL does it by itself.
    if (open().dialect === 'sqlite') expect(await complaints()).toEqual([])
    await sql`analyze`.execute(recorder.writes)
    expect(await complaints()).toEqual([])
  })

  test('what is new in a large group is found without what is new elsewhere', async () => {
    const ofGroups = [...asked].filter(([name]) => /^(group page, large|(newest|feed) of a group)/.test(name))
    expect(ofGroups).toHaveLength(9)
    for (const [, [query]] of ofGroups) {
      if (!query) throw new Error('nothing was asked')
      expect(await planOf(open(), query)).toMatch(/content_group/)
    }
  })

  test('the managers of a large group are found without its members', async () => {
    const [query] = asked.get('managers') ?? []
    if (!query) throw new Error('nobody asked for managers')
    expect(await planOf(open(), query)).toContain('follow_manager')
  })
})

async function largeTables({ db }: OpenDatabase): Promise<Set<string>> {
  const names = [
    'content',
    'tag',
    'comment',
    'actor',
    'person',
    'account',
    'follow',
    'reaction',
    'mention',
    'media',
    'attachment',
  ] as const
  const more = ['notification', 'notificationCause', 'activity', 'delivery', 'inbox', 'job'] as const
  const market = ['klus', 'klusExpertise', 'klusWord'] as const
  const between = ['response', 'responseStep', 'responseMessage', 'consent', 'klusWork'] as const
  const large = new Set<string>()
  for (const name of [...names, ...more, ...market, ...between]) {
    const row = await db
      .selectFrom(name)
      .select((eb) => eb.fn.countAll().as('count'))
      .executeTakeFirstOrThrow()
    if (Number(row.count) >= LARGE) large.add(name)
  }
  return large
}

type List = readonly [name: string, ask: () => Promise<unknown>]

/** Everything that a page, a feed, a job or another server asks often, as the rooms ask it. */
function lists(database: OpenDatabase, recorder: Recorder, volume: Volume): List[] {
  const world = testContext(database, { kinds })
  const as = (viewer: Viewer): Ctx => ({ ...world, viewer, db: recorder.db })
  const [me, author] = [volume.people[1], volume.people[77]] as const
  const [big, small] = [volume.groups[0], volume.groups[41]] as const
  const [item] = volume.content.slice(-7)
  if (!me || !author || !big || !small || !item) throw new Error('the volume is empty')
  const viewers: Record<string, Viewer> = {
    guest,
    person: { type: 'person', personId: me, accountId: 'a' as AccountId, admin: false },
    server: { type: 'remote', host: 'host3.example', allowed: false },
  }
  const mine = as(viewers['person'] as Viewer)
  const inside = as(system)
  const { db } = recorder
  const first = { limit: 20 }
  async function twoPages<T>(
    list: (page: { limit: number; after?: string }) => Promise<{ next: string | undefined; items: readonly T[] }>,
  ) {
    const { next } = await list(first)
    if (next) await list({ ...first, after: next })
  }
  const ofKlussen = (who: string, ctx: Ctx): List[] => {
    const filters: klussen.KlusFilter[] = [
      {},
      { sort: 'closing' },
      { hoursTo: 8 },
      { expertise: ['privacy'] },
      { theme: 'water' },
      { theme: 'water', sort: 'closing' },
      { theme: 'digitaal', where: 'remote', purpose: 'offer' },
      { organisationType: 'waterschap', closing: true },
      { place: 'plaats17' },
      { search: 'vergunning3x1' },
    ]
    return filters.flatMap((filter): List[] => [
      [`klussen ${JSON.stringify(filter)}, ${who}`, () => twoPages((page) => klussen.listKlussen(ctx, filter, page))],
      [`number of klussen ${JSON.stringify(filter)}, ${who}`, () => klussen.countKlussen(ctx, filter)],
    ])
  }
  const ofContent = Object.entries(viewers).flatMap(([who, viewer]): List[] => {
    const ctx = as(viewer)
    const pages = (filter: content.ContentFilter) => () => twoPages((page) => content.listContent(ctx, filter, page))
    return [
      [`group page, large, ${who}`, pages({ groupId: big })],
      [`group page, small, ${who}`, pages({ groupId: small })],
      [`pinned, ${who}`, pages({ pinnedIn: big })],
      // There is no such list for servers.
      ...(who === 'server' ? [] : [[`tag, ${who}`, pages({ tag: 'thema7' })] as const]),
      [`person, ${who}`, pages({ authorId: author })],
      [`person's outbox, ${who}`, pages({ authorId: author, local: true })],
      [`newest, ${who}`, pages({ newest: true, inStreams: true })],
      [`newest of a group, ${who}`, pages({ groupId: big, newest: true })],
      [`feed of a group, ${who}`, pages({ groupId: big, newest: true, inStreams: true })],
      [`klussen of a group, ${who}`, pages({ groupId: big, kind: 'klus', newest: true })],
      [`kind, ${who}`, pages({ kind: 'post' })],
      [`named in, ${who}`, pages({ mentions: author })],
      [`item, ${who}`, () => content.findContent(ctx, item)],
      [`item by id elsewhere, ${who}`, () => content.findContentByIri(ctx, 'urn:x')],
      [`thread's collection, ${who}`, () => content.findContentByContext(ctx, 'urn:x')],
      [`directory of groups, ${who}`, () => twoPages((page) => groups.listGroups(ctx, {}, page))],
      [
        `comments by id, ${who}`,
        () => comments.listCommentsByIds(ctx, ['01940000-0000-7000-8004-000000000001' as CommentId]),
      ],
      // Nor is there one of klussen.
      ...(who === 'server' ? [] : ofKlussen(who, ctx)),
      [`stream of the network, ${who}`, () => twoPages((page) => listStream(ctx, 'network', page))],
    ]
  })
  return [
    ...ofContent,
    [
      'klussen that fit',
      () => {
        const abilities = { subjects: ['privacy', 'waterbeheer'], hoursPerWeek: 8 }
        return twoPages((page) => klussen.listFitting(mine, { personId: me, abilities }, {}, page))
      },
    ],
    [
      'klussen that do not fit',
      () => {
        const abilities = { subjects: ['privacy', 'waterbeheer'], hoursPerWeek: 8 }
        const who = { personId: me, abilities }
        return Promise.all([{}, { where: 'remote' }, { theme: 'water', hoursTo: 8 }].map((filter) =>
          klussen.listByFit(mine, who, filter as klussen.KlusFilter, { limit: 20, after: 'rest.' }))) // prettier-ignore
      },
    ],
    ...ofResponses(mine, inside),
    ...ofOverview({ ...mine, viewer: { ...viewers['person'], admin: true } as Viewer }),
    ['my own klussen', () => klussen.listOwnKlussen(mine)],
    ["stream of one's groups", () => twoPages((page) => listStream(mine, 'mine', page))],
    ['stream of the organisation', () => twoPages((page) => listStream(mine, 'organisation', page))],
    ['cards', async () => content.cardsOf(mine, (await content.listContent(mine, { groupId: big }, first)).items)],
    ['drafts', () => content.listDrafts(mine, first)],
    ['thread', () => twoPages((page) => comments.listComments(db, volume.thread, { ...page, limit: 50 }))],
    [
      'thread around a comment',
      () => comments.getThreadFrom(mine, volume.thread, { limit: 50, around: '01940000-0000-7000-8004-000000000700' }),
    ],
    [
      'who commented before',
      async () =>
        notifications.listEarlier(db, (await comments.listComments(db, volume.thread, { limit: 50 })).items[49]!),
    ],
    ['replies', () => comments.listReplyIris(db, volume.thread, '01940000-0000-7000-8004-000000000003' as CommentId)],
    ['thread for others', () => comments.listThreadIris(db, volume.thread, { limit: 100 })],
    ['reactions', () => reactions.reactionsOf(mine, [item, volume.thread])],
    ['pictures', () => mediaOf(db, [item, volume.thread])],
    ['places of a picture', () => placesOf(db, '01940000-0000-7000-8010-000000000001' as never)],
    ['history', () => content.listRevisions(db, item, { limit: 21 })],
    ['my groups', () => groups.listGroups(mine, { mine: true }, first)],
    ['groups to join', () => groups.listGroups(mine, { notMine: true }, first)],
    ['members', () => twoPages((page) => groups.listMembers(mine, big, page))],
    ['managers', () => groups.listManagers(db, big)],
    ['organisations in a group', () => groups.countOrganisations(db, small)],
    ['invited', () => groups.listStanding({ ...mine, viewer: system }, big, 'invited', first)],
    ['places in a group', () => groups.placesIn(db, big, [me, author])],
    ['who shared', async () => listSharers(mine, (await content.listContent(mine, { inStreams: true }, first)).items)],
    ['old deliveries', () => pruneLedger({ ...mine, viewer: system })],
    ['members to tell', () => groups.listLocalMemberIds(db, small, '2026-01-01')],
    ['directory of people', () => twoPages((page) => people.searchPeople(mine, '', page))],
    ['profile', () => people.getProfile(mine, `h${author.slice(-15).replace('-', '')}`)],
    ['followers', () => people.listFollowerCards(mine, author, first)],
    ['following', () => people.listFollowingCards(mine, author, first)],
    ['notifications', () => twoPages((page) => notifications.listNotifications(mine, page))],
    ['unread', () => notifications.countUnread(mine)],
    ['whom to tell', () => notifications.listRecipients(db, [me, author])],
    ['session', () => findSession(mine, 'token')],
    ['actor by id elsewhere', () => actors.findActorByIri(db, 'urn:x')],
    ['actor by handle', () => actors.findActorByHandle(db, 'jan@host3.example', 'plein.test')],
    ['key', () => actors.findKey(db, 'urn:x')],
    ['keys of an actor', () => actors.listKeys(db, author, '2026')],
    ['follow by id', () => actors.findFollowByIri(db, 'urn:x')],
    ['inboxes of followers', () => actors.followerInboxes(db, small)],
    ['follower at a host', () => actors.hasFollowerAt(db, small, 'host3.example')],
    ['followed here', () => actors.isFollowedHere(db, author)],
    ['comment by id elsewhere', () => comments.findCommentByIri(db, 'urn:x')],
    ['reaction by id elsewhere', () => reactions.findReactionByIri(db, 'urn:x')],
    ['what somebody wrote', () => content.listIdsOf(db, author, 100)],
    ['what somebody answered', () => comments.listCommentIdsOf(db, author, 100)],
    [
      'my data',
      async () => {
        for await (const _ of jsonOf(await exportOf(inside, author)));
      },
    ],
    ['received before', () => db.selectFrom('inbox').select('handled').where('iri', '=', 'urn:i7').execute()],
    ['dead jobs', () => listDead(db, first)],
    [
      'jobs to do',
      () =>
        inTurn(recorder, async (tx) => {
          const wants = ['inbox', 'events'].map((queue) => ({ queue, limit: 16 }))
          await lockClaims(tx, database.dialect)
          return claim(tx, wants, { now: '2026-01-01T00:00:00.000Z', until: '2026-01-02T00:00:00.000Z' })
        }),
    ],
    [
      'deliveries to do',
      () =>
        inTurn(recorder, (tx) =>
          claimDeliveries(
            tx,
            { limit: 50, perHost: 4, underWay: new Map([['host20.example', 4]]), leaseMillis: 1000 },
            { clock: world.clock, dialect: database.dialect, mode: 'open' },
          ),
        ),
    ],
  ]
}

/** Lists of responses and consents, and what jobs look for among them; nothing is due. */
function ofResponses(mine: Ctx, inside: Ctx): List[] {
  const { db } = mine
  const id = '01940000-0000-7000-8030-000000000077' as ResponseId
  const klus = '01940000-0000-7000-8020-000000000077' as ContentId
  async function twoPages(list: (page: PageInput) => Promise<Page<unknown>>): Promise<void> {
    const { next } = await list({ limit: 3 })
    if (next) await list({ limit: 3, after: next })
  }
  return [
    ['my responses', () => twoPages((page) => responses.listOwnResponses(mine, page))],
    ['responses to what is mine', () => twoPages((page) => responses.listResponsesToOwn(mine, page))],
    ['responses to an item', () => responses.endAll(inside, klus, [])],
    ['states of responses', () => countStates(db, klus, id)],
    ['steps of a response', () => listSteps(db, id, 100)],
    ['steps that wait', () => listPending(db, id)],
    ['talk', () => listMessages(db, id)],
    ['response by its name', () => Promise.all([findRowByIri(db, 'urn:r7'), findRowByOffer(db, 'urn:o7')])],
    ['message by its name', () => findMessageByIri(db, 'urn:m7/0')],
    ['moves of time', () => responses.makeDueMoves(inside)],
    ['steps to send again', () => responses.sendStepsAgain(inside)],
    ['talk to send again', () => responses.sendMessagesAgain(inside)],
    ['silent responses', () => responses.listSilent(inside, 50)],
    ['responses to forget', () => responses.forgetResponses(inside)],
    ['klussen to forget', () => klussen.anonymiseKlussen(inside)],
    ['what is unsaid', () => content.unsayAnonymised(inside)],
    ['consents of a response', () => consents.listConsents(db, id)],
    ['whom one named before', () => consents.rememberedManager(db, mineOf(mine))],
    ['consents that wait', () => consents.followUp(inside)],
    ['who consented', () => consents.listGiven(db, [id])],
  ]
}

/** The organisation's overview of one month, and its files. */
function ofOverview(ctx: Ctx): List[] {
  const month = { from: '2026-06-01', until: '2026-06-30' }
  async function all(rows: AsyncIterable<unknown>): Promise<void> {
    for await (const _ of rows);
  }
  return [
    ['overview of klussen', () => klussen.overviewOf(ctx, month)],
    ...directions.map((which): List => [`who works ${which}`, () => klussen.listWork(ctx, which)]),
    ['what ends', () => klussen.listWork(ctx, 'ending')],
    ['file of agreements', () => all(eachAgreement(ctx, month))],
    ['file of klussen', () => all(eachPlaced(ctx, month))],
  ]
}

function mineOf({ viewer }: Ctx): ActorId {
  if (viewer.type !== 'person') throw new Error('nobody')
  return viewer.personId
}

function inTurn<T>(recorder: Recorder, work: (tx: Tx) => Promise<T>): Promise<T> {
  return recorder.transaction((tx) => work(tx as unknown as Tx))
}
