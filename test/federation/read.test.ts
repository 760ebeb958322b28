// Every dialect that peers speak is read into one shape; nothing hostile does more than be refused.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from '../kit/chance.ts'
import { costOf } from '../kit/cost.ts'
import { type JsonObject, PUBLIC } from '../../src/core/federation.ts'
import { Refusal } from '../../src/core/errors.ts'
import { parseJson } from '../../src/federation/json.ts'
import { orderingKeyOf } from '../../src/federation/order.ts'
import { isActivity, isCompact, readActivity, readDocument } from '../../src/federation/read.ts'

const raw = (name: string) => parseJson(readFileSync(new URL(`peers/${name}.json`, import.meta.url), 'utf8'))
const read = async (name: string) => readActivity(await readDocument(raw(name)))

describe('dialects', () => {
  test('Mastodon: a reply without audience', async () => {
    const reply = await read('mastodon-reply')
    expect(reply).toMatchObject({ type: 'Create', actorIri: 'https://social.example/users/ria', named: true })
    expect(reply.object).toMatchObject({
      inReplyTo: 'https://plein.example/ap/objects/o1',
      content: '<p>Goed idee!</p>',
      to: [PUBLIC],
    })
    expect(reply.object).not.toHaveProperty('summary')
    expect(reply.activity).not.toHaveProperty('signature')
  })

  test('Mastodon: a report of several things', async () => {
    const { activity } = await read('mastodon-flag')
    expect(activity['object']).toEqual(['https://plein.example/ap/actors/p9', 'https://plein.example/ap/objects/o1'])
    expect(activity['to']).toEqual(['https://plein.example/ap/actors/p9'])
  })

  test('Lemmy: an Announce of an id, of a Create; an Undo', async () => {
    expect(await read('lemmy-announce-id')).toMatchObject({
      object: undefined,
      objectIri: 'https://lemmy.example/activities/create/2',
    })
    const announce = await read('lemmy-announce-create')
    expect(isActivity(announce.object)).toBe(true)
    const create = readActivity(announce.object as JsonObject)
    expect(create.object).toMatchObject({
      type: 'Page',
      name: 'Wie heeft ervaring met gevelgroen?',
      attributedTo: 'https://lemmy.example/u/wim',
    })
    const undo = await read('lemmy-undo-like')
    expect(readActivity(undo.object as JsonObject)).toMatchObject({
      type: 'Like',
      objectIri: 'https://plein.example/ap/objects/o1',
    })
  })

  test('NodeBB: both Announces name one object and wait for each other; an Accept with a space in its id', async () => {
    const [object, create] = [await read('nodebb-announce-object'), await read('nodebb-announce-create')]
    expect(object.objectIri).toBe('https://forum.example/post/12')
    expect(orderingKeyOf(object)).toBe(orderingKeyOf(create))
    const accept = await read('nodebb-accept')
    expect(accept.object).toMatchObject({ type: 'Follow', id: 'https://plein.example/ap/activities/u1' })
    expect(accept.id).toContain('General Discussion')
  })

  test('a Like waits for the Create of what it is about, and its Undo for both; follows of two do not wait for each other', () => {
    const object = 'https://forum.example/post/12'
    const said = (type: string, actor: string, what: unknown) =>
      orderingKeyOf(
        readActivity({ id: `https://forum.example/${type}/${actor}`, type, actor, object: what } as JsonObject),
      )
    const [wim, ans] = ['https://forum.example/u/wim', 'https://forum.example/u/ans']
    const like = { id: 'https://forum.example/like/1', type: 'Like', actor: ans, object }
    expect(said('Create', wim, { id: object, type: 'Note' })).toBe(said('Like', ans, object))
    expect(said('Undo', ans, like)).toBe(said('Like', ans, object))
    expect(said('Announce', 'https://forum.example/c/1', like)).toBe(said('Like', ans, object))
    expect(said('Follow', wim, 'https://plein.example/g')).not.toBe(said('Follow', ans, 'https://plein.example/g'))
  })

  test('PieFed: as:Public everywhere', async () => {
    const announce = await read('piefed-announce-create')
    expect(announce.activity['to']).toEqual([PUBLIC])
    expect(readActivity(announce.object as JsonObject).object).toMatchObject({
      to: [PUBLIC, 'https://pie.example/c/tuinen'],
    })
  })

  test('Mobilizon: an Event by a person for a group; unknown contexts do no harm', async () => {
    const create = await read('mobilizon-event')
    expect(create.object).toMatchObject({
      type: 'Event',
      attributedTo: 'https://agenda.example/@groep',
      joinMode: 'free',
      'ical:status': 'CONFIRMED',
    })
  })

  test('Misskey: one tag that is no list', async () => {
    const create = await read('misskey-note')
    expect(create.object?.['tag']).toEqual([
      { type: 'Mention', href: 'https://plein.example/ap/actors/g1', name: '@tuinen@plein.example' },
    ])
    expect(create.object).not.toHaveProperty('inReplyTo')
  })

  test('PeerTube: two authors, several addresses', async () => {
    const video = await readDocument(raw('peertube-actor-list'))
    expect(video).toMatchObject({
      attributedTo: 'https://tube.example/a/maker',
      url: 'https://tube.example/w/1',
      to: [PUBLIC],
    })
    expect(video['icon']).toMatchObject({ url: 'https://tube.example/1.jpg' })
  })

  test('expanded and prefixed JSON-LD take the slow path to the same shape', async () => {
    expect(isCompact(raw('expanded-like'))).toBe(false)
    expect(await read('expanded-like')).toMatchObject({
      type: 'Like',
      objectIri: 'https://plein.example/ap/objects/o1',
    })
    const create = await read('prefixed-create')
    expect(create).toMatchObject({ type: 'Create', actorIri: 'https://rdf.example/people/1' })
    expect(create.object).toMatchObject({ content: 'Met voorvoegsels', to: [PUBLIC] })
  })

  test('an activity without an id gets one from its bytes', async () => {
    const accept = { type: 'Accept', actor: 'https://a.example/u/1', object: 'https://plein.example/ap/activities/1' }
    const first = readActivity(await readDocument(accept))
    expect(first.named).toBe(false)
    expect(first.id).toBe(readActivity(await readDocument({ ...accept })).id)
    expect(first.id).not.toBe(readActivity(await readDocument({ ...accept, object: 'https://x.example/' })).id)
  })
})

describe('hostile input', () => {
  const base = { type: 'Create', id: 'https://a.example/1', actor: 'https://a.example/u' }

  test('thousands of mentions are capped', async () => {
    const tag = Array.from({ length: 20_000 }, (_, at) => ({ type: 'Mention', href: `https://a.example/${at}` }))
    const to = tag.map(({ href }) => href)
    const document = await readDocument(parseJson(JSON.stringify({ ...base, to, tag: tag.slice(0, 10_000) })))
    expect((document['to'] as unknown[]).length).toBeLessThanOrEqual(500)
    expect((document['tag'] as unknown[]).length).toBeLessThanOrEqual(100)
  })

  test('nesting and number of values are limited', () => {
    const deep = `${'{"object":'.repeat(30_000)}1${'}'.repeat(30_000)}`
    expect(() => parseJson(deep)).toThrow(Refusal)
    expect(() => parseJson(JSON.stringify({ list: Array.from({ length: 100_000 }, () => 0) }))).toThrow(Refusal)
    expect(() => parseJson(`{"a":"${'x'.repeat(900_000)}"}`)).not.toThrow()
  })

  test('half of a character becomes one that can be signed; whole ones stay, however they are written', () => {
    const text = '{"a\\ud800":["x\\uDFFFy","\\ud83d\\ude00",{"b":"\\ud83d"}]}'
    expect(parseJson(text)).toEqual({ 'a\ufffd': ['x\ufffdy', '😀', { b: '\ufffd' }] })
  })

  test('NUL characters and __proto__ are left out', async () => {
    const document = await readDocument(
      parseJson('{"type":"Note","id":"https://a.example/1","content":"a\\u0000b","__proto__":{"admin":true}}'),
    )
    expect(document['content']).toBe('ab')
    expect((document as { admin?: boolean }).admin).toBeUndefined()
  })

  test('large JSON-LD is refused before it costs time', async () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`as:x${at}`, at]))
    await expect(
      readDocument({ '@context': { as: 'https://www.w3.org/ns/activitystreams#' }, ...many }),
    ).rejects.toBeInstanceOf(Refusal)
  })

  const keys = fc.constantFrom(
    '@context',
    '@id',
    '@type',
    '@graph',
    '@value',
    'id',
    'type',
    'actor',
    'object',
    'to',
    'cc',
    'tag',
    'url',
    'content',
    'contentMap',
    'attributedTo',
    'inReplyTo',
    'audience',
    'as:actor',
    '__proto__',
    'constructor',
    'icon',
    'attachment',
    'items',
    'proof',
    'name',
  )
  const leaf = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'Create',
      'Announce',
      'Undo',
      'Note',
      'https://a.example/1',
      'https://www.w3.org/ns/activitystreams',
      'as:Public',
    ),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  const { node } = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 6 },
      leaf,
      fc.array(tie('node'), { maxLength: 5 }),
      fc.dictionary(keys, tie('node'), { maxKeys: 8 }),
    ),
  }))

  test('whatever comes in, it is read or refused, soon', async () => {
    await fc.assert(
      fc.asyncProperty(fc.dictionary(keys, node, { maxKeys: 12 }), async (value) => {
        const cost = await costOf(async () => {
          try {
            const activity = readActivity(await readDocument(parseJson(JSON.stringify(value))))
            expect(typeof activity.id).toBe('string')
            expect(typeof orderingKeyOf(activity)).toBe('string')
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
          }
        })
        expect(cost).toBeLessThan(2_000)
      }),
      { numRuns: 400 },
    )
  })

  test('any text at all', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseJson(text)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
        }
      }),
    )
  })
})
