// The kit's network: two pleinen, people at their screens, and everything arrives.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Network, startNetwork } from './network.ts'
import type { Person } from './person.ts'

describe('a network of two', () => {
  let network: Network
  let fatima: Person
  let joost: Person

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap'])
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    joost = await network.person('Joost Terpstra', 'Waterschap')
  })
  afterAll(() => network.close())

  test('a group is found, joined, posted in, commented and liked across both', async () => {
    const group = await fatima.startsGroup('Omgevingswet')
    const there = (await joost.finds(`@${group}@${network.server('Gemeente').host}`)).replace('/g/', '')
    await joost.joins(there)
    await network.settle()

    const item = await fatima.posts({
      title: 'Van acht weken naar drie',
      body: 'Zo deden we het.',
      group,
      audience: 'public',
    })
    await network.settle()
    const seen = await joost.opens(`/g/${there}`, 'Van acht weken naar drie')
    expect(seen.text).toContain('Zo deden we het.')

    await joost.comments(seen.path, 'Herkenbaar!')
    await joost.likes(seen.path)
    await network.settle()
    const back = await fatima.visits(item)
    expect(back.text).toContain('Herkenbaar!')
    expect(back.text).toContain('Joost Terpstra')
    expect(network.servers.flatMap((server) => server.log)).toEqual([])
  })
})
