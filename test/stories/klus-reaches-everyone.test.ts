// A klus reaches whoever may take it: pleinen as a Proposal, others as a note that leads to it; all talk in one thread.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Json, type Peer, type PeerActor, type Received, startPeer } from '../kit/peer/peer.ts'
import type { Person } from '../kit/person.ts'
import { writesItem } from '../kit/writing.ts'
import { klusExample } from '../kinds/klus/example.ts'
import { newMail, reads, type RemoteDocument, typesOf, webfinger } from './wire.ts'

const values = {
  own_purpose: 'request',
  own_result: klusExample.result,
  own_expertise: 'participatie, schrijven',
  own_hoursTotal: '16',
  own_where: 'remote',
  own_responders: 'network',
  own_closes: klusExample.closes,
  body: 'Denk mee over het **participatieplan**.',
}

describe('a klus reaches everyone', () => {
  let network: Network
  let mastodon: Peer
  let els: PeerActor
  let fatima: Person
  let joost: Person
  let group: RemoteDocument
  let handle: string
  let item: string
  let note: Json & { id: string }

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap'])
    mastodon = await startPeer({ now: () => network.clock.millis() })
    els = mastodon.actor('els')
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    joost = await network.person('Joost van der Meer', 'Waterschap')
    await network.server('Gemeente').cli('instance allow', { host: network.server('Waterschap').host })
    await network.server('Waterschap').cli('instance allow', { host: network.server('Gemeente').host })
    handle = await fatima.startsGroup('Participatie')
    await network.settle()
    group = await reads(els, await webfinger(network.server('Gemeente'), handle))
    await els.send(group.inbox, els.follow(group.id))
    await network.settle()
  })
  afterAll(async () => {
    await network.close()
    await mastodon.close()
  })

  test('for the network and in no group: every allowed plein has it, though nobody follows anybody', async () => {
    const page = await writesItem(fatima, '/new/klus', { ...values, title: 'Meelezen met het plan' })
    expect([page.status, page.path]).toEqual([200, expect.stringMatching(/^\/item\//)])
    await network.settle()
    const found = await network
      .server('Waterschap')
      .app.ctx()
      .db.selectFrom('content')
      .select(['id', 'kind', 'audience', 'local'])
      .where('title', '=', 'Meelezen met het plan')
      .execute()
    expect(found).toEqual([{ id: expect.any(String), kind: 'klus', audience: 'network', local: 0 }])
    const there = await joost.visits(`/item/${found[0]?.id}`)
    expect(there.text).toContain(klusExample.result)
    expect(there.text).toContain('16 uur in totaal')
  })

  test('who is not allowed, and follows nobody, gets nothing of it', () => {
    expect(mastodon.inbox.filter(({ activity }) => JSON.stringify(activity).includes('Meelezen'))).toEqual([])
  })

  test('in a public group, other software gets a note that says the most needed and leads to the klus', async () => {
    const mail = newMail(mastodon)
    mail()
    const page = await writesItem(fatima, `/new/klus?group=${handle}`, { ...values, title: 'Schrijf mee' })
    item = page.path.split(/[?#]/)[0] as string
    await network.settle()
    const received = mail()
    expect(typesOf(received)).toEqual(['Announce{id}'])
    const { json } = await els.get(String(received[0]?.activity['object']))
    note = json as typeof note
    const iri = note.id.replace(/\/note$/, '')
    const summary = String(note['summary'])
    expect(note).toMatchObject({ type: 'Article', name: 'Schrijf mee', id: received[0]?.activity['object'] })
    expect(note['url']).toBe(`${fatima.origin}${item}`)
    expect(note['content']).toContain('<strong>participatieplan</strong>')
    expect(note['content']).toContain('16 uur in totaal')
    expect(summary).toMatch(
      /^Klus: hulp gevraagd\. Uren: 16 uur in totaal\. Interesse tonen kan tot en met: \d+ \w+ \d{4}\./,
    )
    for (const words of ['Op afstand', `${fatima.origin}${item}`]) expect(summary).toContain(words)
    expect(note['tag']).toContainEqual(expect.objectContaining({ type: 'Link', href: iri }))
    expect(note['attachment']).toContainEqual(
      expect.objectContaining({ type: 'Link', href: iri, rel: 'https://w3id.org/valueflows/ont/vf#Proposal' }),
    )
    expect(note['publishes']).toBeUndefined()
    expect((await els.get(iri)).json).toMatchObject({ type: 'Proposal', purpose: 'request' })
  })

  test('an answer to the note stands under the klus, and so does one to the klus', async () => {
    for (const [text, to] of [
      ['Ik zag dit op Mastodon', note.id],
      ['Ik antwoord op de klus', note.id.replace(/\/note$/, '')],
    ] as const)
      await els.send(group.inbox, els.create(els.note(`<p>${text}</p>`, { inReplyTo: to, cc: [group.id] })))
    await network.settle()
    const page = await fatima.visits(item)
    expect(page.text).toContain('Ik zag dit op Mastodon')
    expect(page.text).toContain('Ik antwoord op de klus')
    expect(page.text).toContain('2 reacties')
  })

  test('a change and a removal reach who has the note', async () => {
    const mail = newMail(mastodon)
    mail()
    await fatima.submits(`${item}/edit`, { field: 'body' }, { title: 'Schrijf met ons mee' })
    await network.settle()
    const fresh = (await els.get(note.id)).json
    expect(fresh).toMatchObject({ type: 'Article', name: 'Schrijf met ons mee' })
    await fatima.submits(`${item}/delete`, { button: 'Verwijderen' })
    await network.settle()
    expect((await els.get(note.id)).status).toBe(410)
    const removals = mail().map(({ activity }) => [activity['type'], JSON.stringify(activity['object'])])
    expect(removals.some(([type, object]) => type !== 'Update' && String(object).includes(note.id))).toBe(true)
  })

  test('who follows later gets the klussen of the group as their notes', async () => {
    for (const title of ['Van hier', 'Nog een van hier'])
      await writesItem(fatima, `/new/klus?group=${handle}`, { ...values, title })
    await network.settle()
    const mail = newMail(mastodon)
    mail()
    const kees = mastodon.actor('kees')
    await kees.send(group.inbox, kees.follow(group.id))
    await network.settle()
    const received = mail()
    expect(typesOf(received)).toEqual(['Accept{Follow}', 'Announce{id}', 'Announce{id}'])
    const objects = received.slice(1).map(({ activity }) => String(activity['object']))
    const notes = await Promise.all(objects.map((iri) => kees.get(iri)))
    expect(notes.map(({ json }) => [json?.['type'], json?.['name']])).toEqual([
      ['Article', 'Van hier'],
      ['Article', 'Nog een van hier'],
    ])
  })

  describe('a klus of another plein in our group', () => {
    let there: string
    let announced: Received | undefined
    let lemmy: Peer
    const about = (peer: Peer, from: number) =>
      peer.inbox
        .slice(from)
        .filter(({ activity }) => JSON.stringify(activity).includes(String(announced?.activity['object'])))

    beforeAll(async () => {
      lemmy = await startPeer({ now: () => network.clock.millis(), software: 'lemmy' })
      const lee = lemmy.actor('lee')
      await lee.send(group.inbox, lee.follow(group.id))
      const path = await joost.finds(`@${handle}@${network.server('Gemeente').host}`)
      await joost.joins(path.replace('/g/', ''))
      await network.settle()
      const mail = newMail(mastodon)
      mail()
      const page = await writesItem(joost, `/new/klus?group=${path.replace('/g/', '')}`, { ...values, title: 'Dijk' })
      there = page.path.split(/[?#]/)[0] ?? ''
      await network.settle()
      announced = mail().find(({ activity }) => activity['type'] === 'Announce')
    })
    afterAll(() => lemmy.close())

    test('its note is announced, and lives at its own plein', () => {
      expect(String(announced?.activity['object'])).toMatch(/\/note$/)
      expect(String(announced?.activity['object'])).toContain(network.server('Waterschap').host)
      expect(announced?.activity['actor']).toBe(group.id)
      expect(about(lemmy, 0).map(({ activity }) => activity['type'])).toEqual(['Announce'])
    })

    test('a change comes through our group in the words that its own plein signed', async () => {
      const seen = [mastodon.inbox.length, lemmy.inbox.length] as const
      await joost.submits(`${there}/edit`, { field: 'body' }, { title: 'Dijken' })
      await network.settle()
      const update = expect.objectContaining({
        type: 'Update',
        actor: expect.stringContaining(network.server('Waterschap').host),
        object: expect.objectContaining({ type: 'Article', name: 'Dijken', id: announced?.activity['object'] }),
      })
      expect(about(mastodon, seen[0]).map(({ activity }) => activity)).toEqual([update])
      expect(about(lemmy, seen[1]).map(({ activity }) => activity)).toEqual([
        expect.objectContaining({ type: 'Announce', actor: group.id, object: update }),
      ])
    })

    test('somebody else has nothing to say about it', async () => {
      const seen = [mastodon.inbox.length, lemmy.inbox.length] as const
      const note = { ...els.note('<p>Vals</p>'), id: announced?.activity['object'], name: 'Vals' }
      await els.send(group.inbox, { ...els.create(note as never), type: 'Update' })
      await network.settle()
      expect([mastodon.inbox.length, lemmy.inbox.length]).toEqual(seen)
    })

    test('its removal takes the note away again', async () => {
      const seen = [mastodon.inbox.length, lemmy.inbox.length] as const
      await joost.submits(`${there}/delete`, { button: 'Verwijderen' })
      await network.settle()
      const undo = expect.objectContaining({
        type: 'Undo',
        object: expect.objectContaining({ id: announced?.activity['id'] }),
      })
      const gone = expect.objectContaining({ type: 'Delete', object: announced?.activity['object'] })
      const atMastodon = about(mastodon, seen[0]).map(({ activity }) => activity)
      expect(atMastodon).toEqual(expect.arrayContaining([undo, gone]))
      const atLemmy = about(lemmy, seen[1]).map(({ activity }) => activity)
      expect(atLemmy).toEqual(
        expect.arrayContaining([undo, expect.objectContaining({ type: 'Announce', object: gone })]),
      )
    })
  })

  test('nobody logged a fault', () => {
    expect(network.servers.flatMap((server) => server.log)).toEqual([])
  })
})
