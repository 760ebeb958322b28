// A manager who wants something else, on both databases: his conditions become a new version that all three sign; a no
// ends it, and the reason never leaves his plein.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { askManager } from '../../src/features/consents/index.ts'
import { createContent, findContentByIri, knownTo } from '../../src/features/content/index.ts'
import { beginResponse, getCaseOf } from '../../src/features/responses/index.ts'
import type { ResponseId } from '../../src/lib/id.ts'
import { klusExample } from '../kinds/klus/example.ts'
import { klusFlow } from '../../src/kinds/klus/flow/klus-flow.ts'
import { missingSignatures } from '../../src/kinds/klus/flow/signatures.ts'
import { type Network, startNetwork } from '../kit/network.ts'
import { Person } from '../kit/person.ts'
import type { TestServer } from '../kit/server.ts'
import { moves, rest, twin } from './responses/stage.ts'

describe.each(['sqlite', 'postgres'] as const)('a manager who does not just say yes (%s)', (dialect) => {
  let network: Network
  let [home, away] = [] as unknown as [TestServer, TestServer]
  let [anna, bob] = [] as unknown as [Parameters<typeof moves>[0], Parameters<typeof moves>[0]]

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap'], { dialect })
    home = network.server('Gemeente')
    away = network.server('Waterschap')
    anna = await actor(home, 'Anna')
    bob = await actor(away, 'Bob')
    await home.cli('instance allow', { host: away.host })
    await away.cli('instance allow', { host: home.host })
    await network.settle()
  }, 120_000)
  afterAll(() => network?.close())

  async function actor(server: TestServer, name: string) {
    const person = await server.person(name)
    const viewer = await server.viewer(name.toLowerCase())
    return { server, person, ctx: () => server.app.ctx(viewer) }
  }

  /** Bob's response, offered and with his manager asked. */
  async function asked(email: string): Promise<{ here: ResponseId; there: ResponseId; manager: Person; path: string }> {
    const data = { ...klusExample, places: 1, placesLeft: 1, starts: undefined, ends: undefined }
    const item = { kind: 'klus', title: 'Meelezen', body: 'Wie leest mee?', audience: 'network' } as const
    const id = await createContent(anna.ctx(), { ...item, data })
    await rest(network)
    const known = await findContentByIri(knownTo(away.app.ctx()), home.app.urls.object(id))
    if (!known) throw new Error('the klus did not come')
    const apply = { move: 'apply', payload: { motivation: 'Graag' } }
    const there = await beginResponse(bob.ctx(), { contentId: known.id }, apply)
    await rest(network)
    const here = (await twin(away, home, there)).id
    await moves(anna, here, 'offer', { hours: '16' })
    await rest(network)
    await askManager(bob.ctx(), there, { name: 'Mo Baas', email })
    await rest(network)
    const manager = new Person(away.origin, { name: 'Mo', handle: 'mo', email, password: '' })
    const link = new URL(away.mail.linkTo(email))
    return { here, there, manager, path: `${link.pathname}${link.search}` }
  }

  async function standing(server: TestServer, id: ResponseId) {
    const { state, version, data } = (await getCaseOf(server.app.ctx(), id)).response
    return { state, version, data: klusFlow.schema.parse(data) }
  }

  test('yes, if: the conditions stand in a new version, which all three sign, the same on both pleinen', async () => {
    const { here, there, manager, path } = await asked('als@example.nl')
    await moves(bob, there, 'sign', { version: 1 })
    await rest(network)
    const words = 'Niet op maandag'
    const done = await manager.submits(path, { field: 'answer' }, { answer: 'conditional', words })
    expect(done.status).toBe(200)
    await rest(network)
    // What was signed before counts no more.
    const waiting = await standing(home, here)
    expect([waiting.state, waiting.data.terms.at(-1)?.version]).toEqual(['offered', 2])
    await moves(anna, here, 'sign', { version: 2 })
    await rest(network)
    expect((await standing(away, there)).state).toBe('offered')
    await moves(bob, there, 'sign', { version: 2 })
    await rest(network)
    const [one, two] = [await standing(home, here), await standing(away, there)]
    expect(one.state).toBe('agreed')
    expect(two).toEqual(one)
    const terms = one.data.terms.at(-1)
    expect(terms?.facts.managerConditions).toBe(words)
    expect(terms && missingSignatures(terms)).toEqual([])
    const papers = [await anna.person.visits(`/agreements/${here}`), await bob.person.visits(`/agreements/${there}`)]
    const hashes = papers.map(({ text }) => /[0-9a-f]{64}/.exec(text)?.[0])
    expect(hashes[0]).toBeDefined()
    expect(hashes[1]).toBe(hashes[0])
    for (const { text } of papers) {
      expect(text).toContain(words)
      expect(text).toContain('Alle 3 handtekeningen')
    }
  }, 120_000)

  test('no: it ends on both pleinen; why is for the worker, and stays where he is', async () => {
    const { here, there, manager, path } = await asked('nee@example.nl')
    const reasonless = await manager.submits(path, { field: 'answer' }, { answer: 'refused', words: '' })
    expect(reasonless.status).toBe(422)
    const reason = 'Het team is al te klein'
    const done = await manager.submits(path, { field: 'answer' }, { answer: 'refused', words: reason })
    expect(done.status).toBe(200)
    await rest(network)
    const [one, two] = [await standing(home, here), await standing(away, there)]
    expect([one.state, one.data.ending?.by, one.data.ending?.words]).toEqual(['declined', 'manager', ''])
    expect(two).toEqual(one)
    expect((await bob.person.visits(`/consents/${there}`)).text).toContain(reason)
    expect((await anna.person.visits(`/responses/${here}`)).text).toContain('de leidinggevende gaf geen toestemming')
    const { db } = home.app.ctx()
    const tables = ['response', 'responseStep', 'inbox', 'consent'] as const
    const everything = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()))
    expect(JSON.stringify(everything)).not.toMatch(/te klein|Mo Baas|nee@elders/)
  }, 120_000)
})
