// A klus between two pleinen, in both directions: the manager consents by mail on the worker's plein, the agreement is
// the same on both, hours and reviews pass, and the manager's name never leaves his plein.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { askManager } from '../../src/features/consents/index.ts'
import { createContent, findContentByIri, knownTo } from '../../src/features/content/index.ts'
import { setAvailability } from '../../src/features/klussen/index.ts'
import { beginResponse, getCaseOf, makeMove } from '../../src/features/responses/index.ts'
import type { ResponseId } from '../../src/lib/id.ts'
import { klusExample } from '../kinds/klus/example.ts'
import { type Network, startNetwork } from '../kit/network.ts'
import { Person } from '../kit/person.ts'
import type { TestServer } from '../kit/server.ts'
import { rest, twin } from './responses/stage.ts'

const STEP_IN_TALKS = /aria-current="step"(?:(?!<\/li>)[\s\S])*In gesprek/

describe.each([
  ['request', 'sqlite'],
  ['offer', 'postgres'],
] as const)('a klus with consent (%s, %s)', (purpose, dialect) => {
  let network: Network
  let home: TestServer
  let away: TestServer
  let anna: Person
  let bob: Person

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap'], { dialect })
    home = network.server('Gemeente')
    away = network.server('Waterschap')
    anna = await home.person('Anna')
    bob = await away.person('Bob')
    await home.cli('instance allow', { host: away.host })
    await away.cli('instance allow', { host: home.host })
    await network.settle()
  }, 120_000)
  afterAll(() => network?.close())

  /** Each shows on his own profile what the other wrote about him, and takes it back. */
  async function profiles(at: {
    annasId: ResponseId
    bobsId: ResponseId
    author(move: string, payload: unknown): Promise<void>
    respondent(move: string, payload: unknown): Promise<void>
  }): Promise<void> {
    const people = [
      { who: anna, server: home, handle: 'anna', other: bob, words: 'Blik van Bob', id: at.annasId, makes: at.author },
      { who: bob, server: away, handle: 'bob', other: anna, words: 'Blik van Anna', id: at.bobsId, makes: at.respondent },
    ] // prettier-ignore
    for (const { who, server, handle, other, words, id, makes } of people) {
      const own = `/@${handle}`
      const colleague = await server.person(`Collega ${handle}`, { handle: `collega_${handle}` })
      expect((await who.visits(own)).text).not.toContain(words)
      await makes('showReview', { shown: 'on' })
      const shown = await who.visits(own)
      expect(shown.text).toContain(words)
      const works = (purpose === 'request') === (handle === 'bob')
      expect(shown.text).toContain(works ? 'Terugblik van de opdrachtgever' : 'Terugblik van wie het werk deed')
      expect(shown.source).toContain(`/responses/${id}`)
      const seen = await colleague.visits(own)
      expect(seen.text).toContain(words)
      expect(seen.source).not.toContain('/responses/')
      // Not for guests, and not on the profile that the other plein shows of him.
      expect(await (await fetch(`${server.origin}${own}`)).text()).not.toContain(words)
      expect((await other.visits(`/@${handle}@${server.host}`)).text).not.toContain(words)
      const document = await fetch(`${server.origin}${own}`, { headers: { accept: 'application/activity+json' } })
      expect(await document.text()).not.toContain(words)
      await makes('showReview', {})
      expect((await who.visits(own)).text).not.toContain(words)
      expect((await colleague.visits(own)).text).not.toContain(words)
    }
  }

  test('from interest to looking back', async () => {
    const annas = home.app.ctx(await home.viewer('anna'))
    const bobs = away.app.ctx(await away.viewer('bob'))
    const here = await createContent(annas, {
      kind: 'klus',
      title: 'Meelezen',
      body: 'Wie leest mee?',
      audience: 'network',
      data: { ...klusExample, purpose, places: 1, placesLeft: 1, starts: undefined, ends: undefined },
    })
    await rest(network)
    const there = await findContentByIri(knownTo(away.app.ctx()), home.app.urls.object(here))
    if (!there) throw new Error('the klus did not come')
    const bobsId = await beginResponse(
      bobs,
      { contentId: there.id },
      { move: 'apply', payload: { motivation: 'Graag' } },
    )
    await rest(network)
    const annasId = (await twin(away, home, bobsId)).id
    const author = async (move: string, payload: unknown) => {
      await makeMove(annas, annasId, { move, payload })
      await rest(network)
    }
    const respondent = async (move: string, payload: unknown) => {
      await makeMove(bobs, bobsId, { move, payload })
      await rest(network)
    }
    const asksForManager = async () => {
      const pages = [await bob.visits(`/item/${there.id}`), await anna.visits(`/item/${here}`)]
      return pages.map(({ source }) => source.includes(`href="/consents/`))
    }
    const [worker, client] = purpose === 'request' ? [respondent, author] : [author, respondent]
    const [workers, workersId, asker] = purpose === 'request' ? [away, bobsId, bobs] : [home, annasId, annas]

    // Interest is shown without it; he is told how others find him, until he says it.
    const offer = 'Laat weten dat je beschikbaar bent'
    expect((await bob.visits(`/responses/${bobsId}`)).text).toContain(offer)
    expect((await anna.visits(`/responses/${annasId}`)).text).not.toContain(offer)
    await setAvailability(bobs, { hoursPerWeek: 4, subjects: 'schrijven', audience: 'organisation', note: '' })
    expect((await bob.visits(`/responses/${bobsId}`)).text).not.toContain(offer)
    await author('offer', { hours: '16' })
    await respondent('sign', { version: 1 })
    // The page of the klus leads whoever works to the one thing that is left to do; nobody else, and only until it is done.
    const leads = [purpose === 'request', false]
    expect(await asksForManager()).toEqual(leads)
    // Whoever works names his manager, who answers by the link, without an account and without script.
    await askManager(asker, workersId, { name: 'Mo Baas', email: 'mo@example.nl' })
    await rest(network)
    expect(await asksForManager()).toEqual([false, false])
    // Who works reads whom he asked; the other does not. To its author the klus is being talked about.
    const [hers, his] = [await anna.visits(`/responses/${annasId}`), await bob.visits(`/responses/${bobsId}`)]
    const [workersPage, clientsPage] = purpose === 'request' ? [his, hers] : [hers, his]
    expect(workersPage.text).toContain('Je vroeg Mo Baas om toestemming.')
    expect(clientsPage.text).not.toContain('Mo Baas')
    expect((await anna.visits(`/item/${here}`)).source).toMatch(STEP_IN_TALKS)
    expect((await anna.visits('/klussen')).source).toContain('href="/responses"')
    const manager = new Person(workers.origin, { name: 'Mo', handle: 'mo', email: 'mo@example.nl', password: '' })
    const link = new URL(workers.mail.linkTo('mo@example.nl'))
    const asked = `${link.pathname}${link.search}`
    const faulty = await manager.submits(asked, { field: 'answer' }, { answer: 'conditional', words: '' })
    expect([faulty.status, faulty.text]).toEqual([422, expect.stringContaining('Schrijf je voorwaarden op')])
    const done = await manager.submits(asked, { field: 'answer' }, { answer: 'given' })
    expect([done.status, done.text]).toEqual([200, expect.stringContaining('Je hebt toestemming gegeven')])
    const again = await manager.visits(asked)
    expect([again.status, again.text]).toEqual([409, expect.stringContaining('Je hebt al geantwoord')])
    expect((await manager.visits('/consent?token=verzonnen')).status).toBe(403)
    await rest(network)

    const standing = async (server: TestServer, id: ResponseId) => (await getCaseOf(server.app.ctx(), id)).response
    expect([(await standing(home, annasId)).state, (await standing(away, bobsId)).state]).toEqual(['agreed', 'agreed'])
    const papers = [await anna.visits(`/agreements/${annasId}`), await bob.visits(`/agreements/${bobsId}`)]
    const hashes = papers.map(({ text }) => /[0-9a-f]{64}/.exec(text)?.[0])
    expect(hashes[0]).toBeDefined()
    expect(hashes[1]).toBe(hashes[0])
    for (const { text } of papers) expect(text).toContain('Alle 3 handtekeningen')
    // On its own page the two read what they agreed; everybody else, on either plein, what is asked for.
    const [annasPage, bobsPage] = [await anna.visits(`/item/${here}`), await bob.visits(`/item/${there.id}`)]
    expect(annasPage.text).toContain('Afgesproken met Bob')
    expect(annasPage.text).toContain('16 uur in totaal · In overleg · ')
    expect(bobsPage.text).toContain('Afgesproken uren')
    expect([bobsPage.text.includes('16 uur'), bobsPage.text.includes('24,5 uur')]).toEqual([true, false])
    for (const [server, id] of [
      [home, here],
      [away, there.id],
    ] as const) {
      const somebody = await server.person('Somebody else', { handle: 'somebody', admin: true })
      const { text } = await somebody.visits(`/item/${id}`)
      expect([text.includes('24,5 uur'), /Afgesproken (met|uren|periode|plaats)|16 uur/.test(text)]).toEqual([
        true,
        false,
      ])
    }
    for (const [other, id] of [
      [bob, annasId],
      [anna, bobsId],
    ] as const)
      expect((await other.visits(`/agreements/${id}`)).status).toBe(404)

    await worker('start', {})
    await worker('logHours', { date: network.clock.now().slice(0, 10), hours: '17,5', what: 'Gelezen' })
    const entry = (await standing(home, annasId)).data as { hours: { id: string }[] }
    await client('confirmHours', { entries: entry.hours.map(({ id }) => id) })
    await client('complete', { learned: 'Eerder beginnen' })
    await worker('confirmCompletion', { learned: 'Vragen stellen' })
    await author('review', { text: 'Blik van Anna' })
    expect(JSON.stringify((await standing(away, bobsId)).data)).not.toContain('Blik van Anna')
    await respondent('review', { text: 'Blik van Bob' })
    const [one, two] = [await standing(home, annasId), await standing(away, bobsId)]
    expect([one.state, one.version]).toEqual(['reviewed', two.version])
    expect(two.data).toEqual(one.data)
    await profiles({ annasId, bobsId, respondent, author })
    // The manager is known where the worker is, and nowhere else.
    const other = purpose === 'request' ? home : away
    const { db } = other.app.ctx()
    const everything = await Promise.all(
      (['response', 'responseStep', 'inbox', 'consent'] as const).map((table) =>
        db.selectFrom(table).selectAll().execute(),
      ),
    )
    expect(JSON.stringify(everything)).not.toMatch(/Mo Baas|mo@example/)
  }, 120_000)
})
