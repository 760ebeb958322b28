// The organisation's overview on both databases: its numbers, who works where, and what it never shows.
import { beforeAll, describe, expect, test } from '@jest/globals'
import { guest, system } from '../../../src/core/viewer.ts'
import { putSetting } from '../../../src/features/instances/index.ts'
import {
  beginOf, byTheme, indexKlussen, indexWork, listWork, medianOf, OTHER, overviewOf, periodFrom, rebuildWork,
} from '../../../src/features/klussen/index.ts' // prettier-ignore
import {
  beginResponse, decideAsManager, getCaseOf, makeMove,
} from '../../../src/features/responses/index.ts' // prettier-ignore
import { createContent } from '../../../src/features/content/index.ts'
import { kinds } from '../../../src/kinds/index.ts'
import { type ActorId, type ContentId, newId, type ResponseId } from '../../../src/lib/id.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { klusExample } from '../../kinds/klus/example.ts'
import { personOf, type Seed, seedOf } from '../content/seed.ts'
import { idOf, person } from '../groups/people-and-groups.ts'

const DAY = 86_400_000
const THERE = 'waterschap.test'

describe('the sums of an overview', () => {
  test('a median is the one in the middle, or halfway between two', () => {
    expect([medianOf([]), medianOf([3]), medianOf([9, 1, 2]), medianOf([4, 1, 2, 30])]).toEqual([undefined, 3, 2, 3])
  })

  test('a klus counts once in each group of its subjects; words of one’s own stand last', () => {
    const of = (contentId: string, ...subjects: string[]) => subjects.map((expertise) => ({ contentId, expertise }))
    const klussen = [
      ...of('a', 'omgevingswet', 'vergunningen'),
      ...of('b', 'wonen in eigen woorden'),
      ...of('c', 'nog iets'),
    ]
    expect(byTheme(klussen, new Set(['a', 'c']))).toEqual([
      { theme: 'leefomgeving', placed: 1, agreed: 1 },
      { theme: OTHER, placed: 2, agreed: 1 },
    ])
  })

  test('days begin at midnight in the Netherlands, in winter and in summer', () => {
    expect([beginOf('2026-01-15'), beginOf('2026-07-15'), beginOf('2026-03-29')]).toEqual([
      '2026-01-14T23:00:00.000Z',
      '2026-07-14T22:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
    ])
  })

  test.each([
    [{}, { from: '2025-11-22', until: '2026-11-22' }],
    [
      { from: '2026-01-01', until: '2026-03-31' },
      { from: '2026-01-01', until: '2026-03-31' },
    ],
    [
      { from: '2026-04-01', until: '2026-03-31' },
      { from: '2025-11-22', until: '2026-11-22' },
    ],
    [
      { from: '2026-02-30', until: 'x' },
      { from: '2025-11-22', until: '2026-11-22' },
    ],
  ])('the period of %j', (query, period) => {
    expect(periodFrom(query, '2026-11-22T09:00:00.000Z')).toEqual(period)
  })
})

eachDatabase('the overview of klussen', (open) => {
  let world: TestContext
  let anna: TestContext
  let bob: TestContext
  let cees: TestContext
  let bea: TestContext
  let seed: Seed
  let waldo: ActorId
  const ids: ResponseId[] = []

  beforeAll(async () => {
    world = testContext(open(), { kinds, viewer: system })
    seed = seedOf(open())
    anna = await person(world, 'anna')
    bob = await person(world, 'bob')
    cees = await person(world, 'cees')
    bea = world.as(personOf(idOf(await person(world, 'bea')), true))
    waldo = await seed.actor('waldo', { host: THERE })
  })

  async function klus(title: string, data: object = {}): Promise<ContentId> {
    const given = { ...klusExample, closes: '2027-06-01', starts: undefined, ends: '2026-12-31', ...data }
    const id = await createContent(anna, { kind: 'klus', title, body: 'Tekst', audience: 'network', data: given })
    await indexKlussen(world, [id])
    return id
  }

  /** All moves up to the agreement, by the house's own commands. */
  async function agree(contentId: ContentId, who: TestContext, ends = '2026-12-31'): Promise<ResponseId> {
    const id = await beginResponse(who, { contentId }, { move: 'apply', payload: { motivation: 'Graag' } })
    await makeMove(anna, id, { move: 'offer', payload: { hours: 20, ends } })
    const { version } = (await getCaseOf(world, id)).response.data as { version?: number } & { versions: number }
    const terms = { version: version ?? 1 }
    await makeMove(who, id, { move: 'sign', payload: terms })
    await decideAsManager(world, id, { move: 'consent', payload: terms })
    await hears(id, contentId)
    return id
  }

  async function hears(id: ResponseId, contentId: ContentId): Promise<void> {
    await indexWork(world, id)
    await indexWork(world, id)
    await indexKlussen(world, [contentId])
  }

  /** A klus elsewhere, and how bob stands with it, as the other plein told. */
  async function elsewhere(title: string, state: string, purpose = 'request'): Promise<ResponseId> {
    const iri = `http://${THERE}/ap/objects/${newId<'content'>()}`
    const contentId = await createContent(world.as({ type: 'remote', host: THERE, allowed: true, personId: waldo }), {
      kind: 'klus',
      title,
      body: '',
      audience: 'network',
      data: { ...klusExample, purpose, ends: '2027-01-15' },
      remote: {
        iri, url: iri, contextIri: null, html: '<p>Tekst</p>', published: '2026-11-20T09:00:00.000Z', language: 'nl',
        tags: [], mentions: [], activityIri: `${iri}#create`,
      } as never, // prettier-ignore
    })
    await indexKlussen(world, [contentId])
    const id = newId<'response'>()
    const at = world.clock.now()
    await world.transaction((tx) =>
      tx
        .insertInto('response')
        .values({
          id,
          iri: `http://${THERE}/ap/responses/${id}`,
          contentId,
          respondentId: idOf(bob),
          state,
          version: 5,
          data: '{}',
          offerIri: null,
          deadline: null,
          ended: 0,
          created: at,
          moved: at,
          heard: at,
        }) // prettier-ignore
        .execute(),
    )
    await hears(id, contentId)
    return id
  }

  const period = { from: '2026-11-01', until: '2026-12-31' }
  const overview = () => overviewOf(bea, period)

  test('without klussen it is all nothing', async () => {
    expect(await overview()).toEqual({
      now: { open: 0, filled: 0, running: 0, out: 0, in: 0, within: 0 },
      period: {
        placed: 0, agreed: 0, unmet: 0, daysToFill: undefined, measured: 0, themes: [], partners: [], more: false,
      }, // prettier-ignore
    })
  })

  test('an application is not counted, nor shown; an agreement is', async () => {
    const contentId = await klus('Participatieplan', { places: 1, placesLeft: 1 })
    await klus('Nog open', { expertise: ['omgevingswet', 'vergunningen'] })
    await klus('Verlopen', { status: 'expired' })
    await elsewhere('Alleen interesse', 'interested')
    await elsewhere('Afgewezen', 'declined')
    await beginResponse(cees, { contentId }, { move: 'apply', payload: { motivation: 'Ik ook' } })
    expect(await overview()).toMatchObject({
      now: { open: 2, filled: 0, running: 0, out: 0, in: 0, within: 0 },
      period: { placed: 3, agreed: 0, unmet: 1, partners: [] },
    })
    expect(await world.db.selectFrom('klusWork').selectAll().execute()).toEqual([])
    world.pass(3 * DAY)
    ids.push(await agree(contentId, bob))
    const { now, period: sums } = await overview()
    expect(now).toEqual({ open: 1, filled: 1, running: 0, out: 0, in: 0, within: 1 })
    expect(sums).toMatchObject({ placed: 3, agreed: 1, unmet: 1, daysToFill: 3, measured: 1, partners: [] })
    // Two subjects of one group are one klus.
    expect(sums.themes).toContainEqual({ theme: 'leefomgeving', placed: 1, agreed: 0 })
    expect(Math.max(...sums.themes.map(({ agreed }) => agreed))).toBe(1)
  })

  test('it begins, and it is one klus in execution', async () => {
    await makeMove(bob, ids[0] as string, { move: 'start', payload: {} })
    await indexWork(world, ids[0] as ResponseId)
    expect((await overview()).now).toMatchObject({ running: 1, filled: 1, within: 1 })
  })

  test('who works elsewhere, who works here, and help that is offered turns it round', async () => {
    await elsewhere('Waterkwaliteit', 'running')
    await elsewhere('Hulp van Waldo', 'agreed', 'offer')
    const { now, period: sums } = await overview()
    expect(now).toMatchObject({ running: 1, out: 1, in: 1, within: 1 })
    expect(sums.partners).toEqual([{ host: THERE, organisation: THERE, out: 1, outHours: 24.5, in: 1, inHours: 24.5 }])
    const shown = async (which: Parameters<typeof listWork>[1]) =>
      (await listWork(bea, which)).map(({ worker, klus, ends, hours }) => [worker?.name, klus?.title, ends, hours])
    expect(await shown('out')).toEqual([['bob', 'Waterkwaliteit', '2027-01-15', 24.5]])
    expect(await shown('in')).toEqual([['waldo', 'Hulp van Waldo', '2027-01-15', 24.5]])
    expect(await shown('within')).toEqual([['bob', 'Participatieplan', '2026-12-31', 20]])
    expect(new Set((await shown('ending')).map(([, title]) => title))).toEqual(
      new Set(['Participatieplan', 'Waterkwaliteit', 'Hulp van Waldo']),
    )
  })

  test('what ends later than in 90 days is no end ahead; what should have ended is', async () => {
    const later = await agree(await klus('Lang', { places: 2, placesLeft: 2 }), cees, '2027-11-30')
    const titles = async () => (await listWork(bea, 'ending')).map(({ klus: of }) => of?.title)
    expect(await titles()).not.toContain('Lang')
    world.pass(400 * DAY)
    expect(await titles()).toContain('Lang')
    world.pass(-400 * DAY)
    await makeMove(cees, later, { move: 'cancel', payload: { reason: 'ownWork', words: 'Het is te druk' } })
    await indexWork(world, later)
    expect((await listWork(bea, 'within')).map(({ klus: of }) => of?.title)).toEqual(['Participatieplan'])
  })

  test('a klus that this coordinator may not see has no title here', async () => {
    const hidden = await klus('Geheim', { places: 1, placesLeft: 1 })
    const id = await agree(hidden, cees)
    await world.transaction((tx) =>
      tx.updateTable('content').set({ audience: 'private' }).where('id', '=', hidden).execute(),
    )
    const [row] = (await listWork(bea, 'within')).filter(({ worker }) => worker?.name === 'cees')
    expect(row).toMatchObject({ klus: undefined, state: 'agreed' })
    await makeMove(anna, id, { move: 'cancel', payload: { reason: 'stopped', words: 'Het plan is weg' } })
    await indexWork(world, id)
  })

  test('only what happened in the period is in its sums', async () => {
    const { period: sums } = await overviewOf(bea, { from: '2026-01-01', until: '2026-06-30' })
    expect(sums).toMatchObject({ placed: 0, agreed: 0, measured: 0, themes: [], partners: [] })
  })

  test('made anew, it says the same', async () => {
    const before = await world.db.selectFrom('klusWork').selectAll().orderBy('responseId').execute()
    const cancelled = before.filter(({ state }) => state === 'cancelled').length
    expect(await rebuildWork(world)).toBe(before.length)
    expect(await world.db.selectFrom('klusWork').selectAll().orderBy('responseId').execute()).toEqual(before)
    expect(cancelled).toBe(2)
  })

  test('for coordinators and administrators; for others it is not there', async () => {
    const refused = { code: 'error.notFound' }
    for (const viewer of [anna, cees, world.as(guest), world.as({ type: 'remote', host: THERE, allowed: true })]) {
      await expect(overviewOf(viewer, period)).rejects.toMatchObject(refused)
      await expect(listWork(viewer, 'out')).rejects.toMatchObject(refused)
    }
    await world.transaction((tx) => putSetting(tx, 'klussen.approval', { on: true, coordinators: [idOf(cees)] }))
    expect((await overviewOf(cees, period)).now.out).toBe(1)
    await expect(overviewOf(anna, period)).rejects.toMatchObject(refused)
  })
})
