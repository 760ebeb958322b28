// Events become activities: their bytes, who gets them, and that doing it again changes nothing.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Forward, JsonObject, Outgoing } from '../../src/core/federation.ts'
import { formFor } from '../../src/federation/host-facts.ts'
import { verifyProof } from '../../src/federation/proofs.ts'
import type { ActorId } from '../../src/lib/id.ts'
import { eachDatabase } from '../kit/databases.ts'
import {
  actor,
  authorId,
  groupId,
  keyOf,
  knowHost,
  like,
  openPlein,
  type Plein,
  type PleinOptions,
  urls,
} from './sending.ts'
import { finder } from './signing.ts'

const object = 'https://plein.example/ap/objects/1'
const inbox = (host: string, name = 'inbox') => ({ inbox: `https://${host}/${name}`, host })

test('the form that software takes', () => {
  expect(formFor('dwarsverband')).toBe('activity')
  expect(formFor('NodeBB')).toBe('activity')
  expect(formFor('mastodon')).toBe('object')
  expect(formFor(null)).toBe('object')
  expect(formFor('elders', ['https://w3id.org/fep/1b12'])).toBe('activity')
})

eachDatabase(
  'outbox',
  (open) => {
    let plein: Plein
    const start = (options?: PleinOptions) => (plein = openPlein(open(), options))
    beforeEach(() => {
      start()
    })
    afterEach(() => plein.close())
    const activities = () => open().db.selectFrom('activity').selectAll().orderBy('iri').execute()
    const deliveries = () => open().db.selectFrom('delivery').selectAll().orderBy('inbox').execute()
    const inboxes = async () => (await deliveries()).map((row) => row.inbox)

    test('bytes are final: context, id, actor and proof, and the same when done again', async () => {
      plein.followers.set(authorId, [inbox('b.example'), inbox('c.example')])
      const event = await plein.say('one', like('like', object, { followersOf: [authorId] }))
      const [row, ...none] = await activities()
      expect(none).toEqual([])
      const document = JSON.parse(row?.json ?? '') as JsonObject
      expect(document).toMatchObject({
        id: urls.activityOf(event.id, 'like'),
        type: 'Like',
        actor: urls.actor(authorId),
        object,
      })
      expect(row).toMatchObject({ iri: document['id'], type: 'Like', objectIri: object, actorId: authorId })
      expect(document['@context']).toContainEqual(expect.objectContaining({ room: 'https://plein.example/ns#room' }))
      const key = keyOf(authorId, 'ed25519')
      expect(await verifyProof(document, finder(key))).toEqual(key)
      plein.followers.get(authorId)?.push(inbox('d.example'))
      plein.wait(60_000)
      await plein.say('one', like('like', `${object}/changed`, { followersOf: [authorId] }))
      expect(await activities()).toEqual([row])
      expect(await inboxes()).toEqual(['https://b.example/inbox', 'https://c.example/inbox', 'https://d.example/inbox'])
    })

    test('each inbox once; nobody here, nobody blocked', async () => {
      await knowHost(open(), 'blocked.example', { trust: 'blocked' })
      plein.followers.set(authorId, [
        inbox('b.example'),
        inbox('b.example'),
        inbox('blocked.example'),
        inbox('plein.example'),
      ])
      plein.followers.set(groupId, [inbox('b.example'), inbox('c.example')])
      const far = { ...actor('far' as ActorId), local: false, host: 'd.example', inbox: 'https://d.example/u/inbox' }
      plein.others.set(far.id, { ...far, sharedInbox: 'https://d.example/inbox' })
      plein.others.set('here' as ActorId, actor('here' as ActorId))
      const to = { followersOf: [authorId, groupId], actors: [far.id, 'here' as ActorId, 'nobody' as ActorId] }
      await plein.say('two', like('like', object, to))
      expect(await inboxes()).toEqual(['https://b.example/inbox', 'https://c.example/inbox', 'https://d.example/inbox'])
      const rows = await deliveries()
      expect(rows[0]).toMatchObject({ state: 'waiting', attempts: 0, orderingKey: `b.example ${object}` })
    })

    test.each([
      ['off', []],
      ['allowlist', ['https://c.example/inbox']],
    ] as const)('with federation %s', async (mode, expected) => {
      await plein.close()
      start({ mode })
      await knowHost(open(), 'c.example', { trust: 'allowed' })
      plein.followers.set(authorId, [inbox('b.example'), inbox('c.example')])
      await plein.say('three', like('like', object, { followersOf: [authorId] }))
      expect(await inboxes()).toEqual(expected)
      expect(await activities()).toHaveLength(1)
    })

    test('whoever received it before hears of its end, and those that are gone do not', async () => {
      plein.followers.set(authorId, [inbox('b.example'), inbox('c.example')])
      await plein.say('create', like('like', object, { followersOf: [authorId] }))
      await open().transaction((tx) =>
        tx.updateTable('delivery').set({ state: 'gone' }).where('host', '=', 'c.example').execute(),
      )
      plein.followers.clear()
      const end: Outgoing = {
        slot: 'delete',
        actorId: authorId,
        objectIri: object,
        activity: { type: 'Delete', object },
        to: { receiversOf: object },
        proof: false,
      }
      await plein.say('delete', end)
      const rows = await deliveries()
      expect(rows.map((row) => row.host)).toEqual(['b.example', 'b.example', 'c.example'])
    })

    test('two activities of one event cannot share a slot', async () => {
      const one = like('like', object, {})
      await expect(plein.say('slots', one, one)).rejects.toThrow('one slot')
    })

    describe('what a group passes on', () => {
      // Odd spacing and order, a number that JSON.parse would write differently, an escape.
      const raw =
        '{ "type":"Create",\n "actor":"https://x.example/u/1", "n": 1.0, "id":"https://x.example/a/1","t":"\\u00e9" }'
      const wrapped: Forward = {
        slot: 'wrap',
        actorId: groupId,
        objectIri: object,
        source: { activityIri: 'https://x.example/a/1' },
        how: 'wrap',
        to: { followersOf: [groupId], form: 'activity' },
      }
      const asIs: Forward = { ...wrapped, slot: 'as-is', how: 'as-is', to: { followersOf: [groupId], form: 'object' } }

      beforeEach(async () => {
        const now = plein.ctx.clock.now()
        await open().transaction((tx) =>
          tx
            .insertInto('inbox')
            .values({ iri: 'https://x.example/a/1', raw, signerIri: 'https://x.example/u/1', received: now })
            .execute(),
        )
        for (const [host, form] of [
          ['lemmy.example', 'activity'],
          ['mastodon.example', 'object'],
          ['x.example', 'object'],
        ]) {
          await knowHost(open(), host ?? '', { form })
        }
        plein.followers.set(
          groupId,
          ['lemmy.example', 'mastodon.example', 'x.example'].map((host) => inbox(host)),
        )
      })

      test('is wrapped byte for byte, or sent as it is, to whom it suits', async () => {
        const event = await plein.say('forward', wrapped, asIs)
        await plein.say('forward', wrapped, asIs)
        const rows = await activities()
        expect(rows).toHaveLength(2)
        const announce = rows.find((row) => row.type === 'Announce')
        expect(announce?.json.endsWith(`,"object":${raw}}`)).toBe(true)
        expect(JSON.parse(announce?.json ?? '')).toMatchObject({
          id: urls.activityOf(event.id, 'wrap'),
          actor: urls.actor(groupId),
          to: ['https://www.w3.org/ns/activitystreams#Public'],
          cc: [`${urls.actor(groupId)}/followers`],
          object: { id: 'https://x.example/a/1', n: 1 },
        })
        const plain = rows.find((row) => row.type === 'Create')
        expect(plain).toMatchObject({ json: raw, actorId: groupId })
        const sent = await deliveries()
        // The author's own server gets nothing as it is.
        expect(sent.map((row) => [row.host, row.activityId])).toEqual([
          ['lemmy.example', announce?.id],
          ['mastodon.example', plain?.id],
        ])
        expect(plein.asked).toEqual([])
      })

      test('of an author here: the author’s own activity, signed by the author', async () => {
        plein.followers.set(authorId, [inbox('mastodon.example')])
        const source = { slot: 'like' }
        const said = like('like', object, { followersOf: [authorId] })
        await plein.say('own', said, { ...wrapped, source }, { ...asIs, source })
        const rows = await activities()
        const own = rows.find((row) => row.type === 'Like')
        expect(rows.find((row) => row.type === 'Announce')?.json.endsWith(`,"object":${own?.json}}`)).toBe(true)
        expect(rows).toHaveLength(2)
        const sent = (await deliveries()).filter((row) => row.activityId === own?.id)
        expect(sent.map((row) => row.host)).toEqual(['mastodon.example', 'x.example'])
      })

      test('to nobody: nothing is kept', async () => {
        plein.followers.set(groupId, [])
        await plein.say('alone', wrapped, asIs)
        expect(await activities()).toEqual([])
      })

      test('and is not there any more: nothing, and no error', async () => {
        await plein.say('lost', { ...wrapped, source: { activityIri: 'https://x.example/a/2' } })
        expect(await activities()).toEqual([])
      })

      test('hosts that are not known are asked once, and those that stay silent later again', async () => {
        await plein.close()
        start({
          askHost: (host) =>
            host === 'new.example'
              ? Promise.resolve({ software: 'dwarsverband', implements: [] })
              : Promise.reject(new Error('silent')),
        })
        plein.followers.set(groupId, [inbox('new.example'), inbox('silent.example')])
        const announced: Outgoing = {
          slot: 'announce',
          actorId: groupId,
          objectIri: object,
          activity: { type: 'Announce', object },
          to: { followersOf: [groupId], form: 'object' },
        }
        await plein.say('asked', wrapped, announced)
        expect((await deliveries()).map((row) => row.host)).toEqual(['new.example', 'silent.example'])
        expect(plein.asked.toSorted()).toEqual(['new.example', 'silent.example'])
        const known = await open().db.selectFrom('instance').selectAll().where('host', '=', 'new.example').execute()
        expect(known).toMatchObject([{ form: 'activity', takesEd25519: 1 }])
        await plein.say('asked again', wrapped)
        expect(plein.asked).toHaveLength(2)
        plein.wait(3_700_000)
        await plein.say('asked later', wrapped)
        expect(plein.asked.slice(2)).toEqual(['silent.example'])
      })
    })
  },
  { freshFor: 'test' },
)
