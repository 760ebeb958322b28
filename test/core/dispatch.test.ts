// Events and their listeners: all in one job, each by itself as soon as one fails, every one of them in order.
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { EventName, Occurrence } from '../../src/core/events.ts'
import { dispatch, type Dispatcher } from '../../src/core/dispatch.ts'
import { EVENTS, transactionWith } from '../../src/core/transaction.ts'
import '../../src/features/instances/rules.ts'
import { clockFrom } from '../../src/lib/clock.ts'
import { openLog } from '../../src/platform/log.ts'
import { addJobs, openQueue, openWaiting, type Queue } from '../../src/platform/queue/queue.ts'
import { startWorker, type Worker } from '../../src/platform/queue/worker.ts'
import { eachDatabase } from '../kit/databases.ts'

const MINUTE = 60_000

eachDatabase('dispatch', (open) => {
  let millis = Date.UTC(2026, 10, 22)
  const clock = clockFrom(() => millis)
  const log = openLog('error', () => undefined)
  let listeners: string[]
  let heard: string[]
  /** Hosts whose event was said to be followed by another. */
  let followed: string[]
  let troubles: Set<string>
  let queue: Queue
  let worker: Worker

  beforeEach(async () => {
    await open().transaction((tx) => tx.deleteFrom('job').execute())
    ;[listeners, heard, followed, troubles] = [['one', 'two', 'three'], [], [], new Set()]
    const dispatcher: Dispatcher = {
      database: open(),
      clock,
      log,
      listenersOf: () => listeners,
      waitingAmong: openWaiting(open()),
      call,
    }
    queue = openQueue(open(), clock)
    const queues = [{ name: EVENTS, concurrency: 4 }]
    worker = startWorker({
      queue,
      queues,
      handle: (job, _, next) => dispatch(dispatcher, job, next),
      log,
      clock,
      manual: true,
    })
  })
  afterEach(async () => {
    await worker.stop()
    await queue.close()
  })

  async function call(listener: string, event: Occurrence): Promise<void> {
    const { host } = event.payload as { host: string }
    if (troubles.has(`${listener} ${host}`)) throw new Error(`${listener} cannot`)
    heard.push(`${listener} ${host}`)
    if (event.isFollowed && listener === 'one') followed.push(host)
  }

  function happens(host: string, orderingKey?: string): Promise<unknown> {
    const transaction = transactionWith(open(), clock, () => listeners)
    return transaction((_, emit) =>
      Promise.resolve(emit('instance.blocked' as EventName, { host } as never, orderingKey)),
    )
  }

  async function names(): Promise<string[]> {
    const rows = await open().db.selectFrom('job').select('name').orderBy('name').execute()
    return rows.map((row) => row.name)
  }

  test('one event is one job, whoever listens; nobody listens: none', async () => {
    await happens('a')
    expect(await names()).toEqual(['instance.blocked'])
    expect(await worker.drain()).toBe(1)
    expect(heard.toSorted()).toEqual(['one a', 'three a', 'two a'])
    expect(await names()).toEqual([])
    listeners = []
    await happens('b')
    expect(await names()).toEqual([])
  })

  test('who fails is tried again alone; the others are through, and hear of what comes next', async () => {
    troubles.add('two a')
    await happens('a', 'key')
    await worker.drain()
    expect(await names()).toEqual(['instance.blocked:two'])
    await happens('b', 'key')
    await happens('c', 'other key')
    await worker.drain()
    // The one that failed does not hear of b before it has heard of a.
    expect(heard.toSorted()).toEqual(['one a', 'one b', 'one c', 'three a', 'three b', 'three c', 'two c'])
    expect(await names()).toEqual(['instance.blocked:two', 'instance.blocked:two'])
    troubles.clear()
    millis += MINUTE
    await worker.drain()
    await happens('d', 'key')
    await worker.drain()
    expect(heard.filter((one) => one.startsWith('two'))).toEqual(['two c', 'two a', 'two b', 'two d'])
    expect(await names()).toEqual([])
  })

  test('what is never done by one is dead for that one', async () => {
    troubles.add('one a')
    await happens('a', 'key')
    for (let round = 0; round < 12; round++) {
      await worker.drain()
      millis += 24 * 60 * MINUTE
    }
    const dead = await queue.listDead({ limit: 10 })
    expect(dead.items.map((job) => job.name)).toEqual(['instance.blocked:one'])
    expect(heard.toSorted()).toEqual(['three a', 'two a'])
    await happens('b', 'key')
    await worker.drain()
    expect(heard).toContain('one b')
  })

  test('a job that did not come through (it took too long, it ended the process) is done for each alone', async () => {
    await happens('a', 'key')
    await open().transaction((tx) => tx.updateTable('job').set({ attempts: 1 }).execute())
    await happens('b', 'another key')
    await open().transaction((tx) => tx.updateTable('job').set({ claims: 4 }).where('attempts', '=', 0).execute())
    expect(await worker.drain()).toBe(8)
    expect(heard.toSorted()).toEqual(['one a', 'one b', 'three a', 'three b', 'two a', 'two b'])
  })

  test('who hears of one knows whether the next of its key comes straight after it; alone nobody does', async () => {
    for (const host of ['a', 'b', 'c']) await happens(host, 'key')
    await happens('d', 'other key')
    await worker.drain()
    expect(heard.filter((one) => one.startsWith('one')).toSorted()).toEqual(['one a', 'one b', 'one c', 'one d'])
    expect(followed).toEqual(['a', 'b'])
    followed = []
    troubles.add('one e').add('one f')
    for (const host of ['e', 'f']) await happens(host, 'key')
    await worker.drain()
    troubles.clear()
    millis += MINUTE
    await worker.drain()
    expect(heard.slice(-2)).toEqual(['one e', 'one f'])
    expect(followed).toEqual([])
  })

  test('jobs of an earlier version, one for each listener, are done as they are', async () => {
    const event = { id: 'e', name: 'instance.blocked', occurred: clock.now(), payload: { host: 'a' } }
    const job = { queue: EVENTS, name: 'instance.blocked:two', key: 'e:two', payload: event, orderingKey: 'two:key' }
    await open().transaction((tx) => addJobs(tx, clock, [job]))
    await worker.drain()
    expect(heard).toEqual(['two a'])
  })
})
