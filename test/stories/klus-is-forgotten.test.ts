// Long after a klus between two pleinen, what people wrote, learned and agreed is nowhere any more: not on a page, not
// in a document, an export or a feed, and in no table of either plein. That there was a klus, and how much, stays.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type Kysely, sql } from 'kysely'
import { askManager } from '../../src/features/consents/index.ts'
import { addComment } from '../../src/features/comments/index.ts'
import { createContent, findContentByIri, knownTo } from '../../src/features/content/index.ts'
import { followPerson } from '../../src/features/people/index.ts'
import {
  beginResponse,
  decideAsManager,
  getCaseOf,
  keepMonths,
  makeMove,
  sendMessage,
} from '../../src/features/responses/index.ts'
import type { ContentId, ResponseId } from '../../src/lib/id.ts'
import { jsonLine, type LogLine } from '../../src/platform/log.ts'
import { addJobs } from '../../src/platform/queue/queue.ts'
import { type Network, startNetwork } from '../kit/network.ts'
import type { Person } from '../kit/person.ts'
import type { TestServer } from '../kit/server.ts'
import { dayAhead, klusExample } from '../kinds/klus/example.ts'
import { twin } from './responses/stage.ts'

const DAY = 86_400_000
/** In every word that somebody typed about it. */
const SECRET = /geheim/i

let network: Network
let [home, away] = [] as unknown as [TestServer, TestServer]
let anna: Person
let bob: Person
let bea: Person
/** Everything that both pleinen log. */
const lines: string[] = []
let klus: { here: ContentId; there: ContentId }
let ids: { here: ResponseId; there: ResponseId }

beforeAll(async () => {
  const log = { level: 'debug', sink: (line: LogLine) => void lines.push(jsonLine(line)) } as const
  network = await startNetwork(['Gemeente', 'Waterschap'], { overrides: { log } })
  home = network.server('Gemeente')
  away = network.server('Waterschap')
  anna = await home.person('Anna')
  bob = await away.person('Bob')
  bea = await away.person('Bea', { handle: 'bea' })
  await home.cli('instance allow', { host: away.host })
  await away.cli('instance allow', { host: home.host })
  const known = await away.app.tools.remote.actor(await iriOf(home, 'anna'))
  if (!known) throw new Error('not to be had')
  await followPerson(await as(away, 'bob'), known.id)
  await network.settle()
  await live()
}, 120_000)
afterAll(() => network?.close())

async function iriOf(server: TestServer, handle: string): Promise<string> {
  const viewer = await server.viewer(handle)
  return viewer.type === 'person' ? server.app.urls.actor(viewer.personId) : ''
}

const as = async (server: TestServer, handle: string) => server.app.ctx(await server.viewer(handle))

/** The whole life of it, each party on its own plein. */
async function live(): Promise<void> {
  const [author, worker] = [await as(home, 'anna'), await as(away, 'bob')]
  const secrets = {
    result: 'Een plan. Bel Anna op 06-12 34 56 78 of mail geheim@gemeente.nl; Annabel weet van niets. Klaar in 2027.',
    forWhom: 'Geheime wethouder',
    contact: 'Geheim nummer',
    candidateInView: true,
    guidance: 'Geheime begeleider',
    learn: 'Geheim vak',
    conditions: 'Geheime voorwaarde',
  }
  const data = { ...klusExample, places: 1, placesLeft: 1, closes: dayAhead(30), starts: undefined, ...secrets }
  const words = { title: 'Meelezen met Anna', body: 'Lees geheim mee' }
  const here = await createContent(author, { kind: 'klus', ...words, audience: 'network', data })
  await network.settle()
  const iri = home.app.urls.object(here)
  const known = await findContentByIri(knownTo(away.app.ctx()), iri)
  if (!known) throw new Error('the klus did not come')
  klus = { here, there: known.id }
  await addComment(worker, { contentId: klus.there, body: 'Geheime vraag' })
  await network.settle()
  await addComment(author, { contentId: klus.here, body: 'Geheim weerwoord' })
  await network.settle()
  const apply = { move: 'apply', payload: { motivation: 'Geheim: graag' } }
  const mine = await beginResponse(worker, { contentId: klus.there }, apply)
  await network.settle()
  ids = { there: mine, here: (await twin(away, home, mine)).id }
  const moves =
    (who: 'anna' | 'bob', move: string, payload: object = {}) =>
    async () =>
      void (await makeMove(who === 'anna' ? author : worker, who === 'anna' ? ids.here : ids.there, { move, payload }))
  const steps = [
    async () => void (await sendMessage(author, ids.here, 'Geheim gesprek')),
    async () => void (await sendMessage(worker, ids.there, 'Geheim antwoord')),
    moves('anna', 'offer', { hours: 20, conditions: 'Geheime afspraak' }),
    async () => void (await askManager(worker, ids.there, { name: 'Geheime Baas', email: 'geheim@example.nl' })),
    moves('bob', 'sign', { version: 1 }),
    async () => void (await decideAsManager(away.app.ctx(), ids.there, { move: 'consent', payload: { version: 1 } })),
    moves('bob', 'start'),
    moves('bob', 'logHours', { date: network.clock.now().slice(0, 10), hours: 8, what: 'Geheim werk' }),
    moves('anna', 'complete', { learned: 'Geheime les' }),
    moves('bob', 'confirmCompletion', { learned: 'Geheime les' }),
    moves('anna', 'review', { text: 'Geheime blik' }),
    moves('bob', 'review', { text: 'Geheime terugblik' }),
  ]
  for (const step of steps) {
    await step()
    await network.settle()
  }
}

/** Everything that stands in a plein's database with a word of it, as table and row. */
async function rowsWith(server: TestServer, words: RegExp): Promise<string[]> {
  const db = server.app.ctx().db as unknown as Kysely<Record<string, Record<string, unknown>>>
  const { rows: tables } = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db)
  const found: string[] = []
  for (const { name } of tables) {
    if (name.startsWith('sqlite_')) continue
    for (const row of await db.selectFrom(name).selectAll().execute())
      if (words.test(JSON.stringify(row))) found.push(`${name}: ${JSON.stringify(row).slice(0, 300)}`)
  }
  return found
}

/** What the house does every day, now. */
async function aDay(server: TestServer): Promise<void> {
  const { clock } = network
  const names = ['response.forget', 'klus.anonymise', 'inbox.forgetOld', 'delivery.prune']
  await server.app.ctx().transaction((tx) =>
    addJobs(
      tx,
      clock,
      names.map((name) => ({ queue: 'schedule', name, key: `${name}:${clock.now()}`, payload: null })),
    ),
  )
}

test('as long as it may, each party sees its own', async () => {
  for (const [server, id] of [
    [home, ids.here],
    [away, ids.there],
  ] as const)
    expect((await getCaseOf(server.app.ctx(), id)).response.state).toBe('reviewed')
  expect((await anna.visits(`/responses/${ids.here}`)).text).toMatch(SECRET)
  expect((await bob.visits(`/responses/${ids.there}`)).text).toMatch(SECRET)
  expect((await rowsWith(home, SECRET)).length).toBeGreaterThan(0)
  expect((await rowsWith(away, SECRET)).length).toBeGreaterThan(0)
})

test('mails, logs and feeds say nothing of it, while it is there', async () => {
  const mails = [...home.mail.to('anna@example.nl'), ...away.mail.to('bob@example.nl')]
  expect(mails.length).toBeGreaterThan(2)
  // His name is all that the manager finds in his mail of what was written.
  const asked = away.mail.to('geheim@example.nl').map(({ text, subject }) => `${subject} ${text}`)
  expect(asked).toHaveLength(1)
  const toManager = asked.join().replaceAll('Geheime Baas', '')
  expect(lines.length).toBeGreaterThan(10)
  const feeds = await Promise.all(
    ['/atom', '/klussen/atom', '/@anna/atom'].map(async (path) => (await fetch(`${home.origin}${path}`)).text()),
  )
  for (const said of [JSON.stringify(mails), toManager, lines.join('\n'), feeds.join()]) {
    expect(said).not.toMatch(SECRET)
  }
  // Nor a link with which somebody else could answer.
  expect(lines.join('\n')).not.toMatch(/eyJ[\w-]+\.[\w-]+\./)
})

test('how long that is, an administrator sets beside what else he decides about klussen', async () => {
  const admin = await home.person('Ada', { admin: true })
  const page = await admin.visits('/admin/klussen')
  expect(page.text).toContain('Bewaartermijn in maanden')
  const wrong = await admin.submits('/admin/klussen', { field: 'months' }, { months: '0' })
  expect([wrong.status, wrong.text]).toEqual([422, expect.stringContaining('Kies een aantal hele maanden')])
  const done = await admin.submits('/admin/klussen', { field: 'months' }, { months: '12' })
  expect(done.status).toBe(200)
  expect(await keepMonths(home.app.ctx().db)).toBe(12)
  await admin.submits('/admin/klussen', { field: 'months' }, { months: '24' })
  expect(await keepMonths(home.app.ctx().db)).toBe(24)
})

test('two years on it is nowhere', async () => {
  // In steps, as days go by: what waits for the one is seen by the other.
  for (const days of [100, 620, 30, 30, 8, 31]) {
    network.clock.advance(days * DAY)
    for (const server of [home, away]) await aDay(server)
    await network.settle()
  }
  for (const server of [home, away]) expect(await rowsWith(server, SECRET)).toEqual([])
  // Nor that these two had to do with each other.
  for (const server of [home, away]) {
    const said = await server.app.ctx().db.selectFrom('comment').innerJoin('actor', 'actor.id', 'comment.authorId')
      .select(['comment.state', 'actor.type']).execute() // prettier-ignore
    expect(said).toEqual(Array(2).fill({ state: 'deleted', type: 'instance' }))
  }
  for (const server of [home, away])
    for (const table of ['response', 'responseStep', 'responseMessage', 'consent'] as const)
      expect([table, await server.app.ctx().db.selectFrom(table).selectAll().execute()]).toEqual([table, []])
})

test('the klus itself is left on its own plein, without people, for colleagues; everybody else was told that it is gone', async () => {
  const { db } = home.app.ctx()
  const row = await db
    .selectFrom('content')
    .innerJoin('actor', 'actor.id', 'content.authorId')
    .selectAll('content')
    .select('actor.type')
    .where('content.id', '=', klus.here)
    .executeTakeFirstOrThrow()
  expect(row).toMatchObject({ title: 'Meelezen met …', body: '', audience: 'organisation', type: 'instance' })
  expect(JSON.parse(row.data)).toMatchObject({
    result: 'Een plan. Bel … op … of mail …; Annabel weet van niets. Klaar in 2027.',
    hoursTotal: klusExample.hoursTotal,
    candidateInView: false,
    status: 'completed',
  })
  const gone = await away.app.ctx().db.selectFrom('content').selectAll().where('id', '=', klus.there).execute()
  expect(gone).toMatchObject([{ state: 'deleted', title: '', data: '{}' }])
  const guest = await fetch(`${home.origin}/item/${klus.here}`)
  expect([guest.status, await guest.text()]).toEqual([404, expect.not.stringContaining('Meelezen')])
  expect(await away.app.tools.remote.object(home.app.urls.object(klus.here))).toBe('gone')
  const said = await db.selectFrom('activity').selectAll().where('objectIri', '=', row.iri).execute()
  expect(said).toEqual([])
  const colleague = await home.person('Cor')
  const page = await colleague.visits(`/item/${klus.here}`)
  expect([page.status, page.text.includes('Meelezen met …'), page.source.includes('/@anna')]).toEqual([
    200,
    true,
    false,
  ])
  expect((await colleague.visits('/@anna')).text).not.toContain('Meelezen')
})

test('no door shows it; that there was a klus, and how much was done, is still there', async () => {
  for (const person of [anna, bob, bea]) await person.signsIn()
  const pages = [
    [anna, `/item/${klus.here}`],
    [anna, '/notifications'],
    [anna, '/settings/export'],
    [anna, '/responses?on=items'],
    [bob, '/responses'],
    [bob, '/notifications'],
    [bob, '/settings/export'],
  ] as const
  for (const [person, path] of pages) {
    const page = await person.visits(path)
    expect([path, page.status, SECRET.test(page.text)]).toEqual([path, 200, false])
  }
  for (const [person, id] of [
    [anna, ids.here],
    [bob, ids.there],
  ] as const)
    expect((await person.visits(`/responses/${id}`)).status).toBe(404)
  const overview = await bea.visits('/klussen/overview?from=2026-01-01&until=2030-12-31')
  expect(overview.text).toContain('Gemeente')
  expect(overview.text).toContain('1 afspraak, 20 uur')
  const [row] = await away.app.ctx().db.selectFrom('klusWork').selectAll().execute()
  expect(row).toMatchObject({ state: 'reviewed', live: 0, hours: 20, own: 0, clientHost: home.host })
})
