// A face from elsewhere: copied by this plein, shown from here, never asked for by a reader's browser.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { type Network, startNetwork } from '../kit/network.ts'
import type { Person } from '../kit/person.ts'

describe('a picture from elsewhere', () => {
  let network: Network
  let fatima: Person
  let joost: Person

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap'])
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    joost = await network.person('Joost Terpstra', 'Waterschap')
    const bytes = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#3366aa' } })
      .png()
      .toBuffer()
    const picture = { fileName: 'ik.png', type: 'image/png', bytes }
    await fatima.submits('/settings/profile', { field: 'name' }, { picture })
  })
  afterAll(() => network.close())

  test('is asked for at once and shown when it is here', async () => {
    const path = await joost.finds(fatima.address)
    expect((await joost.visits(path)).find(({ name }) => name === 'img')).toEqual([])
    await network.settle()
    const [face] = (await joost.visits(path)).find(({ name }) => name === 'img')
    const source = String(face?.attribs['src'])
    expect(source).toMatch(/^\/media\//)
    const answer = await fetch(new URL(source, joost.origin), { headers: { cookie: joost.cookie } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('image/webp')
  })
})
