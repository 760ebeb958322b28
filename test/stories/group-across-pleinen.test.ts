// A group of the gemeente, used from the waterschap and the provincie.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Network, startNetwork } from '../kit/network.ts'
import type { Person } from '../kit/person.ts'

describe('a group is used from other pleinen', () => {
  let network: Network
  let fatima: Person
  let joost: Person
  let anna: Person
  let group: string
  let atWaterschap: string
  let atProvincie: string
  let item: string

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap', 'Provincie'])
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    joost = await network.person('Joost van der Meer', 'Waterschap')
    anna = await network.person('Anna de Boer', 'Provincie')
    group = await fatima.startsGroup('Omgevingswet in de praktijk')
  })
  afterAll(() => network.close())

  test('Joost and Anna find the group by its address and join', async () => {
    const address = `@${group}@${network.server('Gemeente').host}`
    atWaterschap = await joost.finds(address)
    atProvincie = await anna.finds(address)
    await joost.joins(atWaterschap.replace('/g/', ''))
    await anna.joins(atProvincie.replace('/g/', ''))
    await network.settle()
    const members = await fatima.visits(`/g/${group}/members`)
    expect(members.text).toContain('Joost van der Meer')
    expect(members.text).toContain('Anna de Boer')
    expect(members.text).toContain('Waterschap')
  })

  test('what Fatima posts, Joost and Anna read on their own plein', async () => {
    item = await fatima.posts({
      group,
      title: 'Hoe pakken jullie de vergunningcheck aan?',
      body: 'Wij lopen vast op **vooroverleg**. #omgevingswet',
    })
    await network.settle()
    for (const [person, path] of [
      [joost, atWaterschap],
      [anna, atProvincie],
    ] as const) {
      const page = await person.opens(path, 'Hoe pakken jullie de vergunningcheck aan?')
      expect(page.status).toBe(200)
      expect(page.text).toContain('vooroverleg')
      expect(page.text).toContain('Fatima El Amrani')
      expect(page.text).toContain('Gemeente')
    }
  })

  test('Joost reacts; Fatima is told, and Anna sees it too', async () => {
    const page = await joost.opens(atWaterschap, 'Hoe pakken jullie de vergunningcheck aan?')
    await joost.comments(page.path, 'Bij ons helpt een vast spreekuur.')
    await joost.likes(page.path)
    await network.settle()
    expect((await fatima.visits(item)).text).toContain('Bij ons helpt een vast spreekuur.')
    expect((await fatima.visits('/notifications')).text).toContain('Joost van der Meer')
    const seen = await anna.opens(atProvincie, 'Hoe pakken jullie de vergunningcheck aan?')
    expect(seen.text).toContain('Bij ons helpt een vast spreekuur.')
  })

  test('what Anna posts from the provincie stands at all three; edits and removal too', async () => {
    const path = await anna.posts({
      group: atProvincie.replace('/g/', ''),
      title: 'Kaart met pilots',
      body: 'Een eerste lijst.',
    })
    await network.settle()
    expect(await fatima.sees(`/g/${group}`, 'Kaart met pilots')).toBe(true)
    expect(await joost.sees(atWaterschap, 'Kaart met pilots')).toBe(true)
    await anna.submits(`${path}/edit`, { field: 'body' }, { title: 'Kaart met alle pilots', body: 'De hele lijst.' })
    await network.settle()
    expect(await joost.sees(atWaterschap, 'Kaart met alle pilots')).toBe(true)
    await anna.submits(`${path}/delete`, { button: /verwijder/i })
    await network.settle()
    expect(await joost.sees(atWaterschap, 'Kaart met alle pilots')).toBe(false)
    expect(await fatima.sees(`/g/${group}`, 'Kaart met alle pilots')).toBe(false)
  })

  test('nobody logged a fault', () => {
    expect(network.servers.flatMap((server) => server.log).join('\n')).toBe('')
  })
})
