// Groups that live on other software, in its own dialect: PieFed and Lemmy's, and NodeBB's.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Json, type Peer, type PeerActor, PUBLIC, startPeer } from '../kit/peer/peer.ts'
import type { Person } from '../kit/person.ts'
import { newMail, stored, typesOf } from './wire.ts'

/** A Group in the dialect of NodeBB: no followers, moderators through attributedTo, postingRestrictedToMods. */
function category(peer: Peer, handle: string): PeerActor {
  const iri = `${peer.origin}/users/${handle}`
  return peer.actor(handle, {
    type: 'Group',
    name: 'Algemeen overleg',
    summary: '<p>Over van alles.</p>',
    attributedTo: `${iri}/moderators`,
    postingRestrictedToMods: false,
    outbox: `${iri}/outbox`,
  })
}

describe('a group on other software is followed from here', () => {
  let network: Network
  let nodebb: Peer
  let group: PeerActor
  let kim: PeerActor
  let fatima: Person
  let path: string
  const old: Json[] = []
  let meanwhile = ''
  let topic: Json & { id: string }

  function post(name: string, extra: Json = {}): Json & { id: string } {
    const note = kim.note(`<p>Tekst van ${name}.</p>`, {
      type: 'Article',
      name,
      summary: `Tekst van ${name}.`,
      audience: group.iri,
      to: [PUBLIC],
      cc: [group.iri, `${kim.iri}/followers`],
      context: `${nodebb.origin}/topic/${encodeURIComponent(name)}`,
      ...extra,
    })
    return note as typeof topic
  }

  /** As NodeBB sends it: the group's Announce of the whole activity, or of an id. */
  function announce(object: unknown): Json {
    return group.activity('Announce', { object, to: [`${group.iri}/followers`], cc: [kim.iri, PUBLIC] })
  }

  async function arrives(...activities: Json[]): Promise<void> {
    for (const activity of activities) {
      const answer = await group.send(`${network.server('Gemeente').origin}/inbox`, activity)
      expect([activity['type'], answer.status]).toEqual([activity['type'], 202])
    }
    await network.settle()
  }

  beforeAll(async () => {
    network = await startNetwork(['Gemeente'])
    nodebb = await startPeer({ software: 'nodebb', version: '4.15.1', now: () => network.clock.millis() })
    group = category(nodebb, 'algemeen')
    kim = nodebb.actor('kim', { name: 'Kim Jansen' })
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    for (const name of ['Oud onderwerp', 'Iets minder oud']) {
      const opener = post(name, { published: '2026-10-01T09:00:00Z' })
      const answer = kim.note(`<p>Antwoord onder ${name}.</p>`, { inReplyTo: opener.id, context: opener['context'] })
      const context = new URL(String(opener['context']))
      nodebb.documents.set(context.pathname, {
        '@context': 'https://www.w3.org/ns/activitystreams',
        id: context.href,
        type: 'OrderedCollection',
        orderedItems: [opener.id, answer['id']],
        totalItems: 2,
      })
      old.push(kim.create(opener))
    }
    nodebb.documents.set('/users/algemeen/outbox', {
      '@context': 'https://www.w3.org/ns/activitystreams',
      id: `${group.iri}/outbox`,
      type: 'OrderedCollection',
      totalItems: 2,
      first: `${group.iri}/outbox?page=1`,
    })
    const page = {
      '@context': 'https://www.w3.org/ns/activitystreams',
      id: `${group.iri}/outbox?page=1`,
      type: 'OrderedCollectionPage',
      partOf: `${group.iri}/outbox`,
      orderedItems: old.map((create) => announce(create)),
    }
    // Somebody looks at the group's page while its history is on the way.
    nodebb.documents.set('/users/algemeen/outbox?page=1', (_request, response) => {
      void fatima.visits(path).then(({ text }) => {
        meanwhile = text
        response.writeHead(200, { 'content-type': 'application/activity+json' }).end(JSON.stringify(page))
      })
    })
  })
  afterAll(async () => {
    await network.close()
    await nodebb.close()
  })

  test('she finds it by its address and joins: waiting, until the group accepts (with an id that is no URI)', async () => {
    const mail = newMail(nodebb)
    path = await fatima.finds(`@algemeen@${nodebb.host}`)
    await fatima.joins(path.replace('/g/', ''))
    await network.settle()
    const [follow] = mail()
    expect(follow?.activity).toMatchObject({ type: 'Follow', object: group.iri })
    expect((await fatima.visits(path)).text).toMatch(/wacht|aangevraagd/i)
    await arrives({
      ...group.activity('Accept', { object: follow?.activity as Json, to: [follow?.activity['actor']] }),
      id: `${nodebb.origin}/category/5/General Discussion#activity/accept/1`,
    })
    expect((await fatima.visits(path)).text).not.toMatch(/aangevraagd/i)
  })

  test('its history came with it, answers too, and the page says that all is there', async () => {
    expect(await fatima.sees(path, 'Oud onderwerp')).toBe(true)
    expect(await fatima.sees(path, 'Iets minder oud')).toBe(true)
    const thread = await fatima.opens(path, 'Oud onderwerp')
    expect(thread.text).toContain('Antwoord onder Oud onderwerp.')
    expect(meanwhile).toMatch(/worden opgehaald|wordt opgehaald|ophalen/i)
    expect((await fatima.visits(path)).text).not.toMatch(/worden opgehaald|wordt opgehaald|ophalen/i)
  })

  test('Announce of the object and of the whole Create, in any order and twice: one post', async () => {
    topic = post('Nieuw onderwerp')
    const whole = announce(kim.create(topic))
    const bare = announce(topic.id)
    await arrives(whole, bare, announce(topic.id), whole, announce(kim.create(topic)))
    const other = post('Ander onderwerp')
    await arrives(announce(other.id), announce(kim.create(other)))
    const rows = await network.server('Gemeente').app.ctx().db.selectFrom('content').select('iri').execute()
    expect(rows.filter(({ iri }) => iri === topic.id || iri === other.id)).toHaveLength(2)
    expect(await fatima.sees(path, 'Nieuw onderwerp')).toBe(true)
    expect(await fatima.sees(path, 'Ander onderwerp')).toBe(true)
  })

  test('an answer comes wrapped, its own answer by its id alone', async () => {
    const answer = kim.note('<p>Eerste antwoord.</p>', { inReplyTo: topic.id, name: 'RE: Nieuw onderwerp' })
    await arrives(announce(kim.create(answer)), announce(kim.create(answer)))
    const deeper = kim.note('<p>Daaronder.</p>', { inReplyTo: answer['id'] })
    const create = kim.create(deeper)
    nodebb.documents.set(new URL(String(create['id'])).pathname, create)
    await arrives(announce(create['id']))
    const page = await fatima.opens(path, 'Nieuw onderwerp')
    expect(page.text).toContain('Eerste antwoord.')
    expect(page.text).toContain('Daaronder.')
    expect(page.text.split('Eerste antwoord.')).toHaveLength(2)
  })

  test('an answer whose parent never came: the parent is fetched first', async () => {
    const parent = kim.note('<p>Nooit verstuurd.</p>', { inReplyTo: topic.id })
    const child = kim.note('<p>Toch te lezen.</p>', { inReplyTo: parent['id'] })
    await arrives(announce(kim.create(child)))
    const page = await fatima.opens(path, 'Nieuw onderwerp')
    expect(page.text).toContain('Nooit verstuurd.')
    expect(page.text).toContain('Toch te lezen.')
  })

  test('a wrapped Like counts, and its wrapped Undo takes it away', async () => {
    const like = kim.activity('Like', { object: topic, to: [group.iri] })
    await arrives(announce(like))
    const likes = async () => (await stored(network.server('Gemeente')))['reaction']
    expect(await likes()).toBe(1)
    await arrives(announce(kim.activity('Undo', { object: like })))
    expect(await likes()).toBe(0)
  })

  test("our comment goes to the group's inbox with its audience, and comes back without standing twice", async () => {
    const mail = newMail(nodebb)
    mail()
    const page = await fatima.opens(path, 'Nieuw onderwerp')
    await fatima.comments(page.path, 'Vanuit de gemeente.')
    await network.settle()
    const creates = mail().filter(({ activity }) => activity['type'] === 'Create')
    expect(typesOf(creates)).toEqual(['Create{Note}'])
    const create = creates[0]?.activity as Json & { object: Json; to: string[]; cc: string[] }
    expect(create['audience']).toBe(group.iri)
    expect(create.object).toMatchObject({ audience: group.iri, inReplyTo: topic.id, context: topic['context'] })
    expect(create.to).toEqual(expect.arrayContaining([group.iri, PUBLIC]))
    expect(create.cc).toContain(kim.iri)
    expect(create.object['tag']).toContainEqual(expect.objectContaining({ type: 'Mention', href: group.iri }))
    await arrives(announce(create), announce(create.object['id']))
    expect((await fatima.visits(page.path)).text.split('Vanuit de gemeente.')).toHaveLength(2)
  })

  test('her post into the group goes there, and only there', async () => {
    const mail = newMail(nodebb)
    mail()
    const own = await fatima.posts({
      group: path.replace('/g/', ''),
      title: 'Van ons',
      body: 'Hallo daar.',
      audience: 'public',
    })
    await network.settle()
    expect(typesOf(mail())).toEqual(['Create{Article}'])
    expect(await fatima.sees(own, 'Hallo daar.')).toBe(true)
  })

  test('removed by its author, and by a moderator of the group', async () => {
    const first = post('Weg door auteur')
    const second = post('Weg door moderator')
    await arrives(announce(kim.create(first)), announce(kim.create(second)))
    expect(await fatima.sees(path, 'Weg door auteur')).toBe(true)
    nodebb.documents.set(new URL(first.id).pathname, (_request, response) => void response.writeHead(410).end())
    await arrives(announce(kim.activity('Delete', { object: first.id })))
    const sam = nodebb.actor('sam')
    await arrives(announce(sam.activity('Delete', { object: second.id, summary: 'buiten onderwerp' })))
    expect(await fatima.sees(path, 'Weg door auteur')).toBe(false)
    expect(await fatima.sees(path, 'Weg door moderator')).toBe(false)
  })

  test('she leaves: Undo{Follow}, and what comes after is not taken', async () => {
    const mail = newMail(nodebb)
    mail()
    await fatima.leaves(path.replace('/g/', ''))
    await network.settle()
    expect(typesOf(mail())).toEqual(['Undo{Follow}'])
    const before = await stored(network.server('Gemeente'))
    await group.send(`${network.server('Gemeente').origin}/inbox`, announce(kim.create(post('Te laat'))))
    await network.settle()
    expect(await stored(network.server('Gemeente'))).toEqual(before)
  })

  test('nobody logged a fault', () => {
    expect(network.servers.flatMap((server) => server.log).join('\n')).toBe('')
  })
})
