// Work at fixed times: once per slot, in the whole installation.
import { expect, test } from '@jest/globals'
import { clockFrom } from '../../../src/lib/clock.ts'
import { openDatabase } from '../../../src/platform/db/database.ts'
import { openLog } from '../../../src/platform/log.ts'
import { openQueue } from '../../../src/platform/queue/queue.ts'
import { openSchedule } from '../../../src/platform/queue/schedule.ts'
import { startWorker } from '../../../src/platform/queue/worker.ts'
import { eachDatabase } from '../../kit/databases.ts'

const MINUTE = 60_000

eachDatabase('schedule', (open, url) => {
  test('runs once per slot however many processes plan, and makes up for a stop once', async () => {
    let millis = Date.parse('2026-11-22T09:07:30.000Z')
    const clock = clockFrom(() => millis)
    const log = openLog('error')
    const other = openDatabase(url())
    const options = {
      clock,
      log,
      queue: 'schedule',
      manual: true,
      recurring: [
        { name: 'inbox.tidy', everyMinutes: 15 },
        { name: 'mail.send', everyMinutes: 60 },
      ],
    }
    const plans = [open(), other].map((database) => openSchedule({ database, ...options }))
    const ran: string[] = []
    const worker = startWorker({
      queue: openQueue(open(), clock),
      queues: [{ name: 'schedule', concurrency: 2 }],
      handle: async (job) => void ran.push(`${job.name} ${clock.now().slice(11, 16)}`),
      log,
      clock,
      manual: true,
    })
    async function pass(minutes: number): Promise<void> {
      for (let minute = 0; minute < minutes; minute++) {
        await Promise.all(plans.map((plan) => plan.plan()))
        await worker.drain()
        millis += MINUTE
      }
    }
    await pass(60)
    expect(ran.toSorted()).toEqual([
      'inbox.tidy 09:15',
      'inbox.tidy 09:30',
      'inbox.tidy 09:45',
      'inbox.tidy 10:00',
      'mail.send 10:00',
    ])
    ran.length = 0
    // Nothing runs for a day.
    millis += 24 * 60 * MINUTE
    await worker.drain()
    expect(ran.toSorted()).toEqual(['inbox.tidy 10:07', 'mail.send 10:07'])
    for (const plan of plans) plan.stop()
    await worker.stop()
    await other.close()
  })
})
