// People on both databases: profiles, the directory, cards, and what may not get in.
import { expect, test } from '@jest/globals'
import { findActor, newKeyPairs } from '../../../src/features/actors/index.ts'
import { putOwnOrganisation } from '../../../src/features/organisations/index.ts'
import {
  createPerson,
  editProfile,
  followPerson,
  getProfile,
  listFollowerCards,
  searchPeople,
} from '../../../src/features/people/index.ts'
import { federation } from '../../../src/features/people/federation/person.ts'
import { system, type Viewer } from '../../../src/core/viewer.ts'
import { type ActorId, newId } from '../../../src/lib/id.ts'
import { urlsOf } from '../../../src/lib/urls.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'

const urls = urlsOf('http://plein.test')

eachDatabase('people', (open) => {
  let world: TestContext | undefined
  const context = () => (world ??= testContext(open(), { viewer: system }))
  const ids = new Map<string, ActorId>()

  function viewer(handle: string): Viewer {
    return { type: 'person', personId: ids.get(handle) as ActorId, accountId: newId(), admin: false }
  }

  test('people are made with all kinds of names', async () => {
    const ctx = context()
    const keys = await newKeyPairs()
    const names = { anna: 'Anna Ågren', bo: 'Bo 100%_sure', cem: 'جم \u202Eevil', dee: '<b>Dee</b> 🦊', eef: 'Eef' }
    for (const [handle, name] of Object.entries(names)) {
      const made = await ctx.transaction((tx) =>
        createPerson(tx, { handle, name, keys, jobTitle: 'Adviseur' }, { urls, now: ctx.clock.now() }),
      )
      ids.set(handle, made)
    }
    await ctx.transaction((tx) =>
      putOwnOrganisation(tx, ctx.clock, { host: 'plein.test', name: 'Waterschap Voorbeeld' }),
    )
    expect((await getProfile(ctx, 'cem')).card.name).toBe('جم evil')
    expect((await getProfile(ctx, 'dee')).card).toMatchObject({
      name: '<b>Dee</b> 🦊',
      organisation: 'Waterschap Voorbeeld',
    })
    await expect(getProfile(ctx, 'nobody')).rejects.toMatchObject({ status: 404 })
    await expect(getProfile(ctx, "x' or 1=1--")).rejects.toMatchObject({ status: 404 })
  })

  test('a profile is changed as a whole, cleaned, and told to the network', async () => {
    const ctx = context().as(viewer('anna'))
    ctx.events.length = 0
    const input = {
      name: 'Anna',
      jobTitle: 'Strateeg',
      unit: 'Water',
      topics: 'Archief, #Omgevingswet\narchief',
      about: '**Hoi** <script>alert(1)</script>',
    }
    await editProfile(ctx, input)
    const profile = await getProfile(ctx, 'anna')
    expect(profile).toMatchObject({
      jobTitle: 'Strateeg',
      unit: 'Water',
      topics: ['archief', 'omgevingswet'],
      self: true,
    })
    expect(profile.about).toContain('<strong>Hoi</strong>')
    expect(profile.about).not.toContain('<script')
    expect(ctx.told('actor.updated')).toHaveLength(1)
    const event = { ...ctx.events[0], occurred: ctx.clock.now() }
    const [update] = (await federation.outbox?.['actor.updated']?.(ctx, event as never, urls)) ?? []
    expect(update).toMatchObject({
      activity: {
        type: 'Update',
        object: {
          type: 'Person',
          webfinger: 'anna@plein.test',
          attachment: [{ name: 'Functie', value: 'Strateeg' }, { name: 'Organisatie' }, {}, {}],
        },
      },
    })
    await expect(
      editProfile(ctx, {
        ...input,
        name: ' ',
        jobTitle: 'x'.repeat(101),
        topics: 'y'.repeat(51),
        about: 'z'.repeat(5001),
      }),
    ).rejects.toMatchObject({ fields: { name: {}, jobTitle: {}, topics: {}, about: {} } })
    await expect(editProfile(ctx.as({ type: 'guest' }), input)).rejects.toMatchObject({ status: 401 })
    expect((await findActor(ctx.db, ids.get('anna') as ActorId))?.name).toBe('Anna')
  })

  test('the directory: parts of words, every word, page by page, signs taken as they are', async () => {
    const ctx = context().as(viewer('anna'))
    const find = async (text: string) => (await searchPeople(ctx, text, { limit: 10 })).items.map((card) => card.handle)
    expect(await find('')).toHaveLength(5)
    expect(await find('STRAT')).toEqual(['anna'])
    expect(await find('adviseur waterschap')).toHaveLength(4)
    expect(await find('100%_')).toEqual(['bo'])
    expect(await find('_____%')).toEqual([])
    expect(await find("'; drop table person")).toEqual([])
    const seen: string[] = []
    for (let after: string | undefined; ;) {
      const page = await searchPeople(ctx, '', { limit: 2, after })
      seen.push(...page.items.map((card) => card.handle))
      after = page.next
      if (after === undefined) break
    }
    expect(new Set(seen).size).toBe(5)
    expect(seen).toHaveLength(5)
    await expect(searchPeople(ctx.as({ type: 'guest' }), '', { limit: 2 })).rejects.toMatchObject({ status: 401 })
  })

  test('following somebody here is at once; oneself and nobody cannot be followed', async () => {
    const ctx = context().as(viewer('bo'))
    const anna = ids.get('anna') as ActorId
    expect(await followPerson(ctx, anna)).toEqual({ outcome: 'followed' })
    expect(await followPerson(ctx, anna)).toEqual({ outcome: 'followed' })
    expect(ctx.told('follow.accepted')).toHaveLength(1)
    expect((await listFollowerCards(ctx, anna, { limit: 5 })).items.map((card) => card.handle)).toEqual(['bo'])
    await expect(followPerson(ctx, ids.get('bo') as ActorId)).rejects.toMatchObject({ code: 'person.followSelf' })
    await expect(followPerson(ctx, newId())).rejects.toMatchObject({ status: 404 })
  })
})
