// A face from elsewhere: copied by this plein, shown from here, never asked for by a reader's browser.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import sharp from 'sharp'
import { type Network, startNetwork } from '../kit/network.ts'
import { PUBLIC, startPeer } from '../kit/peer/peer.ts'
import type { Person } from '../kit/person.ts'
import { webfinger } from './wire.ts'

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
    await shownByAnother(address.href)
    expect((await fetch(source)).status).toBe(404)
  })

  /** Another server, that knows the address only, shows it to everyone: as its own picture, as somebody's face, and behind a redirect. */
  async function shownByAnother(address: string): Promise<void> {
    const waterschap = network.server('Waterschap')
    const peer = await startPeer({ now: network.clock.millis })
    try {
      peer.documents.set('/face', (_, answer) => void answer.writeHead(302, { location: address }).end())
      const joostIri = await webfinger(waterschap, 'joost')
      for (const [name, url] of [['eve', address] as const, ['mallory', `${peer.origin}/face`] as const]) {
        const eve = peer.actor(name, { icon: { type: 'Image', url } })
        const picture = { type: 'Image', mediaType: 'image/png', url, name: 'Gezien?' }
        const note = eve.note('Kijk eens', { to: [PUBLIC, joostIri], attachment: [picture] })
        await eve.send(`${waterschap.origin}/inbox`, eve.create(note))
      }
      await network.settle()
      const { db } = waterschap.app.ctx()
      expect(await db.selectFrom('content').select('html').where('host', '=', peer.host).execute()).toHaveLength(2)
      for (const { id } of await db.selectFrom('media').select('id').execute())
        expect((await fetch(`${waterschap.origin}/media/${id}`)).status).toBe(404)
    } finally {
      await peer.close()
    }
  }
})
