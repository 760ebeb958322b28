// The door of the inbox on both databases: limits, modes, many at once.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { eachDatabase } from '../kit/databases.ts'
import { type Json, type Peer, type PeerActor, PUBLIC, startPeer } from '../kit/peer/peer.ts'
import { hostOf, type Plein, startPlein } from './plein.ts'

eachDatabase('inbox', (open) => {
  let plein: Plein
  let peer: Peer
  let other: Peer
  let anna: PeerActor
  let eve: PeerActor

  beforeAll(async () => {
    plein = await startPlein(open())
    peer = await startPeer()
    other = await startPeer()
    anna = peer.actor('anna')
    eve = other.actor('eve')
  })
  afterAll(async () => {
    await plein.close()
    await peer.close()
    await other.close()
  })

  async function send(actor: PeerActor, activity: Json): Promise<number> {
    const answer = await actor.send(plein.inbox, activity)
    await plein.settle()
    return answer.status
  }

  function about(activity: Json) {
    return plein.heard.filter(({ incoming }) => incoming.id === activity['id'])
  }

  test('many at once, some twice: each is handled once, those about one object in order', async () => {
    const note = anna.note('Eerst')
    const create = anna.create(note)
    await send(anna, anna.create(anna.note('Kennismaking')))
    const before = plein.heard.length
    const many = Array.from({ length: 30 }, () => anna.create(anna.note('Veel', { to: [PUBLIC] })))
    const answers = await Promise.all([...many, ...many].map((activity) => anna.send(plein.inbox, activity)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]))
    await anna.send(plein.inbox, create)
    for (let at = 0; at < 5; at++) {
      await anna.send(plein.inbox, anna.activity('Update', { object: { ...note, content: String(at) } }))
    }
    await anna.send(plein.inbox, anna.activity('Delete', { object: note['id'] }))
    await plein.settle()
    expect(plein.heard.length - before).toBe(37)
    const ofNote = plein.heard.filter(({ incoming }) => incoming.objectIri === note['id'])
    expect(ofNote.map(({ incoming }) => incoming.object?.['content'])).toEqual([
      'Eerst',
      '0',
      '1',
      '2',
      '3',
      '4',
      undefined,
    ])
    const unhandled = await open().db.selectFrom('inbox').select('iri').where('handled', 'is', null).execute()
    expect(unhandled).toEqual([])
  })

  test('types, sizes, nonsense', async () => {
    const text = await anna.sendRaw(plein.inbox, '{}', { headers: { 'content-type': 'text/plain' } })
    expect(text.status).toBe(415)
    expect(await text.json()).toEqual({ error: 'send application/activity+json' })
    expect((await anna.sendRaw(plein.inbox, JSON.stringify({ a: 'x'.repeat(1_100_000) }))).status).toBe(413)
    expect((await anna.sendRaw(plein.inbox, 'geen json')).status).toBe(400)
    expect((await anna.sendRaw(plein.inbox, '[]')).status).toBe(400)
    expect((await anna.sendRaw(plein.inbox, '{"type":"Create"}')).status).toBe(400)
    expect((await anna.sendRaw(`${plein.urls.origin}/ap/actors/nobody/inbox`, '{}')).status).toBe(404)
  })

  test('a personal inbox takes what is signed for it', async () => {
    const create = anna.create(anna.note('Persoonlijk'))
    expect((await anna.send(`${plein.person.iri}/inbox`, create)).status).toBe(202)
  })

  test('what is old keeps only its id', async () => {
    const create = anna.create(anna.note('Lang geleden'))
    await send(anna, create)
    const iri = create['id'] as string
    const received = '2020-01-01T00:00:00.000Z'
    await open().transaction((tx) => tx.updateTable('inbox').set({ received }).where('iri', '=', iri).execute())
    expect(await plein.wayIn.forgetOld()).toBe(1)
    expect(await plein.wayIn.forgetOld()).toBe(0)
    await send(anna, create)
    expect(about(create)).toHaveLength(1)
  })

  test('wrong signatures of unknown keys are slowed down, known ones come in', async () => {
    const strict = await startPlein(open(), { rates: { failure: { perSecond: 0.001, burst: 2 } } })
    expect((await anna.send(strict.inbox, anna.create(anna.note('x')))).status).toBe(202)
    const fake = { keyId: `${other.origin}/users/nobody#main-key` }
    const statuses: number[] = []
    for (let at = 0; at < 3; at++)
      statuses.push((await anna.send(strict.inbox, anna.create(anna.note('x')), fake)).status)
    expect(statuses).toEqual([401, 401, 429])
    expect((await anna.send(strict.inbox, anna.create(anna.note('x')))).status).toBe(202)
    await strict.close()
  })

  test('blocked hosts, also when the block comes after', async () => {
    const late = eve.activity('Like', { object: plein.urls.object('7') })
    expect((await eve.send(plein.inbox, late)).status).toBe(202)
    plein.hosts.set(other.host, hostOf(other.host, 'blocked'))
    await plein.settle()
    expect(about(late)).toHaveLength(0)
    expect(await send(eve, eve.create(eve.note('x')))).toBe(403)
    plein.hosts.set(other.host, hostOf(other.host, 'neutral'))
  })

  test('rates: 429 with Retry-After', async () => {
    const strict = await startPlein(open(), { rates: { host: { perSecond: 0.001, burst: 2 } } })
    const statuses: number[] = []
    for (let at = 0; at < 3; at++) statuses.push((await anna.send(strict.inbox, anna.create(anna.note('x')))).status)
    expect(statuses).toEqual([202, 202, 429])
    const answer = await anna.send(strict.inbox, anna.create(anna.note('x')))
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    await strict.close()
  })

  test('allowlist: only who is on it; off: nothing at all', async () => {
    const closed = await startPlein(open(), { mode: 'allowlist' })
    expect((await anna.send(closed.inbox, anna.create(anna.note('x')))).status).toBe(403)
    closed.hosts.set(peer.host, hostOf(peer.host, 'allowed'))
    expect((await anna.send(closed.inbox, anna.create(anna.note('x')))).status).toBe(202)
    await closed.close()
    const off = await startPlein(open(), { mode: 'off' })
    expect((await anna.send(off.inbox, anna.create(anna.note('x')))).status).toBe(404)
    expect((await fetch(`${off.urls.origin}/.well-known/webfinger?resource=acct:jan@${off.urls.host}`)).status).toBe(
      404,
    )
    expect((await fetch(`${off.urls.origin}/ap/instance`)).status).toBe(404)
    await off.close()
  })
})
