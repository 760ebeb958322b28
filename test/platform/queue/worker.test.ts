// Workers: several side by side on connections of their own, crashes, order, wake-up, stopping.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import fc from '../../kit/chance.ts'
import { sql } from 'kysely'
import { type Clock, clockFrom, systemClock } from '../../../src/lib/clock.ts'
import { type OpenDatabase, openDatabase } from '../../../src/platform/db/database.ts'
import { type LogLine, openLog } from '../../../src/platform/log.ts'
import { addJobs, GiveUp, type Job, type NewJob, openQueue, type Queue } from '../../../src/platform/queue/queue.ts'
import { startWorker, type Worker, type WorkerOptions } from '../../../src/platform/queue/worker.ts'
import { eachDatabase } from '../../kit/databases.ts'

const DAY = 24 * 3600 * 1000
const HOUR = 3600 * 1000

type Handle = WorkerOptions['handle']

eachDatabase('worker', (open, url) => {
  const ends: (() => Promise<void>)[] = []
  let lines: LogLine[]
  const log = openLog('debug', (line) => void lines.push(line))

  beforeEach(async () => {
    lines = []
    await open().transaction((tx) => tx.deleteFrom('job').execute())
  })
  afterEach(async () => {
    for (const end of ends.splice(0)) await end()
  })

  /** As another process has it: a connection of its own. */
  function process(clock: Clock = systemClock): { database: OpenDatabase; queue: Queue } {
    const database = openDatabase(url())
    const queue = openQueue(database, clock)
    ends.unshift(async () => {
      await queue.close()
      await database.close()
    })
    return { database, queue }
  }

  function start(handle: Handle, options: Partial<WorkerOptions> = {}): Worker {
    const clock = options.clock ?? systemClock
    const queue = options.queue ?? process(clock).queue
    const queues = [{ name: 'q', concurrency: 3 }]
    const worker = startWorker({ queue, queues, handle, log, clock, pollMillis: HOUR, ...options })
    ends.unshift(() => worker.stop())
    return worker
  }

  function add(jobs: readonly (Partial<NewJob> & { key: string })[], to: OpenDatabase = open()): Promise<void> {
    return to.transaction((tx) =>
      addJobs(
        tx,
        systemClock,
        jobs.map((job) => ({ queue: 'q', name: 'n', payload: null, ...job })),
      ),
    )
  }

  async function left(): Promise<number> {
    return (await open().db.selectFrom('job').select('id').execute()).length
  }

  /** Resolves when it was called so often. */
  function counter(times: number): { count(): void; reached: Promise<void> } {
    const { promise, resolve } = Promise.withResolvers<void>()
    let counted = 0
    return { reached: promise, count: () => void (++counted === times && resolve()) }
  }

  describe('wake-up', () => {
    test('does work as soon as it is committed here, and elsewhere too on PostgreSQL', async () => {
      const all = counter(2)
      const worker = start(async () => all.count())
      await worker.drain()
      const same = process()
      const here = counter(1)
      const near = start(async () => (here.count(), all.count()), { queue: same.queue })
      await near.drain()
      await add([{ key: 'here' }], same.database)
      await here.reached.catch(() => undefined)
      await add([{ key: 'there' }], open().dialect === 'postgres' ? open() : same.database)
      await all.reached
    })

    test('does work when its time comes', async () => {
      const all = counter(1)
      const same = process()
      start(async () => all.count(), { queue: same.queue })
      await add([{ key: 'soon', runAt: systemClock.in(150) }], same.database)
      await all.reached
    })

    test('asks nothing of the database while there is nothing to do', async () => {
      const { queue } = process()
      let asked = 0
      const counting = { ...queue, anyDue: (names: readonly string[]) => (asked++, queue.anyDue(names)) }
      const worker = start(async () => undefined, { queue: counting })
      await worker.drain()
      const before = asked
      for (let turn = 0; turn < 50; turn++) await open().db.selectFrom('job').select('id').execute()
      // Once more when PostgreSQL begins to listen.
      expect(asked - before).toBeLessThanOrEqual(1)
    })
  })

  describe('several workers', () => {
    test('share the work: each job is done once', async () => {
      const count = 400
      const seen = new Map<string, number>()
      const all = counter(count)
      for (let worker = 0; worker < 3; worker++) {
        start(async (job) => {
          seen.set(job.key, (seen.get(job.key) ?? 0) + 1)
          await new Promise(setImmediate)
          all.count()
        })
      }
      const { database } = process()
      for (let at = 0; at < count; at += 40) {
        await add(
          Array.from({ length: 40 }, (_, index) => ({
            key: `k${at + index}`,
            orderingKey: index % 4 === 0 ? 'o' : null,
          })),
          database,
        )
        // On SQLite processes do not hear of each other; a worker here stands for the one that has the commit.
        if (open().dialect === 'sqlite')
          await start(async (job) => (seen.set(job.key, (seen.get(job.key) ?? 0) + 1), all.count()), {
            manual: true,
          }).drain()
      }
      await all.reached
      expect([...seen.values()].filter((times) => times !== 1)).toEqual([])
      expect(seen.size).toBe(count)
    })

    test('keep the order of every key, whatever fails, and lose nothing', async () => {
      const job = fc.record({ key: fc.option(fc.integer({ min: 0, max: 3 })), fails: fc.integer({ min: 0, max: 2 }) })
      await fc.assert(
        fc.asyncProperty(fc.array(job, { minLength: 1, maxLength: 25 }), fc.integer({ min: 1, max: 3 }), checkOrder),
        { numRuns: open().dialect === 'sqlite' ? 25 : 10, endOnFailure: true },
      )
    })

    async function checkOrder(asked: readonly { key: number | null; fails: number }[], workers: number): Promise<void> {
      let millis = systemClock.millis() + 1000
      const clock = clockFrom(() => millis)
      const done: number[] = []
      const tries = asked.map(() => 0)
      const running = new Set<string>()
      const overlaps: string[] = []
      async function handle(job: Job): Promise<void> {
        const index = job.payload as number
        const key = job.orderingKey ?? job.key
        if (running.has(key)) overlaps.push(key)
        running.add(key)
        await new Promise(setImmediate)
        running.delete(key)
        tries[index] = (tries[index] ?? 0) + 1
        if ((tries[index] ?? 0) <= (asked[index]?.fails ?? 0)) throw new Error('not yet')
        done.push(index)
      }
      const crew = Array.from({ length: workers }, () => start(handle, { clock, manual: true }))
      await open().transaction(async (tx) => {
        for (const [index, { key }] of asked.entries()) {
          const orderingKey = key === null ? null : `o${key}`
          await addJobs(tx, clock, [{ queue: 'q', name: 'n', key: `k${index}`, payload: index, orderingKey }])
        }
      })
      for (let day = 0; (await left()) > 0; day++) {
        if (day > 60) throw new Error('it does not end')
        await Promise.all(crew.map((worker) => worker.drain()))
        millis += DAY
      }
      expect(overlaps).toEqual([])
      expect(tries).toEqual(asked.map(({ fails }) => fails + 1))
      for (const key of [0, 1, 2, 3]) {
        const order = done.filter((index) => asked[index]?.key === key)
        expect(order).toEqual(order.toSorted((a, b) => a - b))
      }
      for (const end of ends.splice(0)) await end()
    }
  })

  describe('a crash', () => {
    test('loses nothing: what was claimed is done by another when the lease ends', async () => {
      let millis = systemClock.millis() + 1000
      const clock = clockFrom(() => millis)
      await add([{ key: 'a1', orderingKey: 'a' }, { key: 'b' }])
      await add([{ key: 'a2', orderingKey: 'a' }])
      // Claims, and is never heard of again.
      await process(clock).queue.turn({ done: [], wants: [{ queue: 'q', limit: 9 }], leaseMillis: 60_000 })
      const order: string[] = []
      const worker = start(async (job) => void order.push(job.key), { clock, manual: true })
      expect(await worker.drain()).toBe(0)
      millis += 60_000
      expect(await worker.drain()).toBe(3)
      expect(order.filter((key) => key !== 'b')).toEqual(['a1', 'a2'])
    })

    test('a completion that is lost means once more: work that is safe to repeat is done once', async () => {
      let millis = systemClock.millis() + 1000
      const clock = clockFrom(() => millis)
      await add([{ key: 'a' }])
      const { database, queue } = process(clock)
      const write: Handle = async (job) => {
        const follow = { queue: 'result', name: 'n', key: `result:${job.id}`, payload: null }
        await database.transaction((tx) => addJobs(tx, clock, [follow]))
      }
      const dies: Queue = {
        ...queue,
        turn: (turn) => (turn.done.length > 0 ? Promise.reject(new Error('killed')) : queue.turn(turn)),
      }
      const first = startWorker({
        queue: dies,
        queues: [{ name: 'q', concurrency: 1 }],
        handle: write,
        log,
        clock,
        manual: true,
      })
      await expect(first.drain()).rejects.toThrow('killed')
      millis += 60_000
      expect(await start(write, { clock, manual: true }).drain()).toBe(1)
      const results = await open().db.selectFrom('job').select('queue').execute()
      expect(results).toEqual([{ queue: 'result' }])
    })
  })

  describe('failures', () => {
    test('are logged and tried again; GiveUp is for good', async () => {
      await add([{ key: 'never' }])
      await start(
        async () => {
          throw new GiveUp('no such thing')
        },
        { manual: true },
      ).drain()
      expect(lines.find((line) => line.level === 'error')).toMatchObject({ message: 'a job failed for good' })
      expect(await left()).toBe(1)
    })

    test('one that takes too long is told to stop and counts as failed', async () => {
      await add([{ key: 'a' }])
      let told: AbortSignal | undefined
      const hang: Handle = (_job, signal) => {
        told = signal
        return new Promise(() => undefined)
      }
      await start(hang, { manual: true, maxMillis: 20 }).drain()
      expect(told?.aborted).toBe(true)
      const row = await open().db.selectFrom('job').select(['attempts', 'error']).executeTakeFirstOrThrow()
      expect(row).toEqual({ attempts: 1, error: 'Error: took longer than 20 ms' })
    })
  })

  test('a database that goes away and comes back: the work goes on', async () => {
    if (open().dialect !== 'postgres') return
    const { database, queue } = process()
    const first = counter(1)
    const both = counter(2)
    start(
      async () => {
        first.count()
        both.count()
      },
      { queue, pollMillis: 200 },
    )
    await add([{ key: 'before' }])
    await first.reached
    const own = sql`pid <> pg_backend_pid() and datname = current_database()`
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where ${own}`.execute(open().db)
    await add([{ key: 'after' }]).catch(() => add([{ key: 'after' }]))
    await both.reached
    expect(await database.db.selectFrom('job').select('id').where('dead', 'is not', null).execute()).toEqual([])
  })

  test('a queue that cannot be read is told once however often it is tried, and once when it can be read again', async () => {
    const { queue } = process()
    let look: () => void = () => undefined
    let tried = 0
    const failing: Queue = {
      ...queue,
      async anyDue(names) {
        if (++tried > 5) return queue.anyDue(names)
        // As soon as this one has failed, again.
        setImmediate(look)
        throw new Error('the database is away')
      },
      onWake: (listener) => queue.onWake((look = listener)),
    }
    const done = counter(1)
    await add([{ key: 'a' }])
    start(async () => done.count(), { queue: failing })
    await done.reached
    expect(
      lines
        .filter(({ level }) => level !== 'debug')
        .map(({ level, message, facts }) => [level, message, facts['times']]),
    ).toEqual([
      ['error', 'the queue cannot be read', undefined],
      ['warning', 'over: the queue cannot be read', 5],
    ])
  })

  describe('a lease', () => {
    test('is renewed while the work goes on', async () => {
      await add([{ key: 'a' }])
      const { queue } = process()
      const renewed = counter(3)
      const watched: Queue = {
        ...queue,
        async renew(jobs, millis) {
          await queue.renew(jobs, millis)
          renewed.count()
        },
      }
      let taken = 0
      const finished = counter(1)
      start(
        async () => {
          taken++
          await renewed.reached
          // The first lease has ended long ago.
          await start(async () => void taken++, { manual: true }).drain()
          finished.count()
        },
        { queue: watched, leaseMillis: 3000 },
      )
      await finished.reached
      expect(taken).toBe(1)
    })
  })

  describe('stopping', () => {
    test('lets what runs finish, and gives back what was claimed', async () => {
      await add(Array.from({ length: 8 }, (_, index) => ({ key: `k${index}` })))
      await add(Array.from({ length: 3 }, (_, index) => ({ key: `o${index}`, orderingKey: 'o' })))
      const begun = counter(3)
      const go = Promise.withResolvers<void>()
      const ran: string[] = []
      const worker = start(async (job) => {
        begun.count()
        await go.promise
        ran.push(job.key)
      })
      await begun.reached
      const stopped = worker.stop()
      go.resolve()
      await stopped
      expect(ran).toHaveLength(3)
      const rows = await open().db.selectFrom('job').select(['key', 'leaseUntil', 'attempts']).execute()
      expect(rows).toHaveLength(8)
      expect(rows.filter((row) => row.leaseUntil !== null || row.attempts > 0)).toEqual([])
      expect(await start(async (job) => void ran.push(job.key), { manual: true }).drain()).toBe(8)
      expect(new Set(ran).size).toBe(11)
    })

    test('does not wait for ever', async () => {
      await add([{ key: 'a' }])
      const begun = counter(1)
      const worker = start(() => (begun.count(), new Promise(() => undefined)), { graceMillis: 10, maxMillis: 200 })
      await begun.reached
      await worker.stop()
      expect(lines.some((line) => line.message.startsWith('stopped while work was going on'))).toBe(true)
    })
  })
})
