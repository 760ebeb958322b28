// Availability on both databases: who may know, who fits, what travels; and saved searches, each klus told once.
import { beforeAll, expect, test } from '@jest/globals'
import { guest, system } from '../../../src/core/viewer.ts'
import {
  endAvailability, findAvailability, forgetSearch, type KlusFilter, listCandidates, listKlussen, listSearches, queryOf,
  recordAvailability, saveSearch, setAvailability, tellWaiting,
} from '../../../src/features/klussen/index.ts' // prettier-ignore
import { fromTold, toldAs } from '../../../src/features/klussen/index.ts'
import { listNotifications } from '../../../src/features/notifications/index.ts'
import type { ActorId, ContentId } from '../../../src/lib/id.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { remoteOf, seedOf } from '../content/seed.ts'
import { idOf, person } from '../groups/people-and-groups.ts'
import { klusKind, writeKlus } from './market.ts'

const mine = {
  hoursPerWeek: 6,
  subjects: 'Archivering, privacy',
  audience: 'network',
  note: 'Liefst op dinsdag',
} as const

eachDatabase('available for klussen', (open) => {
  let world: TestContext
  let anna: TestContext
  let bob: TestContext
  let cees: TestContext

  beforeAll(async () => {
    world = testContext(open(), { kinds: [klusKind] })
    anna = await person(world, 'anna')
    bob = await person(world, 'bob')
    cees = await person(world, 'cees')
  })

  async function candidates(audience: 'public' | 'organisation' = 'public') {
    const id = await writeKlus(anna, {
      audience,
      data: { expertise: ['archivering', 'privacy', 'sport'], hoursPerWeek: 4 },
    })
    const { items } = await listKlussen(anna, {}, { limit: 1 })
    if (items[0]?.item.id !== id) throw new Error('the newest klus is another')
    return { klus: items[0], found: await listCandidates(anna, items[0]) }
  }
  const names = (found: readonly { card: { name: string } }[]) => found.map(({ card }) => card.name)

  test('nobody is until he says so; with the audience organisation it stays here', async () => {
    const { personId } = bob.viewer as { personId: ActorId }
    expect((await candidates()).found).toEqual([])
    await setAvailability(bob, { ...mine, audience: 'organisation' })
    expect(await findAvailability(anna, personId)).toEqual({
      hoursPerWeek: 6,
      subjects: ['archivering', 'privacy'],
      audience: 'organisation',
      note: 'Liefst op dinsdag',
    })
    const allowed = world.as(remoteOf('waterschap.test', undefined, true))
    expect(await findAvailability(allowed, personId)).toBeUndefined()
    expect(await findAvailability(world.as(guest), personId)).toBeUndefined()
    await setAvailability(bob, mine)
    expect(await findAvailability(allowed, personId)).toMatchObject({ hoursPerWeek: 6 })
    expect(await findAvailability(world.as(remoteOf('other.test')), personId)).toBeUndefined()
    expect(await findAvailability(world.as(guest), personId)).toBeUndefined()
    expect(world.told('availability.changed')).toEqual([{ personId }, { personId }])
  })

  test('who fits, those with most in common first, for who wrote the klus only', async () => {
    await setAvailability(cees, { ...mine, subjects: 'sport', hoursPerWeek: 2, note: '' })
    await setAvailability(anna, mine)
    const { klus, found } = await candidates()
    expect(
      found.map(({ card, fit, hoursPerWeek }) => [card.name, fit.matched, fit.of, fit.hoursFit, hoursPerWeek]),
    ).toEqual([
      ['bob', ['archivering', 'privacy'], 3, true, 6],
      ['cees', ['sport'], 3, false, 2],
    ])
    await expect(listCandidates(bob, klus)).rejects.toMatchObject({ code: 'klussen.candidates.notYours' })
    await endAvailability(cees)
    expect(names((await candidates()).found)).toEqual(['bob'])
  })

  test('people of hosts on the list too, for a klus that they may see', async () => {
    const seed = seedOf(open())
    await seed.host('waterschap.test', 'allowed')
    await seed.host('vreemd.test', 'neutral')
    const [dirk, eva] = [
      await seed.actor('dirk', { host: 'waterschap.test' }),
      await seed.actor('eva', { host: 'vreemd.test' }),
    ]
    const told = {
      document: toldAs({ hoursPerWeek: 8, subjects: ['privacy'], audience: 'network', note: '' }),
      now: world.clock.now(),
    }
    for (const id of [dirk, eva]) await world.transaction((tx) => recordAvailability(tx, id, told))
    expect(names((await candidates()).found)).toEqual(['bob', 'dirk'])
    expect(names((await candidates('organisation')).found)).toEqual(['bob'])
    // A document that says nothing of it takes nothing away; one that says no does.
    await world.transaction((tx) => recordAvailability(tx, dirk, { ...told, document: {} }))
    expect(names((await candidates()).found)).toContain('dirk')
    await world.transaction((tx) => recordAvailability(tx, dirk, { ...told, document: toldAs(undefined) }))
    expect(names((await candidates()).found)).toEqual(['bob'])
  })

  test('what another plein tells is read with care', () => {
    expect(fromTold({ 'dwv:available': { 'dwv:hoursPerWeek': 4, 'dwv:expertise': ' Privacy ' } })).toEqual({
      hoursPerWeek: 4,
      subjects: ['privacy'],
      audience: 'network',
      note: '',
    })
    expect(fromTold({ 'dwv:available': { 'dwv:hoursPerWeek': 400, 'dwv:expertise': ['x'] } })).toBeNull()
    const odd = {
      'dwv:hoursPerWeek': 4,
      'dwv:expertise': [7, {}, 'x'.repeat(60), 'ok', 'OK'],
      'dwv:note': 'n'.repeat(999),
    }
    expect(fromTold({ 'dwv:available': odd })).toMatchObject({ subjects: ['ok'], note: 'n'.repeat(300) })
    expect(fromTold({})).toBeUndefined()
    expect(toldAs({ hoursPerWeek: 4, subjects: [], audience: 'organisation', note: '' })).toEqual({
      'dwv:available': false,
    })
  })

  test.each([
    [{ hoursPerWeek: 0 }, { hoursPerWeek: { code: 'klussen.available.badHours', params: { max: 40 } } }],
    [{ subjects: ' , ' }, { subjects: { code: 'klussen.available.noSubjects' } }],
    [{ note: 'x'.repeat(301) }, { note: { code: 'field.tooLong', params: { max: 300 } } }],
  ])('refuses %j', async (wrong, fields) => {
    await expect(setAvailability(bob, { ...mine, ...wrong })).rejects.toMatchObject({ fields })
  })
})

eachDatabase('saved searches', (open) => {
  let world: TestContext
  let anna: TestContext
  let bob: TestContext

  beforeAll(async () => {
    world = testContext(open(), { kinds: [klusKind] })
    anna = await person(world, 'anna')
    bob = await person(world, 'bob')
  })

  const save = (by: TestContext, name: string, filter: KlusFilter) => saveSearch(by, { name, query: queryOf(filter) })

  /** As the job does, twice. */
  async function tell(contentId: ContentId): Promise<void> {
    const people = new Map([anna, bob].map((one) => [idOf(one) as string, one]))
    const as = (personId: string) => Promise.resolve(people.get(personId))
    for (let time = 0; time < 2; time++) await tellWaiting(world.as(system), contentId, as)
  }
  async function lines(of: TestContext) {
    const { items } = await listNotifications(of, { limit: 20 })
    return items.map(({ type, subject, count }) => [type, subject, count])
  }

  test('the same search is kept once, the order left away; nothing to look for is no search', async () => {
    await save(bob, 'Archief', { expertise: ['archivering'] })
    await save(bob, 'Alles over archief', { expertise: ['archivering'], sort: 'closing' })
    expect((await listSearches(bob)).map(({ name, path }) => [name, path])).toEqual([
      ['Alles over archief', '/klussen?expertise=archivering'],
    ])
    await expect(save(bob, 'Alles', { sort: 'fit' })).rejects.toMatchObject({ code: 'klussen.searches.nothing' })
    await expect(save(bob, ' ', { search: 'x' })).rejects.toMatchObject({ status: 422 })
    expect(await listSearches(anna)).toEqual([])
  })

  test('who looks for a klus is told of it once, whatever finds it', async () => {
    await save(bob, 'Mappen', { search: 'mappen' })
    await save(anna, 'Ook archief', { expertise: ['archivering'] })
    const id = await writeKlus(anna, { title: 'Mappen ordenen' })
    const jobs = await world.db.selectFrom('job').select('payload').where('name', '=', 'klus.tell').execute()
    expect(jobs.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual([{ contentId: id }])
    await tell(id)
    expect(await lines(bob)).toEqual([['found', 'Mappen ordenen', 1]])
    expect(await lines(anna)).toEqual([])
  })

  test('nobody is told of what he may not see, or no longer looks for', async () => {
    const secret = await writeKlus(anna, { title: 'Geheime mappen', audience: 'private' })
    await tell(secret)
    const other = await writeKlus(anna, { title: 'Zwemles', data: { expertise: ['sport'] } })
    await tell(other)
    for (const { id } of await listSearches(bob)) {
      await expect(forgetSearch(anna, id)).rejects.toMatchObject({ status: 404 })
      await forgetSearch(bob, id)
    }
    expect(await listSearches(bob)).toEqual([])
    await tell(await writeKlus(anna, { title: 'Nog meer mappen' }))
    expect(await lines(bob)).toEqual([['found', 'Mappen ordenen', 1]])
  })
})
