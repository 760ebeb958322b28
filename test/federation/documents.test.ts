// What can be fetched, by whom: content negotiation, ETags, signatures, activities, discovery, look-ups of others.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Id } from '../../src/lib/id.ts'
import { newId } from '../../src/lib/id.ts'
import { freshDatabase, type FreshDatabase } from '../kit/fresh-database.ts'
import { type Peer, type PeerActor, PUBLIC, startPeer } from '../kit/peer/peer.ts'
import { hostOf, type Plein, startPlein } from './plein.ts'

const AP = { accept: 'application/activity+json' }
let fresh: FreshDatabase
let plein: Plein
let peer: Peer
let anna: PeerActor
let version = 1
let versionOfLately = 1

beforeAll(async () => {
  fresh = await freshDatabase('sqlite')
  const dataVersion = { now: async () => String(version), lately: async () => String(versionOfLately) }
  plein = await startPlein(fresh.database, { dataVersion })
  peer = await startPeer()
  anna = peer.actor('anna')
})
afterAll(async () => {
  await plein.close()
  await peer.close()
  await fresh.remove()
})

function keep(id: string, options: { public: boolean; type?: string }): string {
  const iri = plein.urls.object(id)
  const document = { id: iri, type: options.type ?? 'Note', content: 'Dag' }
  plein.documents.set(`objects/${id}`, { document, public: options.public, page: `/item/${id}` })
  return iri
}

async function activity(to: readonly string[], objectIri: string, type = 'Create'): Promise<string> {
  const id = newId<'activity'>()
  const iri = plein.urls.activity(id)
  const json = JSON.stringify({
    '@context': 'https://www.w3.org/ns/activitystreams',
    id: iri,
    type,
    to,
    object: objectIri,
  })
  const row = {
    id: id as Id<'activity'>,
    iri,
    actorId: plein.person.id,
    type,
    objectIri,
    json,
    created: '2026-11-22T09:00:00.000Z',
  }
  await fresh.database.transaction((tx) => tx.insertInto('activity').values(row).execute())
  return iri
}

describe('documents', () => {
  test('machines get JSON with one @context, people get the page', async () => {
    const iri = keep('a', { public: true })
    const machine = await fetch(iri, { headers: AP })
    expect(machine.headers.get('content-type')).toMatch(/^application\/activity\+json/)
    expect(machine.headers.get('vary')).toContain('Accept')
    expect(await machine.json()).toMatchObject({
      id: iri,
      '@context': expect.arrayContaining([
        'https://www.w3.org/ns/activitystreams',
        expect.objectContaining({ Hashtag: 'as:Hashtag', sensitive: 'as:sensitive' }),
      ]),
    })
    const person = await fetch(iri, { headers: { accept: 'text/html,application/xhtml+xml,*/*' }, redirect: 'manual' })
    expect(person.status).toBe(303)
    expect(person.headers.get('location')).toBe('/item/a')
    expect((await fetch(plein.urls.object('zzz'), { headers: AP })).status).toBe(404)
    expect((await fetch(`${plein.urls.origin}/ap/%E0%A4%A`, { headers: AP })).status).toBe(400)
  })

  test('ETag: 304 until something changes', async () => {
    const iri = keep('b', { public: true })
    const first = await fetch(iri, { headers: AP })
    const etag = first.headers.get('etag') ?? ''
    expect((await fetch(iri, { headers: { ...AP, 'if-none-match': etag } })).status).toBe(304)
    plein.documents.set('objects/b', { document: { id: iri, type: 'Note', content: 'Anders' }, public: true })
    version++
    const changed = await fetch(iri, { headers: { ...AP, 'if-none-match': etag } })
    expect(changed.status).toBe(200)
    expect(await changed.json()).toMatchObject({ content: 'Anders' })
  })

  test('an actor is given as he was a moment ago, what he wrote as it is', async () => {
    const iri = plein.urls.actor('k')
    const give = (name: string) => plein.documents.set('actors/k', { document: { id: iri, name }, public: true })
    const name = async () => ((await (await fetch(iri, { headers: AP })).json()) as { name: string }).name
    give('Kim')
    expect(await name()).toBe('Kim')
    give('Kim de Wit')
    version++
    expect(await name()).toBe('Kim')
    versionOfLately++
    expect(await name()).toBe('Kim de Wit')
  })

  test('what is gone is a Tombstone', async () => {
    const iri = keep('c', { public: true, type: 'Tombstone' })
    const gone = await fetch(iri, { headers: AP })
    expect(gone.status).toBe(410)
    expect(await gone.json()).toMatchObject({ id: iri, type: 'Tombstone', formerType: 'Note' })
  })

  test('what is not public goes to those who sign', async () => {
    const iri = keep('d', { public: false })
    expect((await fetch(iri, { headers: AP })).status).toBe(404)
    const signed = await anna.get(iri)
    expect(signed.status).toBe(200)
    expect(signed.headers.get('cache-control')).toBe('private, no-store')
    expect((await anna.get(iri, { keyId: `${peer.origin}/users/nobody#main-key` })).status).toBe(404)
    expect((await anna.get(iri, { scheme: 'rfc9421' })).status).toBe(200)
    plein.hosts.set(peer.host, hostOf(peer.host, 'blocked'))
    expect((await anna.get(iri)).status).toBe(403)
    plein.hosts.set(peer.host, hostOf(peer.host, 'neutral'))
  })

  test('on an allowlist only its own actors are open to all', async () => {
    const closed = await startPlein(fresh.database, { mode: 'allowlist' })
    closed.documents.set('objects/e', { document: { id: closed.urls.object('e'), type: 'Note' }, public: true })
    expect((await fetch(closed.urls.object('e'), { headers: AP })).status).toBe(401)
    expect((await anna.get(closed.urls.object('e'))).status).toBe(403)
    expect((await fetch(`${closed.urls.origin}/ap/instance`, { headers: AP })).status).toBe(200)
    await closed.close()
  })
})

describe('activities', () => {
  test('that are public can be fetched for as long as their object lives', async () => {
    const object = keep('f', { public: true })
    const iri = await activity([PUBLIC], object)
    expect(await (await fetch(iri, { headers: AP })).json()).toMatchObject({ id: iri, object })
    keep('f', { public: true, type: 'Tombstone' })
    version++
    expect((await fetch(iri, { headers: AP })).status).toBe(410)
    const removal = await activity([PUBLIC], object, 'Delete')
    expect((await fetch(removal, { headers: AP })).status).toBe(200)
  })

  test('that are not go to whom they were meant for', async () => {
    const toAnna = await activity([anna.iri], anna.iri, 'Accept')
    expect((await fetch(toAnna, { headers: AP })).status).toBe(404)
    expect((await anna.get(toAnna)).status).toBe(200)
    const toOthers = await activity(['https://elders.example/users/1'], 'https://elders.example/users/1', 'Accept')
    expect((await anna.get(toOthers)).status).toBe(404)
    const hidden = await activity([PUBLIC], plein.urls.object('nothing'))
    expect((await fetch(hidden, { headers: AP })).status).toBe(404)
  })
})

describe('discovery', () => {
  async function webfinger(resource: string) {
    const answer = await fetch(`${plein.urls.origin}/.well-known/webfinger?resource=${encodeURIComponent(resource)}`)
    return {
      status: answer.status,
      json: answer.status === 200 ? ((await answer.json()) as { links: { rel: string; href: string }[] }) : undefined,
    }
  }
  const selfOf = (found: Awaited<ReturnType<typeof webfinger>>) =>
    found.json?.links.find(({ rel }) => rel === 'self')?.href

  test('WebFinger of handles, actors, pages and the origin', async () => {
    const jan = await webfinger(`acct:jan@${plein.urls.host}`)
    expect(selfOf(jan)).toBe(plein.person.iri)
    expect(jan.json?.links).toContainEqual(
      expect.objectContaining({ rel: 'http://webfinger.net/rel/profile-page', href: `${plein.urls.origin}/@jan` }),
    )
    expect(selfOf(await webfinger(`acct:tuinen@${plein.urls.host}`))).toBe(plein.group.iri)
    const byIri = await webfinger(plein.person.iri)
    expect(byIri.json).toMatchObject({ subject: plein.person.iri, aliases: [`acct:jan@${plein.urls.host}`] })
    expect(selfOf(await webfinger(`${plein.urls.origin}/@jan`))).toBe(plein.person.iri)
    expect(selfOf(await webfinger(`${plein.urls.origin}/`))).toBe(`${plein.urls.origin}/ap/instance`)
    expect((await webfinger(`acct:niemand@${plein.urls.host}`)).status).toBe(404)
    expect((await webfinger('acct:jan@elders.example')).status).toBe(404)
  })

  test('NodeInfo with honest counts, the organisation’s name and the instance actor', async () => {
    const links = (await (await fetch(`${plein.urls.origin}/.well-known/nodeinfo`)).json()) as {
      links: { rel: string; href: string }[]
    }
    expect(links.links).toContainEqual({
      rel: 'https://www.w3.org/ns/activitystreams#Application',
      href: `${plein.urls.origin}/ap/instance`,
    })
    const document = await (await fetch(links.links[0]?.href ?? '')).json()
    expect(document).toMatchObject({
      software: { name: 'dwarsverband', version: '1.2.3' },
      protocols: ['activitypub'],
      usage: { users: { total: 2 }, localPosts: 3, localComments: 0 },
      metadata: { nodeName: 'Gemeente Voorbeeld' },
    })
  })
})

describe('look-ups', () => {
  test('handles and addresses', async () => {
    const lookup = plein.wayIn.lookup()
    expect(await lookup.webfinger(`@anna@${peer.host}`)).toBe(anna.iri)
    expect(await lookup.webfinger(`jan@${plein.urls.host}`)).toBe(plein.person.iri)
    expect(await lookup.webfinger(anna.iri)).toBe(anna.iri)
    expect(await lookup.webfinger(`niemand@${peer.host}`)).toBeUndefined()
    expect(await lookup.webfinger('zomaar wat')).toBeUndefined()
  })

  test('actors are recorded, gone ones marked', async () => {
    const bob = peer.actor('bob')
    expect(await plein.wayIn.lookup().actor(bob.iri)).toMatchObject({ iri: bob.iri, host: peer.host })
    peer.documents.set('/users/bob', (_, response) => void response.writeHead(410).end())
    expect(await plein.wayIn.lookup().actor(bob.iri)).toMatchObject({ iri: bob.iri })
    expect(await plein.wayIn.lookup().actor(`${peer.origin}/users/nobody`)).toBeUndefined()
  })

  test('HTML, plain JSON, other ids, our own address and far redirects are refused', async () => {
    peer.documents.set('/html', (_, response) => void response.setHeader('content-type', 'text/html').end('<p>hoi'))
    peer.documents.set(
      '/json',
      (_, response) => void response.setHeader('content-type', 'application/json').end('{"id":"x"}'),
    )
    peer.documents.set('/lies', { id: 'https://elders.example/1', type: 'Note' })
    peer.documents.set('/around', (_, response) => void response.writeHead(302, { location: '/around' }).end())
    peer.documents.set(
      '/big',
      (_, response) =>
        void response.setHeader('content-type', 'application/activity+json').end(`"${'x'.repeat(1_200_000)}"`),
    )
    for (const path of ['/html', '/json', '/lies', '/around', '/big']) {
      await expect(plein.wayIn.lookup().object(`${peer.origin}${path}`)).rejects.toMatchObject({ name: 'Untrusted' })
    }
    await expect(plein.wayIn.lookup().object(plein.urls.object('a'))).rejects.toMatchObject({ status: 404 })
    expect(await plein.wayIn.lookup().object(`${peer.origin}/nowhere`)).toBe('gone')
  })

  test('a server that is down or slow is Unavailable', async () => {
    await expect(plein.wayIn.lookup().object('http://127.0.0.1:9/x')).rejects.toMatchObject({ name: 'Unavailable' })
    peer.documents.set('/slow', () => undefined)
    await expect(plein.wayIn.lookup(150).object(`${peer.origin}/slow`)).rejects.toMatchObject({ name: 'Unavailable' })
  })

  test('ask again with the ETag', async () => {
    let bodies = 0
    const note = anna.note('Met ETag')
    const path = new URL(note['id'] as string).pathname
    peer.documents.set(path, (request, response) => {
      if (request.headers['if-none-match'] === '"1"') return void response.writeHead(304).end()
      bodies++
      return void response
        .writeHead(200, { etag: '"1"', 'content-type': 'application/activity+json' })
        .end(JSON.stringify(note))
    })
    const lookup = plein.wayIn.lookup()
    expect(await lookup.object(note['id'] as string)).toMatchObject({ content: 'Met ETag' })
    expect(await lookup.object(note['id'] as string)).toMatchObject({ content: 'Met ETag' })
    expect(bodies).toBe(1)
  })

  test('collections page by page, up to the limit', async () => {
    const base = { '@context': 'https://www.w3.org/ns/activitystreams', type: 'OrderedCollection' }
    const at = (path: string) => `${peer.origin}${path}`
    peer.documents.set('/list', { ...base, id: at('/list'), first: at('/list/1') })
    peer.documents.set('/list/1', {
      ...base,
      id: at('/list/1'),
      orderedItems: [1, 2].map((n) => at(`/${n}`)),
      next: at('/list/2'),
    })
    peer.documents.set('/list/2', { ...base, id: at('/list/2'), orderedItems: at('/3'), next: at('/list/1') })
    expect(await plein.wayIn.lookup().collection(at('/list'), 3)).toEqual([1, 2, 3].map((n) => at(`/${n}`)))
  })

  test('what is ingested reaches the rooms as if it had arrived', async () => {
    const note = anna.note('Van vroeger')
    const lookup = plein.wayIn.lookup()
    const object = await lookup.object(note['id'] as string)
    if (object !== 'gone') await lookup.ingest(object)
    expect(plein.heard.at(-1)?.incoming).toMatchObject({
      type: 'Create',
      actorIri: anna.iri,
      object: { content: 'Van vroeger' },
    })
    // Shown by somebody else, changed: its own server is asked.
    await plein.wayIn.lookup().ingest({ ...note, content: 'Vervalst' } as never)
    expect(plein.heard.at(-1)?.incoming.object).toMatchObject({ content: 'Van vroeger' })
  })
})
