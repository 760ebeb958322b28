// Colleagues of three organisations follow each other: what is for everyone, for the network, and what is shared.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Peer, startPeer } from '../kit/peer/peer.ts'
import type { Person } from '../kit/person.ts'
import { newMail, typesOf } from './wire.ts'

describe('people of different pleinen follow each other', () => {
  let network: Network
  let mastodon: Peer
  let fatima: Person
  let joost: Person
  let anna: Person
  let fatimaThere: string

  beforeAll(async () => {
    network = await startNetwork(['Gemeente', 'Waterschap', 'Provincie'])
    mastodon = await startPeer({ now: () => network.clock.millis() })
    fatima = await network.person('Fatima El Amrani', 'Gemeente')
    joost = await network.person('Joost van der Meer', 'Waterschap')
    anna = await network.person('Anna de Boer', 'Provincie')
  })
  afterAll(async () => {
    await network.close()
    await mastodon.close()
  })

  test('Joost follows Fatima, Anna follows Joost; both are told', async () => {
    fatimaThere = await joost.finds(fatima.address)
    await joost.follows(fatimaThere)
    await anna.follows(await anna.finds(joost.address))
    await network.settle()
    expect((await fatima.visits('/notifications')).text).toContain('Joost van der Meer')
    expect((await joost.visits('/notifications')).text).toContain('Anna de Boer')
  })

  test('what is for everyone arrives; what is for her own organisation does not', async () => {
    await fatima.posts({ title: 'Voor iedereen', body: 'Openbaar.', audience: 'public' })
    await fatima.posts({ title: 'Intern', body: 'Alleen binnen.', audience: 'organisation' })
    await fatima.posts({ title: 'Voor mijzelf', body: 'Een aantekening.', audience: 'private' })
    await network.settle()
    const page = await joost.visits(fatimaThere)
    expect(page.text).toContain('Voor iedereen')
    expect(page.text).not.toMatch(/Intern|Voor mijzelf/)
  })

  test('what is for the network goes to allowed hosts only, and others cannot fetch it', async () => {
    const els = mastodon.actor('els')
    const mail = newMail(mastodon)
    const gemeente = network.server('Gemeente')
    const me = await gemeente.app
      .ctx()
      .db.selectFrom('actor')
      .select('iri')
      .where('handle', '=', 'fatima')
      .executeTakeFirstOrThrow()
    await els.send(`${gemeente.origin}/inbox`, els.follow(me.iri))
    await network.settle()
    expect(typesOf(mail())).toEqual(['Accept{Follow}'])
    await fatima.posts({ title: 'Te vroeg voor het netwerk', body: 'Nog niemand.', audience: 'network' })
    await network.settle()
    expect(await joost.sees(fatimaThere, 'Te vroeg voor het netwerk')).toBe(false)
    await gemeente.cli('instance allow', { host: network.server('Waterschap').host })
    await fatima.posts({ title: 'Nu voor het netwerk', body: 'Voor wie we kennen.', audience: 'network' })
    await network.settle()
    expect(await joost.sees(fatimaThere, 'Nu voor het netwerk')).toBe(true)
    expect(mail()).toEqual([])
    const rows = await gemeente.app
      .ctx()
      .db.selectFrom('content')
      .select('iri')
      .where('audience', '=', 'network')
      .execute()
    for (const { iri } of rows) {
      expect((await els.get(iri)).status).toBe(404)
      expect((await els.get(iri, { scheme: 'none' })).status).toBe(404)
      await gemeente.cli('instance allow', { host: mastodon.host })
      expect((await els.get(iri)).json).toMatchObject({ type: 'Article' })
      expect((await els.get(`${iri}/replies`)).status).toBe(200)
      await gemeente.cli('instance reset', { host: mastodon.host })
    }
  })

  test('Joost comments on it and shares what is for everyone; Anna reads that on her own plein', async () => {
    const open = await joost.opens(fatimaThere, 'Voor iedereen')
    await joost.comments(open.path, 'Goed om te weten.')
    await joost.shares(open.path)
    await network.settle()
    const item = await fatima.opens(`/@${fatima.identity.handle}`, 'Voor iedereen')
    expect(item.text).toContain('Goed om te weten.')
    expect((await fatima.visits('/notifications')).text).toContain('Joost van der Meer')
    const start = await anna.visits('/')
    expect(start.text).toContain('Voor iedereen')
    expect(start.text).toContain('Gedeeld door Joost van der Meer, Waterschap')
    // Only in the stream of whom one follows, and only to who follows him.
    expect((await anna.visits('/?stream=network')).text).not.toContain('Gedeeld door')
    expect((await fatima.visits('/')).text).not.toContain('Gedeeld door')
  })

  test("the address of a page, copied from a browser and pasted, opens the same inside one's own plein", async () => {
    const { origin } = network.server('Gemeente')
    const group = await fatima.startsGroup('Water en bodem')
    expect(await anna.finds(`${origin}/@${fatima.identity.handle}`)).toMatch(/^\/@fatima.*@127\.0\.0\.1/)
    expect(await anna.finds(`${origin}/g/${group}`)).toMatch(/^\/g\/water-en-bodem@127/)
  })

  test('a pasted post or answer of whom nobody here follows opens; who did not ask reads it nowhere', async () => {
    const bas = await network.person('Bas Visser', 'Provincie')
    const klaas = mastodon.actor('klaas')
    const start = klaas.note('<p>Dijken en dassen</p>', { tag: [{ type: 'Hashtag', name: '#dassen' }] })
    const answer = klaas.note('<p>Het zijn bevers</p>', { inReplyTo: start['id'] })
    const whisper = klaas.note('<p>Alleen voor volgers</p>', { to: [`${klaas.iri}/followers`], cc: [] })
    const path = await bas.finds(String(answer['id']))
    expect(path).toMatch(/^\/item\/.+#comment-/)
    expect(await bas.sees(path, 'Het zijn bevers')).toBe(true)
    expect(await bas.finds(String(start['id']))).toBe(path.split('?')[0])
    expect(await anna.sees('/?stream=network', 'Dijken en dassen')).toBe(false)
    expect(await anna.sees('/tag/dassen', 'Dijken en dassen')).toBe(false)
    const none = await bas.visits(`/search?q=${encodeURIComponent(String(whisper['id']))}`)
    expect([none.status, none.path.startsWith('/search')]).toEqual([200, true])
    expect(none.text).toContain('niet vinden of bereiken')
    await anna.follows(await anna.finds(`@klaas@${mastodon.host}`))
    await network.settle()
    const follow = mastodon.inbox.map(({ activity }) => activity).find((one) => one['type'] === 'Follow')
    await klaas.send(`${network.server('Provincie').origin}/inbox`, klaas.activity('Accept', { object: follow }))
    await network.settle()
    expect(await anna.sees('/?stream=network', 'Dijken en dassen')).toBe(true)
  })

  test('an edit and the removal reach everyone who got it', async () => {
    const item = await fatima.opens(`/@${fatima.identity.handle}`, 'Nu voor het netwerk')
    await fatima.submits(`${item.path}/edit`, { field: 'body' }, { title: 'Aangepast voor het netwerk' })
    await network.settle()
    expect(await joost.sees(fatimaThere, 'Aangepast voor het netwerk')).toBe(true)
    await fatima.submits(`${item.path}/delete`, { button: /verwijder/i })
    await network.settle()
    expect(await joost.sees(fatimaThere, 'Aangepast voor het netwerk')).toBe(false)
  })

  test('he stops following: what comes after stays away', async () => {
    await joost.submits(fatimaThere, { action: /\/unfollow$/ })
    await network.settle()
    await fatima.posts({ title: 'Na afloop', body: 'Stil.', audience: 'public' })
    await network.settle()
    expect(await joost.sees(fatimaThere, 'Na afloop')).toBe(false)
  })

  test('nobody logged a fault', () => {
    expect(network.servers.flatMap((server) => server.log).join('\n')).toBe('')
  })
})
