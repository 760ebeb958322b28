// What Joost's server said, what the group wraps, and what a follower gets are the same bytes; the proof in it holds.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Json, type Peer, type PeerActor, PUBLIC, startPeer } from '../kit/peer/peer.ts'
import { proofHolds } from '../kit/peer/verify.ts'
import type { Person } from '../kit/person.ts'
import type { TestServer } from '../kit/server.ts'
import { newMail, reads, type RemoteDocument, webfinger } from './wire.ts'

describe('activities are passed on byte for byte', () => {
  let network: Network
  let gemeente: TestServer
  let lemmy: Peer
  let kim: PeerActor
  let joost: Person
  let group: RemoteDocument
  let atWaterschap: string

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap', 'Provincie'])
    gemeente = network.server('Gemeente')
    lemmy = await startPeer({ software: 'lemmy', now: () => network.clock.millis() })
    kim = lemmy.actor('kim')
    const fatima = await network.person('Fatima El Amrani', 'Gemeente')
    joost = await network.person('Joost van der Meer', 'Waterschap')
    const anna = await network.person('Anna de Boer', 'Provincie')
    const handle = await fatima.startsGroup('Vergunningen')
    for (const person of [joost, anna]) {
      atWaterschap = await person.finds(`@${handle}@${gemeente.host}`)
      await person.joins(atWaterschap.replace('/g/', ''))
    }
    group = await reads(kim, await webfinger(gemeente, handle))
    await kim.send(group.inbox, kim.follow(group.id))
    await network.settle()
  })
  afterAll(async () => {
    await network.close()
    await lemmy.close()
  })

  async function said(server: TestServer, type: string): Promise<{ iri: string; json: string }[]> {
    const { db } = server.app.ctx()
    return db.selectFrom('activity').select(['iri', 'json']).where('type', '=', type).orderBy('id').execute()
  }

  async function heard(server: TestServer, iri: string): Promise<string | undefined> {
    const row = await server.app.ctx().db.selectFrom('inbox').select('raw').where('iri', '=', iri).executeTakeFirst()
    return row?.raw
  }

  test('Create, Update, Like and Delete: from the author through the group to every follower', async () => {
    const mail = newMail(lemmy)
    mail()
    const title = 'Tekens: é, 𝄞, "aanhaling", \\ en </script>'
    const item = await joost.posts({
      group: atWaterschap.replace('/g/', ''),
      title,
      body: 'Café ‘t Hof: 1 < 2 & 3.',
      audience: 'public',
    })
    await network.settle()
    await joost.submits(`${item}/edit`, { field: 'body' }, { body: 'Veranderd — met een streepje.' })
    await network.settle()
    await joost.submits(`${item}/delete`, { button: /verwijder/i })
    await network.settle()
    const received = mail().filter(({ activity }) => activity['type'] === 'Announce')
    expect(received).toHaveLength(3)
    for (const [index, type] of ['Create', 'Update', 'Delete'].entries()) {
      const [own] = await said(network.server('Waterschap'), type)
      const { iri, json } = own as { iri: string; json: string }
      expect(await heard(gemeente, iri)).toBe(json)
      const wrapped = (await said(gemeente, 'Announce')).find((announce) => announce.json.includes(json))
      expect(wrapped).toBeDefined()
      expect(received[index]?.body).toBe(wrapped?.json)
      const atProvincie = await heard(network.server('Provincie'), wrapped?.iri ?? '')
      expect(atProvincie).toBe(wrapped?.json)

      const inner = received[index]?.activity['object'] as Json & { actor: string }
      const author = await reads(kim, inner.actor)
      expect(proofHolds(inner, author.assertionMethod[0]?.publicKeyMultibase ?? '')).toBe(true)
      expect(
        proofHolds(
          { ...inner, published: '2020-01-01T00:00:00Z' },
          author.assertionMethod[0]?.publicKeyMultibase ?? '',
        ),
      ).toBe(false)
      // A Delete outlives its object; the rest goes with it.
      expect([type, (await kim.get(iri, { scheme: 'none' })).status]).toEqual([type, type === 'Delete' ? 200 : 410])
    }
  })

  test('what a stranger wrote with odd spacing, terms of its own and a proof comes through as it was', async () => {
    const mail = newMail(lemmy)
    const els = lemmy.actor('els')
    const note = els.note('<p>Hallo</p>', {
      type: 'Article',
      name: 'Hallo',
      audience: group.id,
      to: [group.id, PUBLIC],
      'lemmy:odd': [1.0, 1e3, null, { z: 1, a: 'é' }],
    })
    const body = JSON.stringify(els.prove(els.create(note)), null, 3)
    mail()
    expect((await els.sendRaw(`${gemeente.origin}/inbox`, body)).status).toBe(202)
    await network.settle()
    const announce = mail().find(({ activity }) => activity['type'] === 'Announce')
    expect(announce?.body).toContain(`"object":${body}}`)
    expect(proofHolds(announce?.activity['object'] as Json, els.keys.ed25519Multibase)).toBe(true)
    const provincie = network.server('Provincie').app.ctx().db
    expect(await provincie.selectFrom('content').select('title').where('title', '=', 'Hallo').execute()).toHaveLength(1)
  })

  test('nobody logged a fault', () => {
    expect(network.servers.flatMap((server) => server.log).join('\n')).toBe('')
  })
})
