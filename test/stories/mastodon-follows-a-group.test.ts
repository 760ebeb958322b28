// Somebody on Mastodon follows a public group of the gemeente, and talks along; Joost reads it at the waterschap.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Json, type Peer, type PeerActor, PUBLIC, type Received, startPeer } from '../kit/peer/peer.ts'
import { proofHolds } from '../kit/peer/verify.ts'
import type { Person } from '../kit/person.ts'
import { newMail, reads, type RemoteDocument, typesOf, webfinger } from './wire.ts'

const HOURS = 3_600_000

describe('somebody on Mastodon follows a public group', () => {
  let network: Network
  let mastodon: Peer
  let els: PeerActor
  let fatima: Person
  let joost: Person
  let handle: string
  let group: RemoteDocument
  let author: RemoteDocument
  let atWaterschap: string
  let item: string
  let post: Json & { id: string }
  let follow: Json
  let reply: Json & { id: string }
  let mail: () => Received[]

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap'])
    mastodon = await startPeer({ now: () => network.clock.millis() })
    mail = newMail(mastodon)
    els = mastodon.actor('els')
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    joost = await network.person('Joost van der Meer', 'Waterschap')
    handle = await fatima.startsGroup('Omgevingswet in de praktijk')
    atWaterschap = await joost.finds(`@${handle}@${network.server('Gemeente').host}`)
    await joost.joins(atWaterschap.replace('/g/', ''))
    await network.settle()
    for (const title of ['Eerste vraag', 'Tweede vraag']) {
      await fatima.posts({ group: handle, title, body: `Over ${title}.`, audience: 'public' })
      network.clock.advance(3 * HOURS)
    }
    await fatima.posts({ group: handle, title: 'Alleen voor ons', body: 'Niet voor buiten.', audience: 'network' })
    await network.settle()
  })
  afterAll(async () => {
    await network.close()
    await mastodon.close()
  })

  test('WebFinger, Follow, Accept; and the last threads, oldest first, dated as they were', async () => {
    const server = network.server('Gemeente')
    group = await reads(els, await webfinger(server, handle))
    expect(group).toMatchObject({ type: 'Group', preferredUsername: handle, webfinger: `${handle}@${server.host}` })
    follow = els.follow(group.id)
    expect((await els.send(group.inbox, follow)).status).toBe(202)
    await network.settle()
    const received = mail()
    expect(typesOf(received)).toEqual(['Accept{Follow}', 'Announce{id}', 'Announce{id}'])
    expect(received[0]?.activity).toMatchObject({
      actor: group.id,
      object: { id: follow['id'], type: 'Follow', actor: els.iri, object: group.id },
    })
    const announced = received.slice(1).map(({ activity }) => activity as { object: string; published: string })
    const objects = await Promise.all(announced.map(({ object }) => els.get(object)))
    expect(objects.map(({ json }) => json?.['name'])).toEqual(['Eerste vraag', 'Tweede vraag'])
    expect(objects.map(({ json }) => json?.['published'])).toEqual(announced.map(({ published }) => published))
    expect(network.clock.millis() - Date.parse(announced[0]?.published ?? '')).toBeGreaterThan(5.9 * HOURS)
  })

  test('a Follow that comes again gets a fresh Accept and nothing else', async () => {
    const again = els.follow(group.id)
    await els.send(group.inbox, again)
    await network.settle()
    const received = mail()
    expect(typesOf(received)).toEqual(['Accept{Follow}'])
    expect(received[0]?.activity).toMatchObject({ object: { id: again['id'] } })
    follow = again
  })

  test('a new post comes as Announce{id}, and the id gives a whole Article to everyone', async () => {
    item = await fatima.posts({
      group: handle,
      title: 'Hoe pakken jullie de vergunningcheck aan?',
      body: 'Wij lopen vast op **vooroverleg**. #omgevingswet',
      audience: 'public',
    })
    await network.settle()
    const received = mail()
    expect(typesOf(received)).toEqual(['Announce{id}'])
    const announce = received[0]?.activity as Json & { object: string; id: string; cc: string[] }
    const signed = await els.get(announce.object)
    const unsigned = await els.get(announce.object, { scheme: 'none' })
    expect(unsigned.status).toBe(200)
    expect(unsigned.json).toEqual(signed.json)
    expect(signed.headers.get('content-type')).toContain('application/activity+json')
    post = signed.json as typeof post
    author = await reads(els, String(post['attributedTo']))
    expect(announce).toMatchObject({ actor: group.id, to: [PUBLIC] })
    expect(announce.cc).toContain(author.id)
    expect(post).toMatchObject({
      id: announce.object,
      type: 'Article',
      name: 'Hoe pakken jullie de vergunningcheck aan?',
      summary: expect.stringContaining('vooroverleg'),
      audience: group.id,
      to: expect.arrayContaining([group.id, PUBLIC]),
      context: expect.stringContaining('/ap/contexts/'),
      replies: `${announce.object}/replies`,
      source: { content: 'Wij lopen vast op **vooroverleg**. #omgevingswet', mediaType: 'text/markdown' },
      sensitive: false,
      interactionPolicy: { canQuote: { automaticApproval: [PUBLIC] } },
    })
    expect(post['summary']).not.toMatch(/[<*]/)
    expect(post['tag']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: 'Mention', href: group.id }),
        expect.objectContaining({ type: 'Hashtag', name: '#omgevingswet' }),
      ]),
    )
    // Every id that was said can be fetched: the Announce, and what hangs on the object.
    for (const iri of [announce.id, post['context'], post['replies']]) {
      expect([iri, (await els.get(String(iri), { scheme: 'none' })).status]).toEqual([iri, 200])
    }
    const page = await fetch(String(post['url']), { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('og:title')
  })

  test('her reply without audience lands in the thread at both pleinen, and Fatima is told', async () => {
    reply = els.note('<p>Bij ons werkt een <b>spreekuur</b>.</p>', {
      inReplyTo: post.id,
      cc: [`${els.iri}/followers`, author.id],
      tag: [{ type: 'Mention', href: author.id, name: fatima.address }],
    }) as typeof reply
    expect((await els.send(author.endpoints.sharedInbox, els.create(reply))).status).toBe(202)
    await network.settle()
    expect(await fatima.sees(item, 'Bij ons werkt een spreekuur.')).toBe(true)
    const seen = await joost.opens(atWaterschap, 'Hoe pakken jullie de vergunningcheck aan?')
    expect(seen.text).toContain('Bij ons werkt een spreekuur.')
    expect((await fatima.visits('/notifications')).text).toContain('els')
    const { json: replies } = await els.get(`${post.id}/replies`)
    expect(JSON.stringify(replies)).toContain(reply.id)
    const { json: context } = await els.get(String(post['context']))
    expect(JSON.stringify(context)).toContain(reply.id)
  })

  test('what Joost answers reaches her with his own signature in it', async () => {
    mail()
    const seen = await joost.opens(atWaterschap, 'Hoe pakken jullie de vergunningcheck aan?')
    await joost.comments(seen.path, 'Wij hebben dat ook.')
    await network.settle()
    const received = mail()
    expect(typesOf(received)).toEqual(['Create{Note}'])
    const create = received[0]?.activity as Json & { actor: string; object: Json }
    expect(create.object['inReplyTo']).toBe(post.id)
    const writer = await reads(els, create.actor)
    expect(proofHolds(create, writer.assertionMethod[0]?.publicKeyMultibase ?? '')).toBe(true)
    expect(received[0]?.headers['signature']).toContain(group.id)
  })

  test('her Like counts, also at the waterschap, and can be taken back', async () => {
    const like = els.activity('Like', { object: post.id })
    const likesAt = async (name: string) => {
      const rows = await network.server(name).app.ctx().db.selectFrom('reaction').select('type').execute()
      return rows.filter((row) => row.type === 'like').length
    }
    await els.send(author.inbox, like)
    await els.send(author.inbox, like)
    await network.settle()
    expect([await likesAt('Gemeente'), await likesAt('Waterschap')]).toEqual([1, 1])
    expect((await fatima.visits(item)).text).toMatch(/Nuttig\D{0,20}1/)
    await els.send(author.inbox, els.activity('Undo', { object: like }))
    await network.settle()
    expect([await likesAt('Gemeente'), await likesAt('Waterschap')]).toEqual([0, 0])
  })

  test('her Update and Delete act at both pleinen', async () => {
    const changed = {
      ...reply,
      content: '<p>Een inloopuur.</p>',
      updated: new Date(network.clock.millis()).toISOString(),
    }
    mastodon.documents.set(new URL(reply.id).pathname, changed)
    await els.send(author.endpoints.sharedInbox, els.activity('Update', { object: changed, to: [PUBLIC] }))
    await network.settle()
    const path = (await joost.opens(atWaterschap, 'Hoe pakken jullie de vergunningcheck aan?')).path
    expect([await fatima.sees(item, 'Een inloopuur.'), await joost.sees(path, 'Een inloopuur.')]).toEqual([true, true])
    mastodon.documents.set(new URL(reply.id).pathname, (_request, response) => void response.writeHead(410).end())
    const gone = els.activity('Delete', { object: { id: reply.id, type: 'Tombstone' }, to: [PUBLIC] })
    await els.send(author.endpoints.sharedInbox, gone)
    await network.settle()
    expect([await fatima.sees(item, 'Een inloopuur.'), await joost.sees(path, 'Een inloopuur.')]).toEqual([
      false,
      false,
    ])
  })

  test('Fatima changes and removes the post: Update, then Delete and the Announce taken back; the id is gone', async () => {
    mail()
    await fatima.submits(`${item}/edit`, { field: 'body' }, { body: 'Het is **opgelost**.' })
    await network.settle()
    const changes = mail()
    expect(typesOf(changes)).toEqual(['Update{Article}'])
    expect(changes[0]?.activity['object']).toMatchObject({ id: post.id, updated: expect.any(String) })
    await fatima.submits(`${item}/delete`, { button: /verwijder/i })
    await network.settle()
    const removal = mail()
    expect(typesOf(removal).toSorted()).toEqual(['Delete{id}', 'Undo{Announce}'])
    const { status, json } = await els.get(post.id, { scheme: 'none' })
    expect([status, json?.['type'], json?.['formerType']]).toEqual([410, 'Tombstone', 'Article'])
    expect(await joost.sees(atWaterschap, 'Hoe pakken jullie de vergunningcheck aan?')).toBe(false)
  })

  test('Undo{Follow} ends it', async () => {
    await els.send(group.inbox, els.activity('Undo', { object: follow }))
    await network.settle()
    await fatima.posts({ group: handle, title: 'Na het vertrek', body: 'Hallo.', audience: 'public' })
    await network.settle()
    expect(mail()).toEqual([])
  })

  test('nobody logged a fault', () => {
    expect(network.servers.flatMap((server) => server.log).join('\n')).toBe('')
  })
})
