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

describe('a picture in a post that is not for everyone', () => {
  let network: Network
  let fatima: Person
  let joost: Person

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap'])
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    joost = await network.person('Joost Terpstra', 'Waterschap')
  })
  afterAll(() => network.close())

  test('is copied by the plein of a member, and given to nobody else', async () => {
    const group = await fatima.startsGroup('Bouwtekeningen')
    const there = await joost.finds(`@${group}@${network.server('Gemeente').host}`)
    await joost.joins(there.replace('/g/', ''))
    await network.settle()
    const bytes = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#993322' } })
      .png()
      .toBuffer()
    const form = await fatima.visits(`/new/post?group=${group}`)
    const item = await fatima.submits(
      form,
      { field: 'body' },
      {
        title: 'Tekening',
        body: 'Voor de groep.',
        audience: 'group',
        image: { fileName: 'tekening.png', type: 'image/png', bytes },
        alt: 'Doorsnede van de dijk',
      },
    )
    expect(item.status).toBe(200)
    await network.settle()
    const [own] = item.find(({ name, attribs }) => name === 'img' && attribs['alt'] === 'Doorsnede van de dijk')
    const address = new URL(String(own?.attribs['src']), fatima.origin)
    expect((await fetch(address)).status).toBe(404)
    expect(
      (await fetch(address, { headers: { signature: 'keyId="http://x.example/key",signature="eA=="' } })).status,
    ).toBe(404)
    const seen = await joost.opens(there, 'Tekening')
    const [copy] = seen.find(({ name, attribs }) => name === 'img' && attribs['alt'] === 'Doorsnede van de dijk')
    const source = new URL(String(copy?.attribs['src']), joost.origin)
    expect((await fetch(source, { headers: { cookie: joost.cookie } })).status).toBe(200)
    expect((await fetch(source)).status).toBe(404)
  })
})
