// Everything that a busy group sends, as Mastodon, Lemmy, NodeBB and Mobilizon would take it (models in receivers/).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { lemmyWould } from '../federation/receivers/lemmy.ts'
import { mastodonWould } from '../federation/receivers/mastodon.ts'
import { mobilizonWould } from '../federation/receivers/mobilizon.ts'
import { nodebbWould } from '../federation/receivers/nodebb.ts'
import type { Delivery, Verdict, World } from '../federation/receivers/world.ts'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Json, type Peer, type PeerActor, PUBLIC, startPeer } from '../kit/peer/peer.ts'
import { proofHolds } from '../kit/peer/verify.ts'
import type { Person } from '../kit/person.ts'
import { reads, type RemoteDocument, webfinger } from './wire.ts'

const models = { mastodon: mastodonWould, lemmy: lemmyWould, nodebb: nodebbWould, mobilizon: mobilizonWould }
type Software = keyof typeof models

interface Receiver {
  readonly peer: Peer
  readonly follower: PeerActor
  readonly world: World
  readonly seen: Map<string, Json>
  taken: number
}

describe('what other software makes of what a group sends', () => {
  let network: Network
  let fatima: Person
  let joost: Person
  let atWaterschap: string
  let group: RemoteDocument
  const receivers = new Map<Software, Receiver>()
  const everything: Json[] = []

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap'])
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    joost = await network.person('Joost van der Meer', 'Waterschap')
    const handle = await fatima.startsGroup('Vergunningen')
    atWaterschap = await joost.finds(`@${handle}@${network.server('Gemeente').host}`)
    await joost.joins(atWaterschap.replace('/g/', ''))
    for (const software of Object.keys(models) as Software[]) {
      const peer = await startPeer({ software, now: () => network.clock.millis() })
      const follower = peer.actor('kim')
      group = await reads(follower, await webfinger(network.server('Gemeente'), handle))
      const seen = new Map<string, Json>()
      const world: World = {
        followed: new Set([group.id]),
        objects: new Map(),
        boosts: new Set(),
        get: (iri) => seen.get(iri),
      }
      receivers.set(software, { peer, follower, world, seen, taken: 0 })
      await follower.send(group.inbox, follower.follow(group.id))
    }
    await network.settle()
  })
  afterAll(async () => {
    await network.close()
    for (const { peer } of receivers.values()) await peer.close()
  })

  /** What each makes of what it got since the last time. */
  async function effects(): Promise<Record<Software, string[]>> {
    await network.settle()
    const all: Partial<Record<Software, string[]>> = {}
    for (const [software, receiver] of receivers) {
      const said: string[] = []
      for (const received of receiver.peer.inbox.slice(receiver.taken)) {
        everything.push(received.activity)
        const delivery = await deliveryOf(receiver, received)
        const { effect, why }: Verdict = models[software](delivery, receiver.world)
        said.push(`${effect}: ${why}`)
      }
      receiver.taken = receiver.peer.inbox.length
      all[software] = said.toSorted()
    }
    return all as Record<Software, string[]>
  }

  /** With everything that it could fetch now. */
  async function deliveryOf(receiver: Receiver, received: Peer['inbox'][number]): Promise<Delivery> {
    const { activity, headers } = received
    const inner = activity['object'] as Json | string
    for (const iri of [
      typeof inner === 'string' ? inner : inner['id'],
      typeof inner === 'string' ? '' : (inner['object'] as Json | string),
    ]) {
      const address = typeof iri === 'object' && iri !== null ? String((iri as Json)['id']) : String(iri)
      if (!address.startsWith('http')) continue
      const { status, json } = await receiver.follower.get(address, { scheme: 'none' })
      if (status === 200 && json) receiver.seen.set(address, json)
      else receiver.seen.delete(address)
    }
    const keyId = /keyId="([^"]*)"/.exec(String(headers['signature']))?.[1] ?? ''
    const { proof } = activity as { proof?: { verificationMethod: string } }
    if (!proof) return { activity, signer: keyId.split('#')[0] as string, proven: false }
    const author = await reads(receiver.follower, proof.verificationMethod.split('#')[0] as string)
    const key = author.assertionMethod.find(({ id }) => id === proof.verificationMethod)
    const proven = author.id === activity['actor'] && proofHolds(activity, key?.publicKeyMultibase ?? '')
    return { activity, signer: keyId.split('#')[0] as string, proven }
  }

  let item: string
  let path: string

  test('the Accept', async () => {
    const taken = await effects()
    expect(taken.mastodon).toEqual(['settled: answer to a Follow'])
    expect(taken.lemmy).toEqual(['settled: follows'])
    expect(taken.nodebb).toEqual(['settled: follows'])
    expect(taken.mobilizon).toEqual(['settled: an answer'])
  })

  test('a post with a title, by somebody of the plein and by a member elsewhere', async () => {
    item = await fatima.posts({
      group: 'vergunningen',
      title: 'Vergunningcheck',
      body: 'Wat doen **jullie**?',
      audience: 'public',
    })
    const expected = {
      mastodon: ['boosted: title, summary and link'],
      lemmy: ['shown: a post'],
      nodebb: ['shown: a topic'],
      mobilizon: ['boosted: Article'],
    }
    expect(await effects()).toEqual(expected)
    path = await joost.posts({
      group: atWaterschap.replace('/g/', ''),
      title: 'Van de overkant',
      body: 'Nog een vraag.',
      audience: 'public',
    })
    expect(await effects()).toEqual(expected)
  })

  test('a short one without a title', async () => {
    await fatima.posts({ group: 'vergunningen', body: 'Morgen is de balie dicht.', audience: 'public' })
    expect(await effects()).toEqual({
      mastodon: ['boosted: whole'],
      lemmy: ['shown: a post'],
      nodebb: ['shown: a topic by its first words'],
      mobilizon: ['boosted: Note'],
    })
  })

  test('answers: never a boost', async () => {
    const page = await joost.opens(atWaterschap, 'Vergunningcheck')
    await joost.comments(page.path, 'Een spreekuur.')
    const expected = { mastodon: ['shown: whole'], lemmy: ['shown: a comment'], nodebb: ['shown: a reply'] }
    const passedOn = 'dropped: the signer is not the actor, and proofs are not read'
    expect(await effects()).toEqual({ ...expected, mobilizon: [passedOn] })
    // Her own server sends hers, so it needs no proof.
    await fatima.comments(item, 'Goed idee.')
    expect(await effects()).toEqual({ ...expected, mobilizon: ['shown: Note'] })
  })

  test('likes go where they are counted', async () => {
    await joost.likes((await joost.opens(atWaterschap, 'Vergunningcheck')).path)
    expect(await effects()).toEqual({
      mastodon: [],
      lemmy: ['counted: a vote'],
      nodebb: ['counted: a vote'],
      mobilizon: [],
    })
  })

  test('an edit is one everywhere that takes it', async () => {
    await fatima.submits(`${item}/edit`, { field: 'body' }, { body: 'Wat doen jullie nu?' })
    const taken = await effects()
    expect(taken.mastodon).toEqual(['changed: edited'])
    for (const software of ['lemmy', 'nodebb'] as const) expect(new Set(taken[software]).size).toBe(1)
    expect(taken.lemmy[0]).toBe('changed: edited')
    expect(taken.nodebb[0]).toBe('changed: fetched again')
  })

  test('pinning: Add and Remove for who knows them', async () => {
    await fatima.submits(item, { action: /\/pin$/ })
    const pinned = await effects()
    expect([pinned.mastodon, pinned.lemmy]).toEqual([[], ['changed: pinned or not']])
    await fatima.submits(item, { action: /\/unpin$/ })
    expect((await effects()).lemmy).toEqual(['changed: pinned or not'])
  })

  test('removal by the author: gone everywhere', async () => {
    await fatima.submits(`${item}/delete`, { button: /verwijder/i })
    const taken = await effects()
    expect(taken.mastodon).toEqual(['removed: by its author', 'removed: the boost'])
    expect(taken.lemmy).toContain('removed: by its author')
    expect(taken.nodebb).toContain('removed: deleted')
    expect(taken.mobilizon).toContain('removed: the boost')
  })

  test('removal by a manager of what a member elsewhere wrote: the boost goes, and who moderates by group removes it', async () => {
    const page = await fatima.opens('/g/vergunningen', 'Van de overkant')
    await fatima.submits(`${page.path}/delete`, { button: /verwijder|weghalen|haal/i })
    const taken = await effects()
    expect(taken.mastodon).toContain('removed: the boost')
    expect(taken.lemmy).toContain('removed: by a moderator')
    expect(taken.nodebb).toContain('removed: deleted')
    expect(await joost.sees(atWaterschap, 'Van de overkant')).toBe(false)
    expect(path).toBeDefined()
  })

  test('every document: ids without fragments, under 1 MB, full addresses, summaries where they belong', () => {
    expect(everything.length).toBeGreaterThan(30)
    for (const activity of everything) {
      expect(JSON.stringify(activity).length).toBeLessThan(1_000_000)
      expect(JSON.stringify(activity)).not.toMatch(/"as:Public"|"Public"/)
      for (const one of nested(activity)) {
        expect(String(one['id'])).toMatch(
          /^http:\/\/127\.0\.0\.1:\d+\/(ap\/[a-z]+\/[0-9a-f-]{36}|activities\/[0-9a-f-]{36})$/,
        )
        const objectType = String(one['type'])
        if (objectType === 'Note') expect(one['summary']).toBeUndefined()
        if (objectType === 'Article') {
          expect(String(one['summary'])).toMatch(/^[^<*]{1,500}$/)
          expect(one['to']).toEqual([group.id, PUBLIC])
          expect(one['audience']).toBe(group.id)
        }
        if (objectType === 'Article' || objectType === 'Note') {
          expect(one['tag']).toContainEqual(expect.objectContaining({ type: 'Mention', href: group.id }))
        }
      }
    }
  })
})

/** The activity, what it wraps, and the object. */
function nested(activity: Json): Json[] {
  const inner = activity['object']
  return typeof inner === 'object' && inner !== null ? [activity, ...nested(inner as Json)] : [activity]
}
