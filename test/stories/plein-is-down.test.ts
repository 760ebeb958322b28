// The waterschap is down for a while, the gemeente is restarted meanwhile: all comes later, once, and in order.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Json, type Peer, startPeer } from '../kit/peer/peer.ts'
import type { Person } from '../kit/person.ts'
import type { TestServer } from '../kit/server.ts'
import { newMail, reads, typesOf, webfinger } from './wire.ts'

const MINUTE = 60_000

describe('a plein is down for a while', () => {
  let network: Network
  let gemeente: TestServer
  let waterschap: TestServer
  let lemmy: Peer
  let lemmyIsDown = false
  let fatima: Person
  let joost: Person
  let group: string
  let atWaterschap: string
  const items: string[] = []

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap'])
    gemeente = network.server('Gemeente')
    waterschap = network.server('Waterschap')
    lemmy = await startPeer({
      software: 'lemmy',
      now: () => network.clock.millis(),
      answer: () => (lemmyIsDown ? 503 : 202),
    })
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    joost = await network.person('Joost van der Meer', 'Waterschap')
    group = await fatima.startsGroup('Vergunningen')
    atWaterschap = await joost.finds(`@${group}@${gemeente.host}`)
    await joost.joins(atWaterschap.replace('/g/', ''))
    const kim = lemmy.actor('kim')
    await kim.send(`${gemeente.origin}/inbox`, kim.follow((await reads(kim, await webfinger(gemeente, group))).id))
    await network.settle()
  })
  afterAll(async () => {
    await network.close()
    await lemmy.close()
  })

  async function breaker(host: string) {
    const { db } = gemeente.app.ctx()
    return db
      .selectFrom('instance')
      .select(['failures', 'heldUntil'])
      .where('host', '=', host)
      .executeTakeFirstOrThrow()
  }

  async function waiting(host: string): Promise<number> {
    const { db } = gemeente.app.ctx()
    const query = db.selectFrom('delivery').select('id').where('host', '=', host).where('state', '=', 'waiting')
    return (await query.execute()).length
  }

  test('what is posted waits, and the breaker opens after five failures', async () => {
    lemmyIsDown = true
    waterschap.pause()
    for (const number of [1, 2, 3, 4, 5, 6, 7]) {
      items.push(await fatima.posts({ group, title: `Bericht ${number}`, body: 'Eerste versie.', audience: 'public' }))
      await network.settle()
    }
    const before = lemmy.inbox.length
    await fatima.submits(`${items[0]}/edit`, { field: 'body' }, { body: 'Tweede versie.' })
    await fatima.comments(items[0] as string, 'Nog een vraag.')
    await fatima.submits(`${items[6]}/delete`, { button: /verwijder/i })
    await network.settle()
    for (const host of [waterschap.host, lemmy.host]) {
      expect(await waiting(host)).toBe(12)
      expect((await breaker(host)).failures).toBeGreaterThanOrEqual(5)
    }
    // Held: nobody knocks any more.
    expect(lemmy.inbox).toHaveLength(before)
    expect(await gemeente.cli('deliveries list')).toContainEqual(
      expect.objectContaining({ host: waterschap.host, waiting: 12, failed: 0 }),
    )
  })

  test('one knocks while it stays down, however long that is', async () => {
    const before = lemmy.inbox.length
    network.clock.advance(2 * MINUTE)
    await network.settle()
    expect(lemmy.inbox.length - before).toBe(1)
    expect(await waiting(waterschap.host)).toBe(12)
  })

  test('the gemeente is restarted; back again, all arrives once and in order', async () => {
    const mail = newMail(lemmy)
    mail()
    await gemeente.restart()
    lemmyIsDown = false
    waterschap.resume()
    network.clock.advance(60 * MINUTE)
    await network.settle()
    expect(await waiting(waterschap.host)).toBe(0)
    expect(await breaker(waterschap.host)).toMatchObject({ failures: 0, heldUntil: null })
    const page = await joost.visits(atWaterschap)
    for (const number of [1, 2, 3, 4, 5, 6]) expect(page.text.split(`Bericht ${number}`)).toHaveLength(2)
    expect(page.text).not.toContain('Bericht 7')
    const first = await joost.opens(atWaterschap, 'Bericht 1')
    expect(first.text).toContain('Tweede versie.')
    expect(first.text).toContain('Nog een vraag.')

    const arrived = mail()
    const ids = arrived.map(({ activity }) => String(activity['id']))
    expect(new Set(ids).size).toBe(ids.length)
    const inner = arrived.map(({ activity }) => activity['object'] as Json & { type: string; object: Json | string })
    const about = (title: string) =>
      inner.filter(({ object }) => typeof object === 'object' && object['name'] === title).map(({ type }) => type)
    expect(about('Bericht 1')).toEqual(['Create', 'Update'])
    const last = inner.find(({ object }) => typeof object === 'object' && object['name'] === 'Bericht 7')
    const removal = inner.find(({ type, object }) => type === 'Delete' && typeof object === 'string')
    expect(removal?.object).toBe((last?.object as Json | undefined)?.['id'])
    expect(inner.indexOf(removal as (typeof inner)[number])).toBeGreaterThan(
      inner.indexOf(last as (typeof inner)[number]),
    )
    expect(typesOf(arrived).toSorted()).toEqual(
      // Who got it before is told by the author's own server as well.
      [
        ...Array<string>(8).fill('Announce{Create}'),
        'Announce{Update}',
        'Update{Article}',
        'Announce{Delete}',
        'Delete{id}',
      ].toSorted(),
    )
  })

  test('what was said at the waterschap meanwhile comes too', async () => {
    gemeente.pause()
    const first = await joost.opens(atWaterschap, 'Bericht 2')
    await joost.comments(first.path, 'Van de overkant.')
    await network.settle()
    gemeente.resume()
    network.clock.advance(5 * MINUTE)
    await network.settle()
    expect(await fatima.sees(items[1] as string, 'Van de overkant.')).toBe(true)
  })
})
