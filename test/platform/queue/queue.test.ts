// The queue: asking for work, claims, leases, ordering keys, failures.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { type Clock, clockFrom, millisOf } from '../../../src/lib/clock.ts'
import type { Id } from '../../../src/lib/id.ts'
import { claim as claimChains, dueQuery, lockClaims } from '../../../src/platform/queue/claim.ts'
import {
  addJobs,
  GiveUp,
  type Job,
  MAX_ATTEMPTS,
  type NewJob,
  openQueue,
  type Queue,
  openWaiting,
} from '../../../src/platform/queue/queue.ts'
import { eachDatabase } from '../../kit/databases.ts'

const START = Date.parse('2026-11-22T09:00:00.000Z')
const LEASE = 60_000
const DAY = 24 * 3600 * 1000

eachDatabase('queue', (open) => {
  let millis: number
  let clock: Clock
  let queue: Queue

  beforeEach(async () => {
    await open().transaction((tx) => tx.deleteFrom('job').execute())
    millis = START
    clock = clockFrom(() => millis)
    queue = openQueue(open(), clock)
  })

  function add(jobs: readonly (Partial<NewJob> & { key: string })[]): Promise<void> {
    return open().transaction((tx) =>
      addJobs(
        tx,
        clock,
        jobs.map((job) => ({ queue: 'q', name: 'n', payload: null, ...job })),
      ),
    )
  }

  async function claim(limit = 10, from: Queue = queue): Promise<Job[]> {
    const chains = await from.turn({ done: [], wants: [{ queue: 'q', limit }], leaseMillis: LEASE })
    return chains.flat()
  }

  async function claimKeys(limit?: number): Promise<string[]> {
    return (await claim(limit)).map((job) => job.key)
  }

  describe('adding', () => {
    test('keeps what was asked, once per key', async () => {
      await add([{ key: 'a', payload: { text: 'één' }, orderingKey: 'o' }, { key: 'a' }, { key: 'b' }])
      await add([{ key: 'b' }])
      const jobs = await claim()
      expect(jobs.map((job) => job.key).toSorted()).toEqual(['a', 'b'])
      expect(jobs.find((job) => job.key === 'a')).toMatchObject({
        queue: 'q',
        name: 'n',
        payload: { text: 'één' },
        orderingKey: 'o',
        attempts: 0,
        created: clock.now(),
      })
    })

    test('a key is free again when its work is done', async () => {
      await add([{ key: 'a' }])
      await queue.done((await claim()).map((job) => job.id))
      await add([{ key: 'a' }])
      expect(await claimKeys()).toEqual(['a'])
    })

    test('takes thousands at once, and none', async () => {
      await add(Array.from({ length: 5000 }, (_, index) => ({ key: `k${index}` })))
      await add([])
      expect(await queue.counts()).toMatchObject([{ queue: 'q', waiting: 5000, running: 0, dead: 0 }])
    })

    test('signals after the commit, and not after a rollback', async () => {
      let woken = 0
      const end = open().signals.listen('job', () => void woken++)
      await add([{ key: 'a' }])
      expect(woken).toBe(1)
      const failed = open().transaction(async (tx) => {
        await addJobs(tx, clock, [{ queue: 'q', name: 'n', key: 'b', payload: 1 }])
        throw new Error('no')
      })
      await expect(failed).rejects.toThrow('no')
      end()
      await add([{ key: 'c' }])
      expect(woken).toBe(1)
      expect(await claimKeys()).toEqual(['a', 'c'])
    })
  })

  describe('claiming', () => {
    test('goes by time, and leaves what is not due or of another queue', async () => {
      await add([
        { key: 'later', runAt: clock.in(1) },
        { key: 'second', runAt: clock.in(-5) },
        { key: 'first', runAt: clock.in(-9) },
        { key: 'other', queue: 'p' },
      ])
      expect(await claimKeys(1)).toEqual(['first'])
      expect(await claimKeys()).toEqual(['second'])
      expect(await claimKeys()).toEqual([])
      expect(await queue.nextDue(['q'], clock.now())).toBe(clock.in(1))
      millis += 1
      expect(await claimKeys()).toEqual(['later'])
    })

    test('of ordering keys those are told that some job waits with', async () => {
      await add([
        { key: 'a', orderingKey: 'x' },
        { key: 'b', orderingKey: 'x' },
        { key: 'c', orderingKey: 'y' },
      ])
      const waitingAmong = openWaiting(open())
      const among = (...keys: string[]) => waitingAmong(keys)
      expect(await among('x', 'y', 'z')).toEqual(new Set(['x', 'y']))
      const many = await Promise.all(Array.from({ length: 300 }, (_, at) => among(`none ${at}`, 'x', `${at}`)))
      expect(many).toEqual(Array(300).fill(new Set(['x'])))
      expect(await among('z', 'y')).toEqual(new Set(['y']))
      expect(await among()).toEqual(new Set())
    })

    test('a lease keeps others away until it ends: then the work is there again', async () => {
      await add([{ key: 'a' }])
      const [lost] = await claim()
      millis += LEASE - 1
      expect(await queue.anyDue(['q'])).toBe(false)
      expect(await queue.nextDue(['q'], clock.now())).toBe(clock.in(1))
      expect(await claim()).toEqual([])
      millis += 1
      const [again] = await claim()
      expect(again).toMatchObject({ id: lost?.id, attempts: 0 })
    })

    test('who lost the lease changes nothing any more', async () => {
      await add([{ key: 'a' }])
      const [lost] = await claim()
      millis += LEASE
      const [mine] = await claim()
      await queue.retry(lost!, new Error('late'))
      await queue.giveBack([lost!])
      await queue.renew([lost!], DAY)
      expect(await claim()).toEqual([])
      await queue.retry(mine!, new Error('mine'))
      const row = await open().db.selectFrom('job').select(['attempts', 'error']).executeTakeFirstOrThrow()
      expect(row).toEqual({ attempts: 1, error: 'Error: mine' })
    })

    test('renewing lengthens a lease, giving back ends it', async () => {
      await add([{ key: 'a' }])
      const jobs = await claim()
      millis += LEASE - 1
      await queue.renew(jobs, LEASE)
      millis += LEASE - 1
      expect(await claim()).toEqual([])
      await queue.giveBack(jobs)
      expect(await claimKeys()).toEqual(['a'])
    })

    test('what is renewed while another looks for work stays with who has it', async () => {
      await add([{ key: 'a' }, { key: 'b' }])
      const [mine] = await claim(1)
      millis += LEASE
      const [written, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const renewing = open().transaction(async (tx) => {
        const until = clock.in(LEASE)
        await tx.updateTable('job').set({ leaseUntil: until, runAt: until }).where('id', '=', mine!.id).execute()
        written.resolve()
        await mayEnd.promise
      })
      await written.promise
      const looking = claimKeys()
      // On PostgreSQL it sees the job as it was, and finds out when it takes it.
      for (let turns = 0; turns < 100; turns++) await nextTurn()
      mayEnd.resolve()
      await renewing
      expect(await looking).toEqual(mine!.key === 'a' ? ['b'] : ['a'])
    })

    test('thousands are taken, renewed, given back and done at once', async () => {
      await add(Array.from({ length: 3000 }, (_, index) => ({ key: `k${index}`, orderingKey: `o${index % 40}` })))
      const jobs = await claim(50)
      expect(jobs).toHaveLength(3000)
      await queue.renew(jobs, DAY)
      await queue.giveBack(jobs)
      await queue.done((await claim(50)).map((job) => job.id))
      expect(await queue.counts()).toEqual([])
    })

    test('work that ends its process each time is dead in the end', async () => {
      await add([{ key: 'a' }, { key: 'b', orderingKey: 'o' }, { key: 'c', orderingKey: 'o' }])
      for (let times = 0; times < 50; times++) {
        expect(await claim()).toHaveLength(3)
        millis += LEASE
      }
      expect(await claim()).toEqual([])
      expect((await queue.listDead({ limit: 50 })).items.map((job) => job.error)).toContain(
        'taken 50 times and never finished',
      )
      expect(await queue.retryDead('all')).toBe(3)
      expect(await claim()).toHaveLength(3)
    })
  })

  describe('an ordering key', () => {
    test('comes as one chain in the order of asking, whatever their times', async () => {
      await add([{ key: 'a1', orderingKey: 'a' }, { key: 'x' }])
      await add([
        { key: 'a2', orderingKey: 'a' },
        { key: 'b1', orderingKey: 'b' },
      ])
      await add([{ key: 'a3', orderingKey: 'a', runAt: clock.in(-100) }])
      const chains = await queue.turn({ done: [], wants: [{ queue: 'q', limit: 10 }], leaseMillis: LEASE })
      const keys = chains.map((chain) => chain.map((job) => job.key))
      // a3 is looked at before its predecessors, so it waits for the next turn.
      expect(keys.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([['a1', 'a2'], ['b1'], ['x']])
      expect(await claim()).toEqual([])
      await queue.done(chains.flat().map((job) => job.id))
      expect(await claimKeys()).toEqual(['a3'])
    })

    test('a job that waits for its next try holds up the later ones, until it is done', async () => {
      await add([{ key: 'a1', orderingKey: 'a' }])
      await add([{ key: 'a2', orderingKey: 'a' }, { key: 'free' }])
      const jobs = await claim()
      const [first, second] = jobs.filter((job) => job.orderingKey === 'a')
      await queue.retry(first!, new Error('no'))
      await queue.giveBack([second!])
      expect(await claim()).toEqual([])
      millis += DAY
      expect((await claimKeys()).filter((key) => key !== 'free')).toEqual(['a1', 'a2'])
    })

    test('a dead job holds up nothing', async () => {
      await add([{ key: 'a1', orderingKey: 'a' }])
      await add([{ key: 'a2', orderingKey: 'a' }])
      const [first, second] = await claim()
      expect(await queue.retry(first!, new GiveUp('never'))).toBe('dead')
      await queue.giveBack([second!])
      expect(await claimKeys()).toEqual(['a2'])
    })

    test('is held while another worker has a later job of it', async () => {
      await add([{ key: 'a1', orderingKey: 'a' }])
      const [job] = await claim()
      // As if it had been written by a transaction that began earlier and ended later.
      const id = '00000000-0000-7000-8000-000000000000' as Id<'job'>
      const now = clock.now()
      const row = {
        id,
        queue: 'q',
        name: 'n',
        key: 'a0',
        payload: '1',
        orderingKey: 'a',
        runAt: now,
        attempts: 0,
        created: now,
      }
      await open().transaction((tx) =>
        tx
          .insertInto('job')
          .values({ ...row, leaseUntil: null, dead: null, error: null })
          .execute(),
      )
      expect(await claim()).toEqual([])
      await queue.done([job!.id])
      expect(await claimKeys()).toEqual(['a0'])
    })

    test('many that must wait do not hide others, and are not looked at again and again', async () => {
      await add([{ key: 'a', orderingKey: 'a' }])
      const [head] = await claim()
      await queue.retry(head!, new Error('no'))
      await add(Array.from({ length: 1500 }, (_, index) => ({ key: `a${index}`, orderingKey: 'a' })))
      await add([{ key: 'free' }])
      expect(await claimKeys()).toEqual(['free'])
      expect(await queue.anyDue(['q'])).toBe(false)
      const { runAt } = await open()
        .db.selectFrom('job')
        .select('runAt')
        .where('id', '=', head!.id)
        .executeTakeFirstOrThrow()
      expect(await queue.nextDue(['q'], clock.now())).toBe(runAt)
      millis = millisOf(runAt)
      expect((await claim())[0]?.key).toBe('a')
    })
  })

  describe('failing', () => {
    test('waits longer each time, and is dead after the last: visible, and alive again when asked', async () => {
      await add([{ key: 'a' }])
      const waits: number[] = []
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        const [job] = await claim()
        expect(job?.attempts).toBe(attempt - 1)
        const outcome = await queue.retry(job!, new Error(`no ${attempt}`))
        expect(outcome).toBe(attempt === MAX_ATTEMPTS ? 'dead' : 'later')
        const next = await queue.nextDue(['q'], clock.now())
        if (next === undefined) break
        waits.push(millisOf(next) - millis)
        millis = millisOf(next)
      }
      expect(waits).toHaveLength(MAX_ATTEMPTS - 1)
      expect(waits).toEqual(waits.toSorted((a, b) => a - b))
      expect(await claim()).toEqual([])
      const [dead] = (await queue.listDead({ limit: 50 })).items
      expect(dead).toMatchObject({ key: 'a', attempts: MAX_ATTEMPTS, error: 'Error: no 10', dead: clock.now() })
      expect(await queue.counts()).toMatchObject([{ waiting: 0, running: 0, dead: 1 }])
      expect(await queue.retryDead(dead!.id)).toBe(1)
      expect(await queue.retryDead(dead!.id)).toBe(0)
      expect(await claim()).toMatchObject([{ key: 'a', attempts: 0 }])
    })

    test('keeps any text of an error', async () => {
      await add([{ key: 'a' }])
      const [job] = await claim()
      await queue.retry(job!, new GiveUp(`\u0000${'x'.repeat(5000)}`))
      expect((await queue.listDead({ limit: 1 })).items[0]?.error.length).toBe(2000)
    })

    test('dead ones come in pages, newest first', async () => {
      await add(['a', 'b', 'c'].map((key) => ({ key })))
      for (const job of await claim()) {
        millis += 1
        await queue.retry(job, new GiveUp('no'))
      }
      const first = await queue.listDead({ limit: 2 })
      const rest = await queue.listDead({ limit: 2, after: first.next })
      expect(rest.next).toBeUndefined()
      expect([...first.items, ...rest.items].map((job) => job.dead)).toEqual([0, 1, 2].map((ago) => clock.in(-ago)))
    })
  })

  test('the claim reads by index, also when there is much to do', async () => {
    await add(
      Array.from({ length: 6000 }, (_, index) => ({
        key: `k${index}`,
        queue: `q${index % 3}`,
        orderingKey: `o${index % 500}`,
      })),
    )
    if (open().dialect === 'postgres') await open().transaction((tx) => sql`analyze "job"`.execute(tx))
    const due = dueQuery('q1', { now: clock.now(), after: undefined, window: 100 })
    const explain = open().dialect === 'postgres' ? sql`explain ${due}` : sql`explain query plan ${due}`
    const plan = JSON.stringify((await explain.execute(open().db)).rows)
    expect(plan).toMatch(/job_due/)
    expect(plan).toMatch(/job_order/)
    expect(plan).not.toMatch(/Seq Scan|SCAN [jb]\b(?! USING)|TEMP B-TREE/)
  })

  test('a long thread is claimed in the order of an index, although the table was counted while it was almost empty', async () => {
    const thread = Array.from({ length: 2000 }, (_, index) => ({ key: `k${index}`, orderingKey: 'thread' }))
    await add(thread)
    for (let turn = 0; turn < 20; turn++) await queue.done((await claim()).map((job) => job.id))
    // Almost empty, but for what is left of those that were done.
    await add(
      Array.from({ length: 4 }, (_, index) => ({ key: `other${index}`, orderingKey: `o${index}`, queue: 'other' })),
    )
    if (open().dialect === 'postgres') await open().transaction((tx) => sql`analyze "job"`.execute(tx))
    await add(thread)
    const plan = await open().transaction(async (tx) => {
      const lease = { now: clock.now(), until: clock.in(LEASE) }
      await lockClaims(tx, open().dialect)
      const [chain] = await claimChains(tx, [{ queue: 'q', limit: 1 }], lease)
      expect(chain).toHaveLength(100)
      const due = dueQuery('q', { now: lease.now, after: undefined, window: 100 })
      const explain = open().dialect === 'postgres' ? sql`explain ${due}` : sql`explain query plan ${due}`
      return JSON.stringify((await explain.execute(tx)).rows)
    })
    expect(plan).toMatch(/job_order/)
    expect(plan).not.toMatch(/Seq Scan|Bitmap|Sort|SCAN [jb]\b(?! USING)|TEMP B-TREE/)
  })
})
