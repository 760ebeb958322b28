// Hosts that are blocked, pleinen that talk to listed ones only, and one that talks to nobody.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Json, type Peer, type PeerActor, PUBLIC, startPeer } from '../kit/peer/peer.ts'
import type { Person } from '../kit/person.ts'
import { startServer, type TestServer } from '../kit/server.ts'
import { newMail, reads, type RemoteDocument, stored, webfinger } from './wire.ts'

describe('a host is blocked', () => {
  let network: Network
  let gemeente: TestServer
  let peer: Peer
  let kim: PeerActor
  let fatima: Person
  let group: RemoteDocument
  let item: string
  let inbox: string
  let post: Json & { id: string }

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap'])
    gemeente = network.server('Gemeente')
    inbox = `${gemeente.origin}/inbox`
    peer = await startPeer({ software: 'lemmy', now: () => network.clock.millis() })
    kim = peer.actor('kim', { name: 'Kim Jansen' })
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    group = await reads(kim, await webfinger(gemeente, await fatima.startsGroup('Vergunningen')))
    await kim.send(inbox, kim.follow(group.id))
    await fatima.follows(await fatima.finds(`@kim@${peer.host}`))
    await network.settle()
    const asked = peer.inbox.find(({ activity }) => activity['type'] === 'Follow')
    await kim.send(inbox, kim.activity('Accept', { object: asked?.activity['id'] }))
    post = kim.note('<p>Van Kim.</p>', {
      type: 'Article',
      name: 'Bericht van Kim',
      audience: group.id,
      to: [group.id, PUBLIC],
    }) as typeof post
    await kim.send(inbox, kim.create(post))
    item = await fatima.posts({ group: 'vergunningen', title: 'Van Fatima', body: 'Vraag.', audience: 'public' })
    await network.settle()
    await kim.send(
      inbox,
      kim.create(kim.note('<p>Antwoord van Kim.</p>', { inReplyTo: await iriOf('Van Fatima'), audience: group.id })),
    )
    await network.settle()
    expect(await fatima.sees(item, 'Antwoord van Kim.')).toBe(true)
    expect(await fatima.sees('/g/vergunningen', 'Bericht van Kim')).toBe(true)
  })
  afterAll(async () => {
    await network.close()
    await peer.close()
  })

  async function iriOf(title: string): Promise<string> {
    const { db } = gemeente.app.ctx()
    return (await db.selectFrom('content').select('iri').where('title', '=', title).executeTakeFirstOrThrow()).iri
  }

  test('what it said is hidden, follows end both ways', async () => {
    const mail = newMail(peer)
    mail()
    await gemeente.cli('instance block', { host: peer.host, reason: 'overlast' })
    await network.settle()
    expect(await fatima.sees('/g/vergunningen', 'Bericht van Kim')).toBe(false)
    expect((await fatima.visits(item)).text).not.toContain('Antwoord van Kim.')
    const rows = await gemeente.app
      .ctx()
      .db.selectFrom('follow')
      .select('state')
      .where('state', '=', 'accepted')
      .execute()
    expect(rows).toHaveLength(1)
    expect(mail()).toEqual([])
  })

  test('nothing comes in, nothing goes out, nothing is given', async () => {
    const before = await stored(gemeente)
    const sent = peer.inbox.length
    const asked = peer.asked.length
    for (const activity of [
      kim.follow(group.id),
      kim.create(kim.note('<p>Nog iets.</p>', { audience: group.id })),
      kim.activity('Like', { object: await iriOf('Van Fatima') }),
    ]) {
      expect((await kim.send(inbox, activity)).status).toBe(403)
    }
    await fatima.comments(item, 'Weer verder.')
    await fatima.posts({ group: 'vergunningen', title: 'Zonder hen', body: 'Tekst.', audience: 'public' })
    await network.settle()
    expect(await stored(gemeente)).toEqual({
      ...before,
      comment: (before['comment'] ?? 0) + 1,
      content: (before['content'] ?? 0) + 1,
    })
    expect(peer.inbox).toHaveLength(sent)
    expect((await kim.get(await iriOf('Van Fatima'))).status).toBe(403)
    // Nor by a detour: passed on by somebody else.
    const waterschap = await startPeer({ software: 'lemmy', now: () => network.clock.millis() })
    const relay = waterschap.actor('relay')
    await relay.send(
      inbox,
      kim.prove(
        kim.create(
          kim.note('<p>Omweg.</p>', { type: 'Article', name: 'Omweg', audience: group.id, to: [group.id, PUBLIC] }),
        ),
      ),
    )
    await network.settle()
    await waterschap.close()
    expect(await fatima.sees('/g/vergunningen', 'Omweg')).toBe(false)
    const pasted = await fatima.visits(`/search?q=${encodeURIComponent(`${peer.origin}/@somebody`)}`)
    expect(pasted.text).toContain(`heeft ${peer.host} geblokkeerd`)
    expect(peer.asked).toHaveLength(asked)
  })

  test('let in again, it starts anew, and what it said is there again', async () => {
    await gemeente.cli('instance reset', { host: peer.host })
    expect((await kim.send(inbox, kim.follow(group.id))).status).toBe(202)
    await network.settle()
    expect(peer.inbox.at(-1)?.activity['type']).toMatch(/Accept|Announce/)
    expect(await fatima.sees('/g/vergunningen', 'Bericht van Kim')).toBe(true)
  })

  test('nobody logged a fault', () => {
    expect(gemeente.log.join('\n')).toBe('')
  })
})

describe('a plein that talks to listed hosts only', () => {
  let plein: TestServer
  let peer: Peer
  let kim: PeerActor
  let fatima: Person

  beforeAll(async () => {
    plein = await startServer({ config: { federation: 'allowlist' } })
    peer = await startPeer()
    kim = peer.actor('kim')
    fatima = await plein.person('Fatima El Amrani')
    await fatima.startsGroup('Vergunningen')
  })
  afterAll(async () => {
    await plein.close()
    await peer.close()
  })

  test('others get and bring nothing; their actors are not looked up', async () => {
    const iri = await webfinger(plein, 'vergunningen')
    const before = await stored(plein)
    expect((await kim.send(`${plein.origin}/inbox`, kim.follow(iri))).status).toBe(403)
    for (const accept of ['application/activity+json', 'text/html'])
      expect((await kim.get(`${iri}/outbox`, { scheme: 'none', headers: { accept } })).status).toBe(401)
    const pasted = await fatima.visits(`/search?q=${encodeURIComponent(`@kim@${peer.host}`)}`)
    expect(pasted.text).toContain(`${peer.host} staat daar niet op`)
    expect((await kim.get(`${iri}/outbox`)).status).toBe(403)
    expect((await kim.get(`${plein.origin}/ap/instance`, { scheme: 'none' })).status).toBe(200)
    expect((await fatima.visits(`/search?q=${encodeURIComponent(`@kim@${peer.host}`)}`)).text).not.toContain(
      `kim@${peer.host}`.repeat(2),
    )
    await plein.app.drain()
    expect(await stored(plein)).toEqual(before)
    expect(peer.asked).toEqual([])
  })

  test('once listed, all works', async () => {
    await plein.cli('instance allow', { host: peer.host })
    const group = await reads(kim, await webfinger(plein, 'vergunningen'))
    expect((await kim.send(group.inbox, kim.follow(group.id))).status).toBe(202)
    await plein.app.drain()
    expect(peer.inbox.map(({ activity }) => activity['type'])).toEqual(['Accept'])
    await fatima.posts({
      group: 'vergunningen',
      title: 'Voor wie op de lijst staat',
      body: 'Tekst.',
      audience: 'public',
    })
    await plein.app.drain()
    expect(peer.inbox.at(-1)?.activity['type']).toBe('Announce')
    expect((await kim.get(String(peer.inbox.at(-1)?.activity['object']))).status).toBe(200)
  })
})

describe('a plein that talks to nobody', () => {
  let plein: TestServer
  let peer: Peer

  beforeAll(async () => {
    plein = await startServer({ config: { federation: 'off' } })
    peer = await startPeer()
  })
  afterAll(async () => {
    await plein.close()
    await peer.close()
  })

  test('there is no federation at all, and the plein itself works', async () => {
    const fatima = await plein.person('Fatima El Amrani')
    const kim = peer.actor('kim')
    const item = await fatima.posts({ title: 'Onder elkaar', body: 'Tekst.', audience: 'public' })
    const { iri } = await plein.app.ctx().db.selectFrom('content').select('iri').executeTakeFirstOrThrow()
    expect((await kim.send(`${plein.origin}/inbox`, kim.follow(iri))).status).toBe(404)
    for (const path of [
      '/.well-known/nodeinfo',
      '/.well-known/webfinger?resource=acct:fatima@x',
      '/ap/instance',
      new URL(iri).pathname,
    ]) {
      expect([path, (await kim.get(`${plein.origin}${path}`)).status]).toEqual([path, 404])
    }
    const found = await fatima.visits(`/search?q=${encodeURIComponent(`@kim@${peer.host}`)}`)
    expect([found.status, found.text.includes('wisselt niets uit met andere pleinen')]).toEqual([200, true])
    const asked = plein.cli('follow', { person: 'fatima', target: `@kim@${peer.host}` })
    await expect(asked).rejects.toMatchObject({ code: 'lookup.off' })
    await fatima.comments(item, 'Antwoord.')
    await plein.app.drain()
    expect([peer.asked, peer.inbox]).toEqual([[], []])
    expect(await fatima.sees(item, 'Antwoord.')).toBe(true)
    expect(plein.log.join('\n')).toBe('')
  })
})
