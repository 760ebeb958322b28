// Somebody who wants to speak in another's name tries every path there is, over HTTP. Nothing of it is stored.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Json, type Peer, type PeerActor, PUBLIC, type SendOptions, startPeer } from '../kit/peer/peer.ts'
import type { Person } from '../kit/person.ts'
import type { TestServer } from '../kit/server.ts'
import { reads, type RemoteDocument, stored, webfinger } from './wire.ts'

describe('in the name of another', () => {
  let network: Network
  let gemeente: TestServer
  let honest: Peer
  let evil: Peer
  let kim: PeerActor
  let mallory: PeerActor
  let fatima: Person
  let group: RemoteDocument
  let inbox: string
  let before: Record<string, number>
  let real: Json & { id: string }

  beforeAll(async () => {
    network = await startNetwork(['Gemeente'])
    gemeente = network.server('Gemeente')
    inbox = `${gemeente.origin}/inbox`
    const now = () => network.clock.millis()
    honest = await startPeer({ now })
    evil = await startPeer({ software: 'lemmy', now })
    kim = honest.actor('kim', { name: 'Kim Jansen' })
    mallory = evil.actor('mallory')
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    group = await reads(kim, await webfinger(gemeente, await fatima.startsGroup('Vergunningen')))
    // Both are known here, with their keys; one real post stands there.
    for (const one of [kim, mallory]) await one.send(inbox, one.follow(group.id))
    real = asKim('Echt van Kim')
    honest.documents.set(new URL(real.id).pathname, real)
    await kim.send(inbox, kim.create(real))
    await network.settle()
    expect(await fatima.sees('/g/vergunningen', 'Echt van Kim')).toBe(true)
  })
  beforeEach(async () => {
    before = await stored(gemeente)
  })
  afterAll(async () => {
    await network.close()
    await honest.close()
    await evil.close()
  })

  /** What Kim's server does not have unless it is put there. */
  function asKim(name: string, extra: Json = {}): Json & { id: string } {
    const more = { type: 'Article', name, audience: group.id, to: [group.id, PUBLIC], ...extra }
    const object = kim.note(`<p>${name}</p>`, more) as Json & { id: string }
    honest.documents.delete(new URL(object.id).pathname)
    return object
  }

  async function changesNothing(by: PeerActor, activity: Json, options: SendOptions = {}): Promise<number> {
    const { status } = await by.send(inbox, activity, options)
    await network.settle()
    expect(await stored(gemeente)).toEqual(before)
    return status
  }

  test("another's HTTP signature, in all three schemes", async () => {
    for (const scheme of ['cavage', 'rfc9421', 'rfc9421-ed25519'] as const) {
      await changesNothing(mallory, kim.create(asKim('Vals')), { scheme })
    }
  })

  test("another's key under Kim's key id; a body changed after signing; no signature at all", async () => {
    for (const [scheme, key] of [
      ['cavage', 'main-key'],
      ['rfc9421', 'main-key'],
      ['rfc9421-ed25519', 'ed25519'],
    ] as const) {
      const status = await changesNothing(mallory, kim.create(asKim('Vals')), { scheme, keyId: `${kim.iri}#${key}` })
      expect(status).toBe(401)
    }
    const tamper = (body: string) => body.replace('Echt', 'Vals')
    for (const scheme of ['cavage', 'rfc9421'] as const) {
      expect(await changesNothing(kim, kim.create(asKim('Echt')), { scheme, tamper })).toBe(401)
    }
    expect(await changesNothing(kim, kim.create(asKim('Zonder')), { scheme: 'none' })).toBe(401)
  })

  test('a proof by another key, or under the right key id by another, or of another text', async () => {
    const create = kim.create(asKim('Vals bewijs'))
    await changesNothing(mallory, mallory.prove(create))
    const proven = mallory.prove(create) as Json & { proof: Json }
    await changesNothing(mallory, { ...proven, proof: { ...proven.proof, verificationMethod: `${kim.iri}#ed25519` } })
    const own = kim.prove(kim.create(asKim('Iets anders'))) as Json & { object: Json }
    await changesNothing(mallory, { ...own, object: { ...own.object, name: 'Veranderd', content: '<p>Veranderd</p>' } })
  })

  test('wrapped in an Announce: by a group that nobody follows, and by one that somebody does', async () => {
    const iri = `${evil.origin}/users/club`
    const club = evil.actor('club', { type: 'Group', attributedTo: `${iri}/moderators` })
    const wrapped = (object: unknown) => club.activity('Announce', { object, to: [PUBLIC] })
    await changesNothing(club, wrapped(kim.create(asKim('Ingepakt'))))
    await changesNothing(club, wrapped(mallory.prove(kim.create(asKim('Ingepakt met bewijs')))))
    const path = await fatima.finds(`@club@${evil.host}`)
    await fatima.joins(path.replace('/g/', ''))
    await network.settle()
    const follow = evil.inbox.findLast(({ activity }) => activity['type'] === 'Follow')
    await club.send(inbox, club.activity('Accept', { object: follow?.activity['id'] }))
    await network.settle()
    before = await stored(gemeente)
    await changesNothing(club, wrapped(kim.create(asKim('Nog steeds vals'))))
    await changesNothing(club, wrapped(mallory.prove(kim.create(asKim('Nog steeds vals')))))
    await changesNothing(club, wrapped(kim.activity('Update', { object: { ...real, name: 'Vervalst' } })))
    await changesNothing(club, wrapped(kim.activity('Delete', { object: real.id })))
    await changesNothing(club, wrapped(kim.activity('Like', { object: real.id })))
    await changesNothing(club, wrapped(kim.activity('Follow', { object: group.id })))
    await changesNothing(club, wrapped(asKim('Een object op andermans naam')))
    // Not even a group that names Kim as its moderator.
    evil.documents.set('/users/club/moderators', {
      '@context': 'https://www.w3.org/ns/activitystreams',
      id: `${iri}/moderators`,
      type: 'OrderedCollection',
      orderedItems: [kim.iri],
    })
    await club.send(inbox, club.activity('Update', { object: { ...club.document, updated: '2026-11-22T00:00:00Z' } }))
    await network.settle()
    await changesNothing(club, wrapped(kim.activity('Delete', { object: real.id })))
    expect(await fatima.sees('/g/vergunningen', 'Echt van Kim')).toBe(true)
    // Nor is Kim turned away later for what others said in his name.
    const like = kim.activity('Like', { object: real.id })
    await changesNothing(club, wrapped(kim.activity('Undo', { object: like })))
    await kim.send(inbox, like)
    await kim.send(
      inbox,
      kim.activity('Update', {
        object: { ...real, content: '<p>Bijgewerkt.</p>', updated: new Date(network.clock.millis()).toISOString() },
      }),
    )
    await network.settle()
    expect((await stored(gemeente))['reaction']).toBe(1)
    expect((await fatima.opens('/g/vergunningen', 'Echt van Kim')).text).toContain('Bijgewerkt.')
  })

  test('a key document that names another owner, and an actor that shows a key of another', async () => {
    const stray = evil.actor('stray')
    evil.documents.set('/keys/1', {
      '@context': 'https://w3id.org/security/v1',
      id: `${evil.origin}/keys/1`,
      type: 'Key',
      owner: kim.iri,
      publicKeyPem: stray.keys.rsaPem,
    })
    expect(await changesNothing(stray, kim.create(asKim('Vals')), { keyId: `${evil.origin}/keys/1` })).toBe(401)
    evil.documents.set('/users/both', {
      ...stray.document,
      id: `${evil.origin}/users/both`,
      publicKey: { id: `${evil.origin}/users/both#main-key`, owner: kim.iri, publicKeyPem: stray.keys.rsaPem },
    })
    expect(
      await changesNothing(stray, kim.create(asKim('Vals')), { keyId: `${evil.origin}/users/both#main-key` }),
    ).toBe(401)
    // Kim's own document, served from elsewhere with another key in it.
    evil.documents.set('/users/kim', {
      ...kim.document,
      publicKey: { id: `${evil.origin}/users/kim#main-key`, owner: kim.iri, publicKeyPem: stray.keys.rsaPem },
    })
    expect(await changesNothing(stray, kim.create(asKim('Vals')), { keyId: `${evil.origin}/users/kim#main-key` })).toBe(
      401,
    )
  })

  test('ids of another origin: of the activity, of the object, of its author', async () => {
    const mine = mallory.note('<p>Hallo</p>', {
      type: 'Article',
      name: 'Hallo',
      audience: group.id,
      to: [group.id, PUBLIC],
    })
    await changesNothing(mallory, { ...mallory.create(mine), id: kim.newIri('activities') })
    await changesNothing(mallory, mallory.create({ ...mine, id: kim.newIri('notes') }))
    await changesNothing(mallory, mallory.create({ ...mine, attributedTo: kim.iri }))
    await changesNothing(
      mallory,
      mallory.create({ ...mine, id: `${gemeente.origin}/ap/objects/01a20239-fc0e-708a-9246-27c060541d75` }),
    )
    await changesNothing(mallory, { ...mallory.create(mine), actor: `${gemeente.origin}/ap/instance` })
  })

  test('a redirect, or an address, that serves what is of another origin', async () => {
    evil.documents.set('/notes/1', { ...asKim('Elders gezet'), id: `${honest.origin}/notes/1` })
    await changesNothing(mallory, mallory.activity('Announce', { object: `${evil.origin}/notes/1` }))
    evil.documents.set('/notes/2', (_request, response) => void response.writeHead(302, { location: real.id }).end())
    await changesNothing(
      mallory,
      mallory.activity('Create', { object: `${evil.origin}/notes/2`, to: [group.id, PUBLIC] }),
    )
  })

  test("another's Update, Delete, Undo, Accept, Reject and moderation", async () => {
    await changesNothing(mallory, mallory.activity('Update', { object: { ...real, name: 'Gekaapt' } }))
    await changesNothing(mallory, mallory.activity('Update', { object: { ...kim.document, name: 'Gekaapt' } }))
    await changesNothing(mallory, mallory.activity('Delete', { object: real.id, audience: group.id }))
    await changesNothing(mallory, mallory.activity('Delete', { object: kim.iri }))
    await changesNothing(mallory, mallory.activity('Undo', { object: kim.follow(group.id) }))
    await changesNothing(mallory, mallory.activity('Undo', { object: mallory.follow(kim.iri) }))
    await changesNothing(mallory, mallory.activity('Accept', { object: kim.follow(group.id) }))
    await changesNothing(mallory, mallory.activity('Reject', { object: kim.follow(group.id) }))
    await changesNothing(mallory, mallory.activity('Add', { object: real.id, target: `${group.id}/featured` }))
    await changesNothing(mallory, mallory.activity('Block', { object: kim.iri, target: group.id }))
    const { db } = gemeente.app.ctx()
    expect(await db.selectFrom('content').select(['title', 'state']).execute()).toEqual([
      { title: 'Echt van Kim', state: 'published' },
    ])
    const rows = await db.selectFrom('actor').select(['name', 'gone']).where('iri', '=', kim.iri).execute()
    expect(rows).toMatchObject([{ name: 'Kim Jansen', gone: null }])
    expect(await fatima.sees('/g/vergunningen', 'Echt van Kim')).toBe(true)
  })

  test('Mallory may speak for himself', async () => {
    const mine = mallory.note('<p>Gewoon</p>', {
      type: 'Article',
      name: 'Gewoon van mij',
      audience: group.id,
      to: [group.id, PUBLIC],
    })
    await mallory.send(inbox, mallory.create(mine))
    await network.settle()
    expect(await fatima.sees('/g/vergunningen', 'Gewoon van mij')).toBe(true)
  })

  test('nobody logged a fault', () => {
    expect(gemeente.log.join('\n')).toBe('')
  })
})
