// What arrives in any order, and any number of times, ends in the same: on both databases.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Json, type Peer, type PeerActor, PUBLIC, startPeer } from '../kit/peer/peer.ts'
import type { Person } from '../kit/person.ts'
import { newMail, reads, type RemoteDocument, stored, webfinger } from './wire.ts'

describe.each(['sqlite', 'postgres'] as const)('activities come in any order (%s)', (dialect) => {
  let network: Network
  let peer: Peer
  let kim: PeerActor
  let fatima: Person
  let handle: string
  let group: RemoteDocument
  let inbox: string

  beforeAll(async () => {
    network = await startNetwork(['Gemeente'], { dialect })
    peer = await startPeer({ software: 'lemmy', now: () => network.clock.millis() })
    kim = peer.actor('kim', { name: 'Kim Jansen' })
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    handle = await fatima.startsGroup('Vergunningen')
    const gemeente = network.server('Gemeente')
    inbox = `${gemeente.origin}/inbox`
    group = await reads(kim, await webfinger(gemeente, handle))
    await kim.send(inbox, kim.follow(group.id))
    await network.settle()
  })
  afterAll(async () => {
    await network.close()
    await peer.close()
  })

  function article(name: string, extra: Json = {}): Json & { id: string } {
    const more = { type: 'Article', name, audience: group.id, to: [group.id, PUBLIC], ...extra }
    return kim.note(`<p>Tekst van ${name}.</p>`, more) as Json & { id: string }
  }

  /** Its own server has it no more. */
  function forget(object: Json): void {
    peer.documents.set(
      new URL(String(object['id'])).pathname,
      (_request, response) => void response.writeHead(410).end(),
    )
  }

  async function arrive(...activities: Json[]): Promise<void> {
    for (const activity of activities) {
      expect((await kim.send(inbox, activity)).status).toBe(202)
      await network.settle()
    }
  }

  test('Delete before Create: it never stands there', async () => {
    const post = article('Al verwijderd')
    forget(post)
    await arrive(kim.activity('Delete', { object: post.id, audience: group.id, to: [PUBLIC] }), kim.create(post))
    expect(await fatima.sees(`/g/${handle}`, 'Al verwijderd')).toBe(false)
  })

  test('Update before Create: the newer text stays', async () => {
    const post = article('Oude titel')
    const updated = new Date(network.clock.millis() + 1000).toISOString()
    const newer = { ...post, name: 'Nieuwe titel', content: '<p>Nieuwe tekst.</p>', summary: 'Nieuw.', updated }
    peer.documents.set(new URL(post.id).pathname, newer)
    await arrive(kim.activity('Update', { object: newer, to: [group.id, PUBLIC] }), kim.create(post))
    expect(await fatima.sees(`/g/${handle}`, 'Nieuwe titel')).toBe(true)
    expect(await fatima.sees(`/g/${handle}`, 'Oude titel')).toBe(false)
  })

  test('an older Update of a person after a newer one changes nothing', async () => {
    const lee = peer.actor('lee')
    await lee.send(inbox, lee.follow(group.id))
    for (const [name, seconds] of [['Lee Nieuw', -3] as const, ['Lee Oud', -9] as const]) {
      const updated = new Date(network.clock.millis() + seconds * 1000).toISOString()
      await lee.send(inbox, lee.activity('Update', { object: { ...lee.document, name, updated } }))
      await network.settle()
    }
    expect((await fatima.visits(`/@lee@${peer.host}`)).text).toContain('Lee Nieuw')
  })

  test('an older Update after a newer one changes nothing', async () => {
    const post = article('Titel nul')
    const at = (seconds: number) => new Date(network.clock.millis() + seconds * 1000).toISOString()
    const update = (name: string, updated: string) =>
      kim.activity('Update', { object: { ...post, name, updated }, to: [group.id, PUBLIC] })
    await arrive(kim.create(post), update('Titel twee', at(20)), update('Titel een', at(10)))
    expect(await fatima.sees(`/g/${handle}`, 'Titel twee')).toBe(true)
    expect(await fatima.sees(`/g/${handle}`, 'Titel een')).toBe(false)
  })

  test('an answer before what it answers: both stand there', async () => {
    const post = article('Later gekomen')
    const answer = kim.note('<p>Vroeg antwoord.</p>', {
      inReplyTo: post.id,
      audience: group.id,
      to: [group.id, PUBLIC],
    })
    await arrive(kim.create(answer), kim.create(post))
    const page = await fatima.opens(`/g/${handle}`, 'Later gekomen')
    expect(page.text.split('Vroeg antwoord.')).toHaveLength(2)
  })

  test('a Like before what it is about: both stand there; nothing is asked about what concerns nobody here', async () => {
    const post = article('Al nuttig')
    const gemeente = network.server('Gemeente')
    const likes = async () => (await stored(gemeente))['reaction'] ?? 0
    const before = await likes()
    await arrive(kim.activity('Like', { object: post.id, audience: group.id, to: [group.id] }), kim.create(post))
    expect(await likes()).toBe(before + 1)
    const page = await fatima.visits(`/g/${handle}`)
    expect(page.text.split('Tekst van Al nuttig.')).toHaveLength(2)
    const strange = article('Van elders', { audience: `${peer.origin}/users/elders`, to: [PUBLIC] })
    await arrive(kim.activity('Like', { object: strange.id, audience: `${peer.origin}/users/elders`, to: [PUBLIC] }))
    expect(await likes()).toBe(before + 1)
    expect(peer.asked).not.toContain(new URL(strange.id).pathname)
  })

  test('Undo before its Like: no like stays', async () => {
    const post = article('Gewaardeerd')
    await arrive(kim.create(post))
    const like = kim.activity('Like', { object: post.id })
    const before = await stored(network.server('Gemeente'))
    await arrive(kim.activity('Undo', { object: like }), like)
    expect((await stored(network.server('Gemeente')))['reaction']).toBe(before['reaction'])
  })

  test('a Follow under the same id after its Undo counts again (Misskey names it by its two sides)', async () => {
    const piet = peer.actor('piet')
    const follow = piet.follow(group.id)
    const undo = piet.activity('Undo', { object: follow })
    const mail = newMail(peer)
    mail()
    for (const activity of [follow, follow, undo, follow, undo, follow]) {
      expect((await piet.send(inbox, activity)).status).toBe(202)
      await network.settle()
    }
    expect(mail().filter(({ activity }) => activity['type'] === 'Accept')).toHaveLength(4)
    expect((await fatima.visits(`/g/${handle}/members`)).text).toContain('piet')
    await piet.send(inbox, undo)
    await network.settle()
    expect((await fatima.visits(`/g/${handle}/members`)).text).not.toContain('piet')
  })

  test('an Accept that nobody asked for makes no follow, and does no harm to the one that comes', async () => {
    const iri = `${peer.origin}/users/algemeen`
    const theirs = peer.actor('algemeen', { type: 'Group', attributedTo: `${iri}/moderators` })
    const me = await reads(kim, await webfinger(network.server('Gemeente'), 'fatima'))
    const before = await stored(network.server('Gemeente'))
    const early = {
      type: 'Follow',
      id: `${network.server('Gemeente').origin}/ap/activities/1`,
      actor: me.id,
      object: theirs.iri,
    }
    await theirs.send(inbox, theirs.activity('Accept', { object: early }))
    await network.settle()
    expect(await stored(network.server('Gemeente'))).toEqual(before)
    const mail = newMail(peer)
    mail()
    const path = await fatima.finds(`@algemeen@${peer.host}`)
    await fatima.joins(path.replace('/g/', ''))
    await network.settle()
    const follow = mail().find(({ activity }) => activity['type'] === 'Follow')
    const accept = theirs.activity('Accept', { object: follow?.activity['id'] })
    await theirs.send(inbox, accept)
    await theirs.send(inbox, theirs.activity('Accept', { object: follow?.activity['id'] }))
    await network.settle()
    expect((await fatima.visits(path)).form({ action: /\/leave$/ })).toBeDefined()
    expect((await fatima.visits(path)).text).not.toContain('Verstuurd')
  })

  test('everything twice, in both directions, leaves one of each', async () => {
    const post = article('Eenmaal')
    const answer = kim.note('<p>Eenmaal beantwoord.</p>', {
      inReplyTo: post.id,
      audience: group.id,
      to: [group.id, PUBLIC],
    })
    const like = kim.activity('Like', { object: post.id })
    const all = [kim.create(post), kim.create(answer), like]
    await arrive(...all)
    const once = await stored(network.server('Gemeente'))
    const sent = peer.inbox.length
    await arrive(
      ...all.toReversed(),
      ...all,
      kim.create(post),
      kim.create(answer),
      kim.activity('Like', { object: post.id }),
    )
    expect(await stored(network.server('Gemeente'))).toEqual(once)
    // Nor is any of it passed on a second time.
    expect(peer.inbox).toHaveLength(sent)
  })

  test('an old request, replayed to the letter, is refused; within the hour it changes nothing', async () => {
    const create = JSON.stringify(kim.create(article('Afgespeeld')))
    const { host: _, ...headers } = kim.signed('POST', inbox, create)
    const replay = () =>
      fetch(inbox, {
        method: 'POST',
        headers: { 'content-type': 'application/activity+json', ...headers },
        body: create,
      })
    expect((await replay()).status).toBe(202)
    await network.settle()
    const before = await stored(network.server('Gemeente'))
    expect((await replay()).status).toBe(202)
    await network.settle()
    expect(await stored(network.server('Gemeente'))).toEqual(before)
    network.clock.advance(13 * 3_600_000)
    expect((await replay()).status).toBe(401)
  })

  test('nobody logged a fault', () => {
    expect(network.servers.flatMap((server) => server.log).join('\n')).toBe('')
  })
})
