// The list of klussen on both databases: the index, each filter, paging, the order by fit, and who sees what.
import { beforeAll, describe, expect, test } from '@jest/globals'
import { guest, system } from '../../../src/core/viewer.ts'
import { createContent, deleteContent, editContent, hideContent } from '../../../src/features/content/index.ts'
import { showInStreams } from '../../../src/features/content/commands/looked-up.ts'
import {
  abilitiesOf, countKlussen, filterFrom, hoursPerWeekOf, type KlusFilter, listByFit, listFitting, listKlussen, queryOf, rebuildIndex,
} from '../../../src/features/klussen/index.ts' // prettier-ignore
import { editOrganisation } from '../../../src/features/organisations/index.ts'
import { editProfile } from '../../../src/features/people/index.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { idOf, person } from '../groups/people-and-groups.ts'
import { type KlusGiven, klusKind, reindex, writeKlus } from './market.ts'

describe('filters in an address', () => {
  test('are read, and written in one way', () => {
    const filter = filterFrom({
      q: ' nota ',
      expertise: 'Privacy, archivering,',
      hoursTo: '4,5',
      closing: 'on',
      sort: 'fit',
    })
    expect(filter).toEqual({
      search: 'nota',
      expertise: ['privacy', 'archivering'],
      hoursTo: 4.5,
      closing: true,
      sort: 'fit',
    })
    expect(queryOf(filter)).toBe('closing=on&expertise=archivering%2C+privacy&hoursTo=4.5&q=nota&sort=fit')
    expect(filterFrom(Object.fromEntries(new URLSearchParams(queryOf(filter))))).toEqual({
      ...filter,
      expertise: ['archivering', 'privacy'],
    })
  })

  test('what makes no sense counts as not asked', () => {
    const nonsense = { purpose: 'x', hoursFrom: 'veel', hoursTo: '-1', from: '2026-13-45', where: 'maan', sort: '?' }
    expect(filterFrom({ ...nonsense, organisation: 'bank', expertise: ' , ', q: '  ' })).toEqual({})
  })
})

test('hours per week are worked out of the hours in total and the dates, where a klus does not say them', () => {
  const dates = { starts: '2027-01-04', ends: '2027-02-01' }
  expect(hoursPerWeekOf({ hoursPerWeek: 3, hoursTotal: 100, ...dates })).toBe(3)
  expect(hoursPerWeekOf({ hoursPerWeek: undefined, hoursTotal: 18, ...dates })).toBe(4.5)
  expect(hoursPerWeekOf({ hoursPerWeek: undefined, hoursTotal: 8, starts: '2027-01-04', ends: '2027-01-05' })).toBe(8)
  expect(hoursPerWeekOf({ hoursPerWeek: undefined, hoursTotal: 18, starts: undefined, ends: '2027-02-01' })).toBeUndefined() // prettier-ignore
})

eachDatabase('klussen', (open) => {
  let world: TestContext
  let anna: TestContext
  let bob: TestContext

  async function titles(of: TestContext, filter: KlusFilter = {}): Promise<string[]> {
    const { items, next } = await listKlussen(of, filter, { limit: 50 })
    expect(next).toBeUndefined()
    expect(await countKlussen(of, filter)).toBe(items.length)
    return items.map(({ item }) => item.title)
  }
  const write = (title: string, given: KlusGiven = {}) => writeKlus(anna, { title, ...given })

  beforeAll(async () => {
    world = testContext(open(), { kinds: [klusKind] })
    anna = await person(world, 'anna')
    bob = await person(world, 'bob')
    await editOrganisation(world.as(system), { name: 'Gemeente Lindewaarde', type: '', contact: '', security: '' })
    await write('Selectielijst invoeren', {
      body: 'Met de **selectielijst** in de hand door de mappen van Ruimte.',
      data: {
        expertise: ['archivering', 'informatiebeheer'],
        hoursPerWeek: 4,
        starts: '2027-01-10',
        ends: '2027-03-01',
        where: 'place',
        place: 'Zwolle',
        closes: '2026-11-25',
      },
    })
    await write('Privacytoets', {
      audience: 'public',
      data: { expertise: ['privacy', 'archivering', 'open overheid'], hoursPerWeek: 12, where: 'remote' },
    })
    await write('Waterkwaliteit meten', {
      data: { purpose: 'offer', expertise: ['waterkwaliteit'], hoursTotal: 30, result: 'Een meetplan voor de plas' },
    })
    await write('Gesloten klus', { data: { status: 'filled' } })
    await write('Voorbije klus', { data: { closes: '2026-11-21' } })
    await write('Alleen van mij', { audience: 'private' })
  })

  test('open klussen, newest first, without those that are filled or past their last day', async () => {
    expect(await titles(bob)).toEqual(['Waterkwaliteit meten', 'Privacytoets', 'Selectielijst invoeren'])
  })

  test('each through the visibility rule', async () => {
    expect(await titles(world.as(guest))).toEqual(['Privacytoets'])
    expect(await titles(anna)).toContain('Alleen van mij')
  })

  test.each<[KlusFilter, string[]]>([
    [{ purpose: 'offer' }, ['Waterkwaliteit meten']],
    [{ expertise: ['privacy', 'waterkwaliteit'] }, ['Waterkwaliteit meten', 'Privacytoets']],
    [{ theme: 'water' }, ['Waterkwaliteit meten']],
    [{ theme: 'bestaat niet' }, []],
    // What does not say its hours per week can still be agreed on.
    [{ hoursFrom: 5 }, ['Waterkwaliteit meten', 'Privacytoets']],
    [{ hoursTo: 5 }, ['Waterkwaliteit meten', 'Selectielijst invoeren']],
    [{ from: '2027-03-02' }, ['Waterkwaliteit meten', 'Privacytoets']],
    [{ until: '2027-01-09' }, ['Waterkwaliteit meten', 'Privacytoets']],
    [{ from: '2027-02-01', until: '2027-02-02', where: 'place' }, ['Waterkwaliteit meten', 'Selectielijst invoeren']],
    [{ where: 'remote' }, ['Waterkwaliteit meten', 'Privacytoets']],
    [{ place: 'zwol' }, ['Selectielijst invoeren']],
    [{ closing: true }, ['Selectielijst invoeren']],
    [{ organisationType: 'gemeente' }, ['Waterkwaliteit meten', 'Privacytoets', 'Selectielijst invoeren']],
    [{ organisationType: 'waterschap' }, []],
    [{ search: 'meetplan' }, ['Waterkwaliteit meten']],
    [{ search: 'LIJST mappen' }, ['Selectielijst invoeren']],
    [{ search: 'lijst plas' }, []],
    [{ search: '%' }, ['Waterkwaliteit meten', 'Privacytoets', 'Selectielijst invoeren']],
    [{ search: 'overheid', purpose: 'request' }, ['Privacytoets']],
    [{ expertise: ['archivering'], hoursTo: 5 }, ['Selectielijst invoeren']],
    [{ expertise: ['archivering'], where: 'remote', purpose: 'request' }, ['Privacytoets']],
    [{ theme: 'water', purpose: 'request' }, []],
    [{ theme: 'water', where: 'place' }, ['Waterkwaliteit meten']],
    [{ purpose: 'offer', hoursFrom: 1 }, ['Waterkwaliteit meten']],
    [{ purpose: 'request', where: 'remote', hoursFrom: 12, hoursTo: 12 }, ['Privacytoets']],
    [{ purpose: 'request', hoursFrom: 13 }, []],
    [{ theme: 'water', hoursTo: 1 }, ['Waterkwaliteit meten']],
    [{ sort: 'closing' }, ['Selectielijst invoeren', 'Privacytoets', 'Waterkwaliteit meten']],
  ])('%j', async (filter, expected) => {
    expect(await titles(bob, filter)).toEqual(expected)
  })

  test.each<KlusFilter>([
    {},
    { sort: 'closing' },
    { hoursFrom: 1 },
    { expertise: ['privacy', 'archivering', 'waterkwaliteit'] },
    { expertise: ['privacy', 'archivering', 'waterkwaliteit'], sort: 'closing' },
  ])('pages of one, none twice and none left out: %j', async (filter) => {
    const all = await titles(bob, filter)
    const seen: string[] = []
    let after: string | undefined
    do {
      const { items, next } = await listKlussen(bob, filter, { limit: 1, ...(after ? { after } : {}) })
      seen.push(...items.map(({ item }) => item.title))
      after = next
    } while (after)
    expect(seen).toEqual(all)
  })

  test('what fits: by subjects in common, never one of my own, page by page', async () => {
    const profile = { name: 'bob', jobTitle: '', unit: '', about: '', topics: 'archivering, Privacy, open overheid' }
    await editProfile(bob, profile)
    const who = { personId: idOf(bob), abilities: await abilitiesOf(bob.db, idOf(bob)) }
    const first = await listFitting(bob, who, {}, { limit: 1 })
    expect(first.items.map(({ item, fit }) => [item.title, fit.matched, fit.of])).toEqual([
      ['Privacytoets', ['privacy', 'archivering', 'open overheid'], 3],
    ])
    const second = await listFitting(bob, who, {}, { limit: 1, after: first.next ?? '' })
    expect(second.items.map(({ item, fit }) => [item.title, fit.matched, fit.of])).toEqual([
      ['Selectielijst invoeren', ['archivering'], 2],
    ])
    expect(second.next).toBeUndefined()
    const onPlace = await listFitting(bob, who, { where: 'place' }, { limit: 5 })
    expect(onPlace.items.map(({ item }) => item.title)).toEqual(['Selectielijst invoeren'])
    const herself = { personId: idOf(anna), abilities: who.abilities }
    expect((await listFitting(anna, herself, {}, { limit: 5 })).items).toEqual([])
  })

  test('in the order of fit nothing is left out: what has no subject in common comes last', async () => {
    const who = { personId: idOf(bob), abilities: await abilitiesOf(bob.db, idOf(bob)) }
    for (const limit of [1, 2, 3, 10]) {
      const seen: string[] = []
      let after: string | undefined
      do {
        const { items, next } = await listByFit(bob, who, {}, { limit, ...(after ? { after } : {}) })
        expect(items.length).toBeGreaterThan(0)
        seen.push(...items.map(({ item }) => item.title))
        after = next
      } while (after)
      expect([limit, seen]).toEqual([limit, ['Privacytoets', 'Selectielijst invoeren', 'Waterkwaliteit meten']])
    }
    const some = async (filter: KlusFilter) =>
      (await listByFit(bob, who, filter, { limit: 5 })).items.map(({ item }) => item.title)
    expect(await some({ where: 'place' })).toEqual(['Selectielijst invoeren', 'Waterkwaliteit meten'])
    // Few enough to be named, and none at all.
    expect(await some({ theme: 'water' })).toEqual(['Waterkwaliteit meten'])
    expect(await some({ theme: 'bestaat niet' })).toEqual([])
  })

  test('follows what becomes of an item', async () => {
    const id = await write('Tijdelijk', { data: { expertise: ['sport'], result: 'Zwemdiploma' } })
    expect(await titles(bob, { search: 'zwemdiploma' })).toEqual(['Tijdelijk'])
    const data = { status: 'open', expertise: ['cultuur'], hoursPerWeek: 3, closes: '2026-12-20' }
    await editContent(anna, id, { title: 'Veranderd', body: 'Anders', data })
    await reindex(anna, id)
    expect(await titles(bob, { search: 'zwemdiploma' })).toEqual([])
    expect(await titles(bob, { expertise: ['sport'] })).toEqual([])
    expect(await titles(bob, { expertise: ['cultuur'], search: 'veranderd' })).toEqual(['Veranderd'])
    expect(await titles(bob, { expertise: ['cultuur'], hoursTo: 3 })).toEqual(['Veranderd'])
    await hideContent(world.as(system), id)
    expect(await titles(bob, { expertise: ['cultuur'] })).toEqual([])
    await deleteContent(anna, id)
    await reindex(anna, id)
    const left = await world.db.selectFrom('klus').select('contentId').where('contentId', '=', id).execute()
    expect(left).toEqual([])
  })

  test('what somebody looked up stands in no list and is told to nobody, until it concerns people here', async () => {
    const iri = 'http://far.example/klussen/1'
    const id = await createContent(anna, {
      kind: 'klus',
      title: 'Opgezocht',
      body: '',
      audience: 'public',
      data: { status: 'open', expertise: ['cultuur'], closes: '2026-12-20' },
      remote: {
        iri, url: iri, contextIri: iri, html: '<p>Ver weg</p>', published: '2026-11-21T09:00:00.000Z', language: 'nl',
        tags: [], mentions: [], lookedUp: true,
      }, // prettier-ignore
    })
    const told = () => world.db.selectFrom('job').select('key').where('key', '=', `klus.tell:${id}`).execute()
    await reindex(anna, id)
    expect(await titles(bob, { expertise: ['cultuur'] })).toEqual([])
    expect(await told()).toHaveLength(0)
    await showInStreams(world, idOf(anna))
    expect(world.told('content.joinedStreams')).toEqual([{ contentId: id }])
    await reindex(anna, id)
    expect(await titles(bob, { expertise: ['cultuur'] })).toEqual(['Opgezocht'])
    expect(await told()).toHaveLength(1)
    await deleteContent(anna, id)
    await reindex(anna, id)
  })

  test('is made anew from the items', async () => {
    const before = await titles(bob)
    await world.transaction((tx) => tx.deleteFrom('klusWord').execute())
    await world.transaction((tx) => tx.updateTable('klus').set({ open: 0 }).execute())
    expect(await titles(bob)).toEqual([])
    expect(await rebuildIndex(world.as(system))).toBe(6)
    expect(await titles(bob)).toEqual(before)
    expect(await titles(bob, { search: 'meetplan' })).toEqual(['Waterkwaliteit meten'])
  })
})
