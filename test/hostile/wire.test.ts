// An odd server: what it sends. On PostgreSQL, which is strict about texts.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from '../kit/chance.ts'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Json, type Peer, type PeerActor, PUBLIC, startPeer } from '../kit/peer/peer.ts'
import type { Person } from '../kit/person.ts'
import type { TestServer } from '../kit/server.ts'

describe('an odd server', () => {
  let network: Network
  let server: TestServer
  let peer: Peer
  let mallory: PeerActor
  let olga: Person
  let group: string
  let inbox: string

  beforeAll(async () => {
    network = await startNetwork(['Gemeente'], { dialect: 'postgres' })
    server = network.servers[0] as TestServer
    peer = await startPeer({ now: network.clock.millis })
    olga = await server.person('Olga Eigenaar')
    mallory = peer.actor('mallory')
    await olga.startsGroup('Groep')
    group = (
      await server.app
        .ctx()
        .db.selectFrom('actor')
        .select('iri')
        .where('handle', '=', 'groep')
        .executeTakeFirstOrThrow()
    ).iri
    inbox = `${server.origin}/inbox`
    await mallory.send(inbox, mallory.follow(group))
    await network.settle()
  })
  afterAll(async () => {
    await network.close()
    await peer.close()
  })

  const forGroup = (content: string, extra: Json = {}) =>
    mallory.note(content, { audience: group, to: [PUBLIC, group], ...extra })
  const contents = () => server.app.ctx().db.selectFrom('content').selectAll().execute()
  /** Work that failed for another reason than a server that does not answer. */
  const faults = () => server.log.filter((line) => line.includes('a job failed') && !line.includes('"Unavailable"'))

  test('zero characters in every place of an item, an actor, a reply', async () => {
    const zero = 'a\0b'
    const odd = peer.actor('nul', {
      name: zero, summary: `<p>${zero}</p>`, url: `${peer.origin}/x\0y`, icon: { type: 'Image', url: `${peer.origin}/i\0.png` },
      attachment: [{ type: 'PropertyValue', name: 'Functie', value: zero }, { type: 'PropertyValue', name: "Thema's", value: zero }],
      endpoints: { sharedInbox: `${peer.origin}/inbox\0` },
    }) // prettier-ignore
    const note = odd.note(zero, {
      audience: group, to: [PUBLIC, group], type: 'Article', name: zero, summary: zero, contentMap: { 'nl\0': zero }, nameMap: { '\0': zero },
      source: { mediaType: 'text/markdown', content: zero }, tag: [{ type: 'Hashtag', name: `#x\0y` }, { type: 'Mention', name: zero, href: `${group}\0` }],
      attachment: [{ type: 'Image', mediaType: 'image/png', url: `${peer.origin}/p\0.png`, name: zero }], url: `${peer.origin}/u\0`, context: `${peer.origin}/c\0`,
    }) // prettier-ignore
    expect((await odd.send(inbox, odd.create(note))).status).toBe(202)
    await network.settle()
    const reply = odd.note(zero, { inReplyTo: note['id'], to: [PUBLIC, group], tag: [{ type: 'Hashtag', name: zero }] })
    expect((await odd.send(inbox, odd.create(reply))).status).toBe(202)
    await network.settle()
    expect((await contents()).some((row) => row.iri === note['id'])).toBe(true)
    expect(
      await server.app.ctx().db.selectFrom('comment').select('id').where('iri', '=', String(reply['id'])).execute(),
    ).toHaveLength(1)
    expect(faults()).toEqual([])
    expect((await olga.visits(`/@nul@${peer.host}`)).status).toBe(200)
  })

  test('halves of characters, and odd ones', async () => {
    const note = forGroup('x \ud800 \udfff \ufffe \u202e \u0001', { type: 'Article', name: '\ud800titel\u0001' })
    await mallory.send(inbox, mallory.create(note))
    await network.settle()
    const row = (await contents()).find((one) => one.iri === note['id'])
    expect(row).toBeDefined()
    expect((await olga.visits(`/item/${row?.id}`)).status).toBe(200)
    const feed = await (await fetch(`${server.origin}/g/groep/atom`)).text()
    // eslint-disable-next-line no-control-regex
    expect(feed).not.toMatch(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/)
    expect(faults()).toEqual([])
  })

  test('wrong types and huge values in every field: read or left, never a fault of ours', async () => {
    const values: unknown[] = [
      true,
      -1,
      1e308,
      [],
      {},
      [[]],
      '',
      'x'.repeat(20_000),
      ['a', 'b'],
      { id: 'x' },
      '9999999-99-99',
      '0000-00-00T00:00:00Z',
      '+275760-09-13T00:00:00.000Z',
      'http://[',
      '\u202e',
    ]
    const keys = [
      'content',
      'name',
      'summary',
      'published',
      'updated',
      'url',
      'tag',
      'attachment',
      'icon',
      'image',
      'contentMap',
      'nameMap',
      'source',
      'context',
      'conversation',
      'sensitive',
      'replies',
      'inReplyTo',
      'cc',
      'language',
      'dwv:audience',
      'dwv:kind',
      'mediaType',
      'likes',
      'shares',
    ]
    for (const [at, key] of keys.entries()) {
      // Each field with a third of them; all come round.
      for (const value of values.filter((_, index) => (index + at) % 3 === 0)) {
        const note = forGroup('x', { type: at % 2 ? 'Note' : 'Article', name: 'x', [key]: value })
        const answer = await mallory.send(inbox, mallory.create(note))
        expect({ key, status: answer.status < 500 }).toEqual({ key, status: true })
      }
      network.clock.advance(1000)
    }
    await network.settle()
    expect(faults()).toEqual([])
    expect(server.log.filter((line) => line.includes('"level":"error"'))).toEqual([])
    for (const path of ['/', '/g/groep', `/@mallory@${peer.host}`, '/g/groep/atom'])
      expect((await olga.visits(path)).status).toBe(200)
  })

  test('bodies that are no activity: 4xx in words', async () => {
    const deep = `{"type":"Create","actor":"${mallory.iri}","object":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`
    const bodies: [string, number[]][] = [
      ['', [400, 422]], ['null', [400, 422]], ['[]', [400, 422]], ['"x"', [400, 422]], ['{', [400, 422]], ['{}', [400, 401, 422]], [deep, [400, 422]],
      [`[${'['.repeat(100_000)}`, [400, 422]], [`{"__proto__":{"type":"Create"},"constructor":{"prototype":{"x":1}},"actor":"${mallory.iri}"}`, [400, 422]],
      [`{"type":"Create","actor":"${mallory.iri}","object":"${'x'.repeat(1_100_000)}"}`, [413]],
      [`{"type":"Create","actor":{"id":"${mallory.iri}"},"object":{"type":["Note"],"__proto__":{"admin":true}}}`, [202, 400, 403, 422]],
      [JSON.stringify({ type: 'Create', actor: mallory.iri, object: { id: 'x', type: 'Note' }, n: 1 }).replace('1}', '1e999}'), [202, 400, 403, 422]],
    ] // prettier-ignore
    for (const [body, statuses] of bodies) {
      const answer = await mallory.sendRaw(inbox, body)
      const text = await answer.text()
      expect({ body: body.slice(0, 50), status: answer.status }).toEqual({
        body: body.slice(0, 50),
        status: statuses.includes(answer.status) ? answer.status : statuses,
      })
      if (answer.status >= 400) expect(JSON.parse(text)).toMatchObject({ error: expect.stringMatching(/[a-z]/) })
    }
    expect(({} as Json)['admin'] ?? ({} as Json)['x']).toBeUndefined()
    for (const type of ['text/html', 'application/x-www-form-urlencoded', 'multipart/form-data', ''])
      expect(
        (await mallory.send(inbox, mallory.create(forGroup('x')), { headers: { 'content-type': type } })).status,
      ).toBe(415)
    const tampered = await mallory.send(inbox, mallory.create(forGroup('x')), {
      tamper: (body) => body.replace('"x"', '"y"'),
    })
    expect(tampered.status).toBe(401)
    const gzipped = await mallory.send(inbox, mallory.create(forGroup('x')), {
      headers: { 'content-encoding': 'gzip' },
    })
    expect(gzipped.status).toBeLessThan(500)
  })

  test('a thousand mentions, hashtags and pictures are cut', async () => {
    const note = forGroup('x', {
      tag: Array.from({ length: 3000 }, (_, at) =>
        at % 2
          ? { type: 'Mention', href: `${server.origin}/ap/actors/${at}`, name: '@x' }
          : { type: 'Hashtag', name: `#t${at}` },
      ),
      attachment: Array.from({ length: 1000 }, (_, at) => ({
        type: 'Image',
        mediaType: 'image/png',
        url: `${peer.origin}/${at}.png`,
        name: 'x',
      })),
      to: [PUBLIC, group, ...Array.from({ length: 2000 }, (_, at) => `${peer.origin}/users/${at}`)],
    })
    const asked = peer.asked.length
    await mallory.send(inbox, mallory.create(note))
    await network.settle()
    const row = (await contents()).find((one) => one.iri === note['id'])
    const { db } = server.app.ctx()
    const tags = db
      .selectFrom('tag')
      .select('tag')
      .where('contentId', '=', row?.id as never)
    expect((await tags.execute()).length).toBeLessThanOrEqual(20)
    const pictures = db.selectFrom('attachment').select('mediaId').where('subjectId', '=', String(row?.id))
    expect((await pictures.execute()).length).toBeLessThanOrEqual(8)
    expect(peer.asked.length - asked).toBeLessThan(60)
  })

  test('a stranger who shares makes nothing here be fetched; what is here already counts', async () => {
    const { db } = server.app.ctx()
    const stranger = peer.actor('stranger')
    const unseen = mallory.note('Nergens gezien', { to: [PUBLIC] })
    const known = forGroup('Al hier')
    await mallory.send(inbox, mallory.create(known))
    const shares = (object: unknown) =>
      stranger.send(inbox, stranger.activity('Announce', { object: object as string, to: [PUBLIC] }))
    for (const note of [unseen, known]) expect((await shares(note['id'])).status).toBe(202)
    await network.settle()
    expect(peer.asked.some((asked) => String(unseen['id']).endsWith(asked))).toBe(false)
    const rows = await db
      .selectFrom('reaction')
      .innerJoin('content', 'content.id', 'reaction.subjectId')
      .select(['content.iri', 'reaction.type'])
      .execute()
    expect(rows).toEqual([{ iri: known['id'], type: 'share' }])
  })

  test('answers in a circle, and to itself', async () => {
    const one = mallory.note('een', { to: [PUBLIC, group] })
    const two = mallory.note('twee', { to: [PUBLIC, group], inReplyTo: one['id'] })
    ;(one as Record<string, unknown>)['inReplyTo'] = two['id']
    const self = mallory.note('zelf', { to: [PUBLIC, group] })
    ;(self as Record<string, unknown>)['inReplyTo'] = self['id']
    const asked = peer.asked.length
    for (const note of [one, two, self]) expect((await mallory.send(inbox, mallory.create(note))).status).toBe(202)
    await network.settle()
    expect(peer.asked.length - asked).toBeLessThan(80)
    expect(server.log.filter((line) => line.includes('"level":"error"'))).toEqual([])
  })

  test('Accept, Reject and Undo of the follows of others, and Update and Delete of their things, do nothing', async () => {
    const eve = peer.actor('eve')
    const other = await startPeer({ now: network.clock.millis })
    const victim = other.actor('victim')
    try {
      await victim.send(inbox, victim.follow(group))
      const note = victim.note('van het slachtoffer', { audience: group, to: [PUBLIC, group] })
      await victim.send(inbox, victim.create(note))
      const path = await olga.posts({ group: 'groep', title: 'Van Olga', body: 'x' })
      await olga.finds(`@victim@${other.host}`).then((found) => olga.follows(found))
      await network.settle()
      const { db } = server.app.ctx()
      const stateOf = () => Promise.all([
        db.selectFrom('follow').selectAll().execute(), db.selectFrom('content').selectAll().execute(),
        db.selectFrom('actor').select(['id', 'name', 'inbox', 'gone']).execute(),
      ]) // prettier-ignore
      const before = await stateOf()
      const follows = before[0]
      const own = (
        await db
          .selectFrom('content')
          .select(['iri'])
          .where('id', '=', path.slice(6) as never)
          .executeTakeFirstOrThrow()
      ).iri
      const olgaIri = (
        await db.selectFrom('actor').select('iri').where('handle', '=', 'olga').executeTakeFirstOrThrow()
      ).iri
      for (const follow of follows) {
        for (const type of ['Accept', 'Reject', 'Undo']) {
          await eve.send(inbox, eve.activity(type, { object: follow.iri }))
          await eve.send(
            inbox,
            eve.activity(type, { object: { id: follow.iri, type: 'Follow', actor: olgaIri, object: victim.iri } }),
          )
          await eve.send(
            inbox,
            eve.activity(type, {
              object: { id: eve.newIri('follows'), type: 'Follow', actor: victim.iri, object: group },
            }),
          )
        }
      }
      for (const iri of [note['id'], own, victim.iri, olgaIri, group]) {
        await eve.send(inbox, eve.activity('Delete', { object: iri }))
        await eve.send(inbox, eve.activity('Delete', { object: { id: iri, type: 'Tombstone' } }))
        await eve.send(
          inbox,
          eve.activity('Update', {
            object: { id: iri, type: 'Note', attributedTo: eve.iri, content: 'gekaapt', to: [PUBLIC] },
          }),
        )
        await eve.send(
          inbox,
          eve.activity('Update', {
            object: { ...victim.document, id: iri, name: 'gekaapt', inbox: `${eve.iri}/inbox` },
          }),
        )
        await eve.send(
          inbox,
          eve.activity('Undo', { object: { type: 'Create', id: iri, actor: victim.iri, object: iri } }),
        )
        await eve.send(inbox, eve.activity('Block', { object: group }))
        for (const type of ['Add', 'Remove'])
          await eve.send(inbox, eve.activity(type, { object: iri, target: `${group}/featured` }))
        await eve.send(
          inbox,
          eve.activity('Announce', { object: { id: eve.newIri('x'), type: 'Delete', actor: victim.iri, object: iri } }),
        )
        await eve.send(inbox, { ...eve.activity('Delete', { object: iri }), actor: victim.iri })
      }
      await network.settle()
      const after = await stateOf()
      const known = new Set(before[2].map(({ id }) => id))
      expect(after[0]).toEqual(before[0])
      expect(after[1]).toEqual(before[1])
      expect(after[2].filter(({ id }) => known.has(id))).toEqual(before[2])
    } finally {
      await other.close()
    }
  })

  test('whatever activity comes in, it is answered and worked off', async () => {
    const leaf = fc.constantFrom<unknown>(
      'Create',
      'Undo',
      'Follow',
      'Note',
      group,
      mallory.iri,
      `${group}/followers`,
      1,
      null,
      true,
      '',
      'x',
      '\0',
      'http://[',
      [],
    )
    const key = fc.constantFrom(
      'type',
      'object',
      'actor',
      'to',
      'cc',
      'tag',
      'inReplyTo',
      'target',
      'audience',
      'content',
      'attributedTo',
      'id',
      'url',
      'name',
      '__proto__',
      'constructor',
      '@context',
    )
    const { node } = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(key, tie('node'), { maxKeys: 5 }),
      ),
    }))
    const type = fc.constantFrom(
      'Create',
      'Update',
      'Delete',
      'Announce',
      'Like',
      'Undo',
      'Follow',
      'Accept',
      'Reject',
      'Add',
      'Remove',
      'Block',
      'Join',
      'Leave',
      'Flag',
      'Move',
      'Lock',
      'Odd',
    )
    await fc.assert(
      fc.asyncProperty(type, node, fc.dictionary(key, node, { maxKeys: 4 }), async (kind, object, more) => {
        const answer = await mallory.send(inbox, { ...more, ...mallory.activity(kind, { object }) })
        expect(answer.status).toBeLessThan(500)
      }),
      { numRuns: 40 },
    )
    await network.settle()
    expect(faults()).toEqual([])
    expect(server.log.filter((line) => line.includes('"level":"error"'))).toEqual([])
  })
})
