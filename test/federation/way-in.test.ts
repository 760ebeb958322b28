// The way in, against real servers on loopback: who is believed about what, on every path.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { freshDatabase, type FreshDatabase } from '../kit/fresh-database.ts'
import { type Json, type Peer, type PeerActor, PUBLIC, startPeer } from '../kit/peer/peer.ts'
import { type Plein, startPlein } from './plein.ts'

let fresh: FreshDatabase
let plein: Plein
let peer: Peer
let other: Peer
let anna: PeerActor
let eve: PeerActor
let tuinen: PeerActor

beforeAll(async () => {
  fresh = await freshDatabase('sqlite')
  plein = await startPlein(fresh.database)
  peer = await startPeer()
  other = await startPeer()
  anna = peer.actor('anna')
  eve = other.actor('eve')
  tuinen = other.actor('tuinen', { type: 'Group' })
})
afterAll(async () => {
  await plein.close()
  await peer.close()
  await other.close()
  await fresh.remove()
})

async function send(actor: PeerActor, activity: Json, options?: Parameters<PeerActor['send']>[2]): Promise<number> {
  const answer = await actor.send(plein.inbox, activity, options)
  await plein.settle()
  return answer.status
}

function about(activity: Json) {
  const object = activity['object'] as Json | string
  const iri = typeof object === 'string' ? object : object['id']
  return plein.heard.filter(({ incoming }) => incoming.objectIri === iri && incoming.type === activity['type'])
}

describe('what is signed', () => {
  test.each(['cavage', 'rfc9421', 'rfc9421-ed25519'] as const)('is taken: %s', async (scheme) => {
    const create = anna.create(anna.note('Dag allemaal'))
    expect(await send(anna, create, { scheme })).toBe(202)
    const [heard] = about(create)
    expect(heard?.incoming).toMatchObject({ id: create['id'], actorIri: anna.iri, proven: false })
    expect(heard?.incoming.object).toMatchObject({ content: 'Dag allemaal', to: [PUBLIC] })
    expect(heard?.viewer).toMatchObject({ type: 'remote', host: peer.host, allowed: false })
  })

  test('comes once, however often it is sent', async () => {
    const create = anna.create(anna.note('Eén keer'))
    const body = JSON.stringify(create)
    const statuses = await Promise.all([1, 2, 3].map(async () => (await anna.sendRaw(plein.inbox, body)).status))
    await plein.settle()
    expect(statuses).toEqual([202, 202, 202])
    expect((await anna.sendRaw(plein.inbox, body)).status).toBe(202)
    await plein.settle()
    expect(about(create)).toHaveLength(1)
  })

  test('is not taken with a broken body, no signature, or no such key', async () => {
    const create = anna.create(anna.note('Nee'))
    expect(await send(anna, create, { tamper: (body) => body.replace('Nee', 'Ja!') })).toBe(401)
    expect(await send(anna, create, { scheme: 'none' })).toBe(401)
    expect(await send(anna, create, { keyId: `${peer.origin}/users/nobody#main-key` })).toBe(401)
    expect(about(create)).toHaveLength(0)
  })

  test('is of an unknown type when it is called like something that every object has', async () => {
    for (const type of ['__proto__', 'constructor', 'valueOf', 'hasOwnProperty'])
      expect(await send(anna, anna.activity(type, { object: plein.group.iri }))).toBe(202)
    const waiting = await fresh.database.db.selectFrom('job').select(['name', 'error']).execute()
    expect(waiting.filter(({ name }) => name === 'inbox.handle')).toEqual([])
  })

  test('whose first word was cut off before his host was met, is met with the next', async () => {
    await send(anna, anna.create(anna.note('Eerst')))
    plein.hosts.delete(peer.host)
    await send(anna, anna.create(anna.note('Dan')))
    expect(plein.hosts.has(peer.host)).toBe(true)
  })

  test('a key that was rotated is fetched once more', async () => {
    const before = peer.actor('bea')
    expect(await send(before, before.create(before.note('Oud')))).toBe(202)
    const after = peer.actor('bea')
    const create = after.create(after.note('Nieuw'))
    expect(await send(after, create)).toBe(202)
    expect(about(create)).toHaveLength(1)
  })
})

describe('forgery', () => {
  test('a foreign key, named as the victim’s', async () => {
    const create = anna.create(anna.note('Niet van mij'))
    expect(await send(eve, create, { keyId: `${anna.iri}#main-key` })).toBe(401)
    expect(about(create)).toHaveLength(0)
  })

  test('a stand-alone key document that says it is the victim’s', async () => {
    other.documents.set('/keys/1', {
      id: `${other.origin}/keys/1`,
      type: 'Key',
      owner: anna.iri,
      publicKeyPem: eve.keys.rsaPem,
    })
    const create = anna.create(anna.note('Gestolen'))
    expect(await send(eve, create, { keyId: `${other.origin}/keys/1` })).toBe(401)
    expect(plein.keys.has(`${other.origin}/keys/1`)).toBe(false)
  })

  test('an actor document with the id of somebody on another origin', async () => {
    const victim = `${peer.origin}/users/carla`
    const key = { id: `${other.origin}/users/mask#main-key`, owner: victim, publicKeyPem: eve.keys.rsaPem }
    other.documents.set('/users/mask', { ...eve.document, id: victim, publicKey: key })
    const create = { ...anna.create(anna.note('x')), actor: victim }
    expect(await send(eve, create, { keyId: key.id })).toBe(401)
    expect(plein.actors.has(victim)).toBe(false)
  })

  test('an actor that shows the key of another, or a key with another’s id', async () => {
    const mallory = other.actor('mallory', {
      publicKey: { id: `${other.origin}/users/mallory#main-key`, owner: anna.iri, publicKeyPem: eve.keys.rsaPem },
    })
    expect(await send(mallory, mallory.create(mallory.note('x')))).toBe(401)
    const trudy = other.actor('trudy', {
      publicKey: { id: `${anna.iri}#main-key`, owner: `${other.origin}/users/trudy`, publicKeyPem: eve.keys.rsaPem },
    })
    expect(await send(trudy, trudy.create(trudy.note('x')))).toBe(401)
    expect(plein.keys.get(`${anna.iri}#main-key`)?.publicKey).toBe(anna.keys.rsaPem)
  })

  test('an Update of oneself that brings the key of another', async () => {
    const zoe = other.actor('zoe')
    const key = { id: `${anna.iri}#main-key`, owner: zoe.iri, publicKeyPem: zoe.keys.rsaPem }
    const stolen = zoe.activity('Update', { object: { ...zoe.document, publicKey: key } })
    expect(await send(zoe, stolen)).toBe(202)
    expect(about(stolen)).toHaveLength(0)
    const own = zoe.activity('Update', { object: zoe.document })
    expect(await send(zoe, own)).toBe(202)
    expect(about(own)).toHaveLength(1)
  })

  test('an actor that shows the key of another of its own server', async () => {
    const victim = other.actor('victim')
    const thief = other.actor('thief', {
      publicKey: { id: `${other.origin}/users/thief#main-key`, owner: victim.iri, publicKeyPem: eve.keys.rsaPem },
    })
    expect(await send(thief, victim.create(victim.note('x')))).toBe(401)
  })

  test('an activity whose id is of another server does not use up that id', async () => {
    const create = anna.create(anna.note('De echte'))
    const fake = { ...eve.create(eve.note('De valse')), id: create['id'] }
    expect(await send(eve, fake)).toBe(403)
    expect(await send(anna, create)).toBe(202)
    expect(about(create)).toHaveLength(1)
  })

  test('an object of, or by, another server', async () => {
    const note = anna.note('Van Anna')
    expect(await send(eve, eve.create(note))).toBe(202)
    expect(await send(eve, eve.activity('Update', { object: { ...note, content: 'Veranderd' } }))).toBe(202)
    const own = { ...eve.note('x'), attributedTo: anna.iri }
    expect(await send(eve, eve.create(own))).toBe(202)
    expect(plein.heard.filter(({ incoming }) => incoming.actorIri === eve.iri)).toHaveLength(0)
  })

  test('a Delete by a stranger, while its own server still has it', async () => {
    const note = anna.note('Blijft')
    await send(anna, anna.create(note))
    const remove = eve.activity('Delete', { object: note['id'] })
    expect(await send(eve, remove)).toBe(202)
    expect(about(remove)).toHaveLength(0)
    const ours = eve.activity('Delete', { object: plein.urls.object('1') })
    expect(await send(eve, ours)).toBe(202)
    expect(about(ours)).toHaveLength(0)
  })

  test('an Undo of what somebody else did', async () => {
    const like = anna.activity('Like', { object: plein.urls.object('1') })
    const undo = eve.activity('Undo', { object: like })
    expect(await send(eve, undo)).toBe(202)
    expect(about(undo)).toHaveLength(0)
    const own = anna.activity('Undo', { object: like })
    expect(await send(anna, own)).toBe(202)
    expect(about(own)).toHaveLength(1)
  })
})

describe('what others bring', () => {
  test('counts with the author’s proof, bytes and all', async () => {
    const create = anna.prove(anna.create(anna.note('Met bewijs')))
    expect(await send(eve, create)).toBe(202)
    expect(about(create)[0]?.incoming).toMatchObject({ actorIri: anna.iri, proven: true })
    const row = await fresh.database.db
      .selectFrom('inbox')
      .selectAll()
      .where('iri', '=', create['id'] as string)
      .executeTakeFirst()
    expect(row?.raw).toBe(JSON.stringify(create))
  })

  test('a changed one is a hint: its own server decides', async () => {
    const note = anna.note('Zoals Anna het schreef')
    const create = anna.prove(anna.create(note))
    const changed = { ...create, object: { ...note, content: 'Zoals Eve het wil' } }
    expect(await send(eve, changed)).toBe(202)
    expect(about(create)[0]?.incoming).toMatchObject({ proven: false, object: { content: 'Zoals Anna het schreef' } })
    // And the real one still comes in by itself.
    expect(await send(anna, anna.activity('Update', { id: create['id'], object: note }))).toBe(202)
  })

  test('a Delete that somebody brings is checked', async () => {
    const note = anna.note('Gaat weg')
    await send(anna, anna.create(note))
    peer.documents.delete(new URL(note['id'] as string).pathname)
    const remove = anna.activity('Delete', { object: note['id'] })
    expect(await send(eve, remove)).toBe(202)
    expect(about(remove)).toHaveLength(1)
  })

  test('a Like without proof is nothing', async () => {
    const like = anna.activity('Like', { object: plein.urls.object('2') })
    expect(await send(eve, like)).toBe(202)
    expect(about(like)).toHaveLength(0)
  })
})

describe('groups elsewhere', () => {
  const announce = (object: unknown) =>
    tuinen.activity('Announce', { object, to: [PUBLIC], cc: [`${tuinen.iri}/followers`] })

  test('that nobody here follows wrap nothing', async () => {
    const create = anna.create(anna.note('Ongevraagd'))
    expect(await send(tuinen, announce(create))).toBe(202)
    expect(about(create)).toHaveLength(0)
    expect(plein.refused).toContain('nobody here follows the group that announces this')
  })

  test('wrap a Create: the object is fetched from its own server', async () => {
    plein.followed.add(tuinen.iri)
    const note = anna.note('In de groep')
    const create = anna.create({ ...note, content: 'Door de groep veranderd' })
    expect(await send(tuinen, announce(create))).toBe(202)
    expect(about(create)[0]?.incoming).toMatchObject({
      actorIri: anna.iri,
      proven: false,
      object: { content: 'In de groep' },
    })
    expect(about(create)[0]?.incoming.via?.iri).toBe(tuinen.iri)
  })

  test('wrap a Create with a proof: nothing is fetched', async () => {
    const note = anna.note('Bewezen')
    peer.documents.delete(new URL(note['id'] as string).pathname)
    const create = anna.prove(anna.create(note))
    expect(await send(tuinen, announce(create))).toBe(202)
    expect(about(create)[0]?.incoming).toMatchObject({ proven: true, object: { content: 'Bewezen' } })
    // The same activity by itself is nothing new.
    expect(await send(anna, create)).toBe(202)
    expect(about(create)).toHaveLength(1)
  })

  test('a wrapped object by somebody else than its actor', async () => {
    const note = anna.note('Van Anna')
    const fake = { ...eve.create(note) }
    expect(await send(tuinen, announce(fake))).toBe(202)
    expect(
      plein.heard.filter(({ incoming }) => incoming.actorIri === eve.iri && incoming.type === 'Create'),
    ).toHaveLength(0)
  })

  test('are believed about likes, not about what is personal', async () => {
    const like = anna.activity('Like', { object: plein.urls.object('3') })
    expect(await send(tuinen, announce(like))).toBe(202)
    expect(about(like)).toHaveLength(1)
    const follow = anna.activity('Follow', { object: plein.person.iri })
    expect(await send(tuinen, announce(follow))).toBe(202)
    expect(about(follow)).toHaveLength(0)
  })

  test('moderate: moderators yes, strangers no', async () => {
    const lock = anna.activity('Lock', { object: `${other.origin}/notes/9` })
    expect(await send(tuinen, announce(lock))).toBe(202)
    expect(about(lock)).toHaveLength(0)
    plein.moderators.add(anna.iri)
    const again = anna.activity('Lock', { object: `${other.origin}/notes/9` })
    expect(await send(tuinen, announce(again))).toBe(202)
    expect(about(again)[0]?.incoming).toMatchObject({ mayModerate: true, moderates: { iri: tuinen.iri } })
    plein.moderators.clear()
  })

  test('announce only an id: object or activity (Lemmy), once when it comes twice (NodeBB)', async () => {
    const note = anna.note('Alleen de id')
    const create = anna.create(note)
    expect(await send(tuinen, announce(note['id']))).toBe(202)
    expect(about(create)).toHaveLength(1)
    expect(await send(tuinen, announce(create))).toBe(202)
    const second = anna.create(anna.note('Activiteit op id'))
    peer.documents.set(new URL(second['id'] as string).pathname, second)
    expect(await send(tuinen, announce(second['id']))).toBe(202)
    expect(about(second)[0]?.incoming.object).toMatchObject({ content: 'Activiteit op id' })
  })
})

describe('threads', () => {
  test('unknown parents are fetched, root first', async () => {
    const root = anna.note('Wortel')
    const middle = eve.note('Midden', { inReplyTo: root['id'] })
    const leaf = anna.note('Blad', { inReplyTo: middle['id'] })
    expect(await send(anna, anna.create(leaf))).toBe(202)
    const order = plein.heard.slice(-3).map(({ incoming }) => incoming.object?.['content'])
    expect(order).toEqual(['Wortel', 'Midden', 'Blad'])
  })

  test('a chain without end ends', async () => {
    let id = 0
    other.documents.set('/endless', (request, response) => {
      const note = {
        '@context': 'https://www.w3.org/ns/activitystreams',
        type: 'Note',
        attributedTo: eve.iri,
        content: 'x',
      }
      const at = `${other.origin}${request.url}`
      response.setHeader('content-type', 'application/activity+json')
      response.end(JSON.stringify({ ...note, id: at, inReplyTo: `${other.origin}/endless?${++id}` }))
    })
    const reply = eve.create(eve.note('Eindeloos', { inReplyTo: `${other.origin}/endless?0` }))
    expect(await send(eve, reply)).toBe(202)
    expect(about(reply)).toHaveLength(0)
    expect(id).toBeLessThanOrEqual(10)
  })
})

describe('those who leave', () => {
  test('Delete by an actor whose key is gone: 202, and believed when its server says so', async () => {
    const leaver = peer.actor('leaver')
    await send(leaver, leaver.create(leaver.note('Dag')))
    plein.keys.delete(`${leaver.iri}#main-key`)
    const quick = await startPlein(fresh.database)
    quick.actors.set(leaver.iri, { ...plein.actors.get(leaver.iri)! })
    peer.documents.set(new URL(leaver.iri).pathname, (_, response) => void response.writeHead(410).end())
    const remove = leaver.activity('Delete', { object: leaver.iri })
    expect((await leaver.send(quick.inbox, remove)).status).toBe(202)
    await quick.settle()
    expect(quick.heard.map(({ incoming }) => incoming.type)).toEqual(['Delete'])
    const stranger = peer.actor('stranger')
    peer.documents.set(new URL(stranger.iri).pathname, (_, response) => void response.writeHead(410).end())
    expect((await stranger.send(quick.inbox, stranger.activity('Delete', { object: stranger.iri }))).status).toBe(202)
    expect((await stranger.send(quick.inbox, stranger.create(stranger.note('x')))).status).toBe(401)
    await quick.close()
  })
})

test('what its server cannot answer now is tried again later', async () => {
  plein.followed.add(tuinen.iri)
  const note = anna.note('Later')
  const path = new URL(note['id'] as string).pathname
  peer.documents.set(path, (_, response) => void response.writeHead(503).end())
  const create = anna.create(note)
  const announce = tuinen.activity('Announce', { object: create })
  expect(await send(tuinen, announce)).toBe(202)
  expect(about(create)).toHaveLength(0)
  const job = await fresh.database.db
    .selectFrom('job')
    .select('attempts')
    .where('key', '=', `inbox:${announce['id'] as string}`)
    .executeTakeFirst()
  expect(job?.attempts).toBe(1)
})
