// New keys: others go on believing what we say, and the old key ids are answered for a week.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createVerify } from 'node:crypto'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Peer, startPeer } from '../kit/peer/peer.ts'
import { proofHolds } from '../kit/peer/verify.ts'
import type { Person } from '../kit/person.ts'
import type { TestServer } from '../kit/server.ts'
import { newMail, reads, type RemoteDocument, webfinger } from './wire.ts'

describe('keys are rotated', () => {
  let network: Network
  let gemeente: TestServer
  let peer: Peer
  let fatima: Person
  let joost: Person
  let group: RemoteDocument
  let atWaterschap: string

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap'])
    gemeente = network.server('Gemeente')
    peer = await startPeer({ software: 'lemmy', now: () => network.clock.millis() })
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    joost = await network.person('Joost van der Meer', 'Waterschap')
    const handle = await fatima.startsGroup('Vergunningen')
    atWaterschap = await joost.finds(`@${handle}@${gemeente.host}`)
    await joost.joins(atWaterschap.replace('/g/', ''))
    const kim = peer.actor('kim')
    group = await reads(kim, await webfinger(gemeente, handle))
    await kim.send(group.inbox, kim.follow(group.id))
    await fatima.posts({ group: 'vergunningen', title: 'Met de oude sleutels', body: 'Tekst.', audience: 'public' })
    await network.settle()
  })
  afterAll(async () => {
    await network.close()
    await peer.close()
  })

  test('what is said with the new ones is believed by pleinen and by others', async () => {
    const kim = peer.actor('kim')
    const old = (group as unknown as { publicKey: { id: string } }).publicKey.id
    const mail = newMail(peer)
    mail()
    await gemeente.cli('keys rotate')
    await fatima.posts({ group: 'vergunningen', title: 'Met de nieuwe sleutels', body: 'Tekst.', audience: 'public' })
    await network.settle()
    expect(await joost.sees(atWaterschap, 'Met de nieuwe sleutels')).toBe(true)

    const announce = mail().find(({ activity }) => activity['type'] === 'Announce')
    const now = (await reads(kim, group.id)) as unknown as { publicKey: { id: string; publicKeyPem: string } }
    expect(now.publicKey.id).not.toBe(old)
    const { signature = '', host = '', date = '', digest = '' } = (announce?.headers ?? {}) as Record<string, string>
    expect(signature).toContain(`keyId="${now.publicKey.id}"`)
    const signed = /headers="([^"]*)"/.exec(signature)?.[1]?.split(' ') ?? []
    const values: Record<string, string> = { '(request-target)': `post ${announce?.path}`, host, date, digest }
    const base = signed.map((name) => `${name}: ${values[name] ?? String(announce?.headers[name])}`).join('\n')
    const verifier = createVerify('sha256').update(base)
    expect(
      verifier.verify(now.publicKey.publicKeyPem, /signature="([^"]*)"/.exec(signature)?.[1] ?? '', 'base64'),
    ).toBe(true)

    const create = announce?.activity['object'] as Parameters<typeof proofHolds>[0] & {
      actor: string
      proof: { verificationMethod: string }
    }
    const author = await reads(kim, create.actor)
    const key = author.assertionMethod.find(({ id }) => id === create.proof.verificationMethod)
    expect(proofHolds(create, key?.publicKeyMultibase ?? '')).toBe(true)
    // What was proven with the old key can still be checked.
    for (const [before, iri] of [[group, group.id]] as const) {
      const listed = (await reads(kim, iri)).assertionMethod.map(({ id }) => id)
      expect(listed).toEqual(expect.arrayContaining(before.assertionMethod.map(({ id }) => id)))
      expect(listed).toHaveLength(2)
    }
  })

  test('the other side may answer: signed fetches with the new keys hold too', async () => {
    const first = await joost.opens(atWaterschap, 'Met de nieuwe sleutels')
    await joost.comments(first.path, 'Gezien.')
    await network.server('Waterschap').cli('keys rotate')
    await joost.comments(first.path, 'En nog eens.')
    await network.settle()
    const page = await fatima.opens('/g/vergunningen', 'Met de nieuwe sleutels')
    expect(page.text).toContain('Gezien.')
    expect(page.text).toContain('En nog eens.')
  })

  test('nobody logged a fault', () => {
    expect(network.servers.flatMap((server) => server.log).join('\n')).toBe('')
  })
})
