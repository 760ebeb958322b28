// Deliveries to real receivers on loopback: signatures, order, retries, the breaker, crashes, many at once.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { backOff } from '../../src/federation/delivery-outcome.ts'
import { dropDeliveries, listDeliveryHosts, retryDeliveries } from '../../src/federation/deliveries.ts'
import type { Delivering } from '../../src/federation/delivery-worker.ts'
import { verifyRequest } from '../../src/federation/signatures.ts'
import type { AccountId, ActorId } from '../../src/lib/id.ts'
import { eachDatabase } from '../kit/databases.ts'
import {
  authorId,
  keyOf,
  knowHost,
  like,
  openPlein,
  openReceiver,
  type Plein,
  type Received,
  type Receiver,
} from './sending.ts'
import { finder } from './signing.ts'

const object = 'https://plein.example/ap/objects/1'
const SECOND = 1000
const HOUR = 3_600_000

test('the back-off: 30 s, three times as long each time, at most 6 h, about 63 h in all', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => backOff(attempts) / SECOND)).toEqual([
    30, 90, 270, 810, 2430, 7290, 21600, 21600,
  ])
  const all = Array.from({ length: 16 }, (_, index) => backOff(index + 1)).reduce((sum, one) => sum + one, 0)
  expect(all / HOUR).toBeCloseTo(63, 0)
})

eachDatabase(
  'delivering',
  (open) => {
    let plein: Plein
    let receiver: Receiver
    let worker: Delivering

    beforeEach(async () => {
      plein = openPlein(open())
      receiver = await openReceiver()
      worker = plein.outbox.startDelivering({ automatic: false })
      plein.followers.set(authorId, [receiver.inbox()])
    })
    afterEach(async () => {
      await worker.stop()
      await plein.close()
      await receiver.close()
    })

    const say = (name: string, about = object) => plein.say(name, like('like', about, { followersOf: [authorId] }))
    const rows = () => open().db.selectFrom('delivery').selectAll().orderBy('id').execute()
    const host = () => open().db.selectFrom('instance').selectAll().where('host', '=', receiver.host).executeTakeFirst()
    const verified = (one: Received) =>
      verifyRequest(
        { method: 'POST', url: receiver.url(one.path), headers: one.headers, body: one.body },
        finder(keyOf(authorId, 'rsa'), keyOf(authorId, 'ed25519')),
        plein.now(),
      )

    test('posts the stored bytes, signed', async () => {
      await say('one')
      expect(await worker.drain()).toBe(1)
      const [sent] = receiver.received
      const activity = await open().db.selectFrom('activity').select('json').executeTakeFirstOrThrow()
      expect(sent?.body.toString()).toBe(activity.json)
      expect(sent?.headers.get('content-type')).toBe('application/activity+json')
      expect(sent && (await verified(sent))).toMatchObject({ ok: true, scheme: 'cavage', key: { kind: 'rsa' } })
      expect(await rows()).toMatchObject([
        { state: 'done', attempts: 1, lastStatus: 202, delivered: plein.ctx.clock.now() },
      ])
      expect(await worker.drain()).toBe(0)
    })

    test('a refused scheme gives way to the other, and that is remembered', async () => {
      receiver.answer = (one, response) =>
        void response.writeHead(one.headers.has('signature-input') ? 202 : 401).end('no such signature')
      await say('one')
      await worker.drain()
      expect(receiver.received).toHaveLength(2)
      expect(await rows()).toMatchObject([{ state: 'done', attempts: 1 }])
      expect(await host()).toMatchObject({ scheme: 'rfc9421' })
      await say('two')
      await worker.drain()
      expect(receiver.received).toHaveLength(3)
      const last = receiver.received.at(-1)
      expect(last && (await verified(last))).toMatchObject({ ok: true, scheme: 'rfc9421', key: { kind: 'rsa' } })
    })

    test('Ed25519 for those who take it, RSA when they do not after all', async () => {
      await knowHost(open(), receiver.host, { takesEd25519: 1 })
      await say('one')
      await worker.drain()
      const [first] = receiver.received
      expect(first && (await verified(first))).toMatchObject({ ok: true, scheme: 'rfc9421', key: { kind: 'ed25519' } })
      receiver.answer = (one, response) =>
        void response.writeHead(one.headers.get('signature-input')?.includes('ed25519') ? 401 : 202).end()
      await say('two')
      await worker.drain()
      expect(await host()).toMatchObject({ takesEd25519: 0, scheme: 'cavage' })
    })

    test.each([
      [404, 'gone'],
      [410, 'gone'],
      [403, 'failed'],
      [422, 'failed'],
      [429, 'waiting'],
      [408, 'waiting'],
      [500, 'waiting'],
      [302, 'waiting'],
    ] as const)('%i: %s', async (status, state) => {
      receiver.answer = status
      await say('one')
      await worker.drain()
      expect(await rows()).toMatchObject([{ state, lastStatus: status, lastError: `status ${status}`, attempts: 1 }])
    })

    test('keeps the first 2 kB of a refusal', async () => {
      receiver.answer = (_, response) => void response.writeHead(403).end(`why\0 ${'x'.repeat(9000)}`)
      await say('one')
      await worker.drain()
      const [row] = await rows()
      expect(row?.lastError).toMatch(/^why x{100,}$/)
      expect(row?.lastError?.length).toBeLessThanOrEqual(2000)
    })

    test('tries again when it is time, and not before', async () => {
      receiver.answer = 500
      await say('one')
      await worker.drain()
      plein.wait(29 * SECOND)
      expect(await worker.drain()).toBe(0)
      plein.wait(2 * SECOND)
      expect(await worker.drain()).toBe(1)
      plein.wait(89 * SECOND)
      expect(await worker.drain()).toBe(0)
      plein.wait(2 * SECOND)
      receiver.answer = 200
      expect(await worker.drain()).toBe(1)
      expect(await rows()).toMatchObject([{ state: 'done', attempts: 3 }])
      expect(new Set(receiver.received.map((one) => one.body.toString())).size).toBe(1)
    })

    test.each([
      ['120', 120],
      [new Date(Date.parse('2026-11-22T09:02:00Z')).toUTCString(), 120],
    ])('waits as long as it is asked to: %s', async (header, seconds) => {
      receiver.answer = (_, response) => void response.writeHead(429, { 'retry-after': header }).end()
      await say('one')
      await worker.drain()
      // Others to the same host wait as well.
      await say('two', `${object}2`)
      plein.wait((seconds - 1) * SECOND)
      expect(await worker.drain()).toBe(0)
      receiver.answer = 202
      plein.wait(2 * SECOND)
      expect(await worker.drain()).toBe(2)
      expect(await host()).toMatchObject({ failures: 0, heldUntil: null })
    })

    test('gives up after about 63 hours', async () => {
      receiver.answer = 500
      await say('one')
      for (let round = 0; round < 300; round++) {
        await worker.drain()
        if ((await rows())[0]?.state !== 'waiting') break
        plein.wait(15 * 60 * SECOND)
      }
      expect(await rows()).toMatchObject([{ state: 'failed', lastStatus: 500 }])
      const hours = (plein.now() - Date.parse((await rows())[0]?.created ?? '')) / HOUR
      expect(hours).toBeGreaterThan(60)
      expect(hours).toBeLessThan(66)
    })

    test('about one object, in order; a later one waits for the earlier', async () => {
      receiver.answer = 500
      await say('one')
      await say('two')
      await say('other', `${object}/other`)
      await worker.drain()
      expect(receiver.received).toHaveLength(2)
      receiver.answer = 202
      plein.wait(31 * SECOND)
      expect(await worker.drain()).toBe(3)
      const [one, two] = await open()
        .db.selectFrom('delivery')
        .select('id')
        .where('orderingKey', '=', `${receiver.host} ${object}`)
        .orderBy('id')
        .execute()
      const states = await rows()
      expect(states.every((row) => row.state === 'done')).toBe(true)
      const json = await open()
        .db.selectFrom('activity')
        .innerJoin('delivery', 'delivery.activityId', 'activity.id')
        .select(['delivery.id', 'activity.json'])
        .execute()
      const place = (id: string | undefined) =>
        receiver.received.findLastIndex((sent) => sent.body.toString() === json.find((row) => row.id === id)?.json)
      expect(place(one?.id)).toBeLessThan(place(two?.id))
    })

    test('one slow host does not hold up the others', async () => {
      const slow = await openReceiver()
      let letGo: () => void = () => undefined
      const held = new Promise<void>((resolve) => (letGo = resolve))
      slow.answer = async (_, response) => {
        await held
        response.writeHead(202).end()
      }
      plein.followers.set(authorId, [
        ...Array.from({ length: 20 }, (_, i) => slow.inbox(`inbox/${i}`)),
        receiver.inbox(),
      ])
      // A host's deliveries about one object go one by one: these are about twenty.
      for (let i = 0; i < 20; i++) await say(`event ${i}`, `${object}/${i}`)
      const draining = worker.drain()
      while (receiver.received.length < 20) await new Promise((resolve) => setImmediate(resolve))
      expect(slow.received.length).toBeLessThanOrEqual(8)
      letGo()
      await draining
      expect((await rows()).filter((row) => row.state !== 'done')).toEqual([])
      await slow.close()
    })

    describe('the breaker', () => {
      async function breakIt(): Promise<void> {
        receiver.answer = 503
        for (let i = 0; i < 30; i++) await say(`event ${i}`, `${object}/${i}`)
        await worker.drain()
      }

      test('opens after failures in a row, probes with one, and closes for all', async () => {
        await breakIt()
        const tried = receiver.received.length
        // Eight under way at once, and four that each may take the place of a failure before the fifth is written down.
        expect(tried).toBeLessThanOrEqual(12)
        expect(await host()).toMatchObject({ failures: 5, lastError: expect.stringContaining('503') })
        await say('later', `${object}/later`)
        plein.wait(59 * SECOND)
        expect(await worker.drain()).toBe(0)
        plein.wait(2 * SECOND)
        expect(await worker.drain()).toBe(1)
        expect(await host()).toMatchObject({ failures: 6 })
        plein.wait(61 * SECOND)
        expect(await worker.drain()).toBe(0)
        plein.wait(60 * SECOND)
        receiver.answer = 202
        expect(await worker.drain()).toBe(31)
        expect(await host()).toMatchObject({ failures: 0, heldUntil: null })
        expect((await rows()).every((row) => row.state === 'done')).toBe(true)
      })

      test('is shared: another worker holds too, and only one of them probes', async () => {
        await breakIt()
        const other = plein.outbox.startDelivering({ automatic: false })
        expect(await other.drain()).toBe(0)
        plein.wait(61 * SECOND)
        const [one, two] = await Promise.all([worker.drain(), other.drain()])
        expect(one + two).toBe(1)
        await other.stop()
      })

      test('an administrator need not wait', async () => {
        await breakIt()
        receiver.answer = 202
        expect(await retryDeliveries(plein.ctx, receiver.host)).toBe(30)
        expect(await worker.drain()).toBe(30)
      })
    })

    test('nothing goes to a host that was blocked meanwhile', async () => {
      await say('one')
      await knowHost(open(), receiver.host, { trust: 'blocked' })
      expect(await worker.drain()).toBe(0)
      expect(await rows()).toMatchObject([{ state: 'dropped' }])
    })

    test('nor when the list of allowed hosts came in force meanwhile, or federation was switched off', async () => {
      await say('one')
      for (const [mode, state] of [
        ['off', 'waiting'],
        ['allowlist', 'dropped'],
      ] as const) {
        const later = openPlein(open(), { mode })
        const strict = later.outbox.startDelivering({ automatic: false })
        expect(await strict.drain()).toBe(0)
        expect(await rows()).toMatchObject([{ state }])
        await strict.stop()
        await later.close()
      }
    })

    test('after a crash the same bytes go once more, when the lease has ended', async () => {
      let crashed: () => void = () => undefined
      const arrived = new Promise<void>((resolve) => (crashed = resolve))
      receiver.answer = (_, response) => {
        crashed()
        // The answer never comes: the worker that asked is as good as dead.
        if (receiver.received.length > 1) response.writeHead(202).end()
      }
      await say('one')
      const dead = worker.drain()
      await arrived
      const heir = plein.outbox.startDelivering({ automatic: false })
      expect(await heir.drain()).toBe(0)
      plein.wait(31 * SECOND)
      expect(await heir.drain()).toBe(1)
      expect(receiver.received).toHaveLength(2)
      expect(receiver.received[0]?.body.equals(receiver.received[1]?.body ?? Buffer.alloc(0))).toBe(true)
      await receiver.close()
      await dead
      expect(await rows()).toMatchObject([{ state: 'done' }])
      await heir.stop()
    })

    test('stops by itself between deliveries, wakes up for new ones', async () => {
      const automatic = plein.outbox.startDelivering()
      const done = new Promise<void>((resolve) => {
        receiver.answer = (_, response) => {
          response.writeHead(202).end()
          if (receiver.received.length === 2) resolve()
        }
      })
      await say('one')
      await say('two')
      await done
      await automatic.stop()
      expect(await rows()).toMatchObject([{ state: 'done' }, { state: 'done' }])
      await say('three')
      expect(receiver.received).toHaveLength(2)
    })

    test('a thousand inboxes', async () => {
      plein.followers.set(
        authorId,
        Array.from({ length: 1000 }, (_, i) => ({
          inbox: receiver.url(`/inbox/${i}`),
          host: `host-${i % 100}.example`,
        })),
      )
      await say('one')
      expect(await rows()).toHaveLength(1000)
      expect(await worker.drain()).toBe(1000)
      expect(new Set(receiver.received.map((one) => one.path)).size).toBe(1000)
      expect((await rows()).every((row) => row.state === 'done' && row.attempts === 1)).toBe(true)
    })

    test('several workers deliver each once', async () => {
      plein.followers.set(
        authorId,
        Array.from({ length: 60 }, (_, i) => ({ inbox: receiver.url(`/inbox/${i}`), host: `host-${i}.example` })),
      )
      await say('one')
      await say('two', `${object}/2`)
      const others = [1, 2].map(() => plein.outbox.startDelivering({ automatic: false }))
      await Promise.all([worker, ...others].map((one) => one.drain()))
      expect(receiver.received).toHaveLength(120)
      for (const other of others) await other.stop()
    })

    test('what administrators see and do', async () => {
      receiver.answer = 403
      await say('one')
      await worker.drain()
      receiver.answer = 500
      await say('two', `${object}/2`)
      await worker.drain()
      const [first] = await listDeliveryHosts(open().db)
      expect(first).toMatchObject({
        host: receiver.host,
        counts: { waiting: 1, failed: 1, done: 0 },
        failuresInARow: 1,
        lastError: '500 status 500',
        oldestWaiting: plein.ctx.clock.now(),
      })
      expect((await rows()).map((row) => row.state)).toEqual(['failed', 'waiting'])
      receiver.answer = 202
      expect(await retryDeliveries(plein.ctx, receiver.host)).toBe(2)
      expect(await worker.drain()).toBe(2)
      expect((await rows()).map((row) => row.state)).toEqual(['done', 'done'])
      receiver.answer = 403
      await say('three', `${object}/3`)
      await worker.drain()
      expect(await dropDeliveries(plein.ctx, receiver.host)).toBe(1)
      expect(await retryDeliveries(plein.ctx, receiver.host)).toBe(0)
      expect((await rows()).map((row) => row.state)).toEqual(['done', 'done', 'dropped'])
      const person = { type: 'person', personId: 'p' as ActorId, accountId: 'a' as AccountId, admin: false } as const
      await expect(retryDeliveries({ ...plein.ctx, viewer: person }, receiver.host)).rejects.toThrow('error.forbidden')
    })
  },
  { freshFor: 'test' },
)
