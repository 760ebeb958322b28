// What one process writes to many jobs at the same moment.
import { describe, expect, test } from '@jest/globals'
import { clockFrom } from '../../../src/lib/clock.ts'
import { addJobs, openQueue, type Turn } from '../../../src/platform/queue/queue.ts'
import { eachDatabase } from '../../kit/databases.ts'

const LEASE = 60_000

eachDatabase('queue, side by side', (open) => {
  describe('a turn, a renewal, what is done and what is given back', () => {
    test('are written one after the other: else rows are locked in two orders, and wait for each other', async () => {
      const clock = clockFrom(() => Date.parse('2026-11-22T09:00:00.000Z'))
      let [atOnce, most] = [0, 0]
      const queue = openQueue(
        {
          ...open(),
          async transaction(work) {
            most = Math.max(most, ++atOnce)
            return open()
              .transaction(work)
              .finally(() => atOnce--)
          },
        },
        clock,
      )
      const turn = (done: Turn['done']) => queue.turn({ done, wants: [{ queue: 'q', limit: 40 }], leaseMillis: LEASE })
      const added = Array.from({ length: 40 }, (_, at) => ({ queue: 'q', name: 'n', key: `k${at}`, payload: null }))
      await open().transaction((tx) => addJobs(tx, clock, added))
      const jobs = (await turn([])).flat()
      const ids = jobs.map((job) => job.id)
      const [, , , taken] = await Promise.all([
        queue.renew(jobs, LEASE),
        queue.done(ids.slice(0, 10)),
        queue.giveBack(jobs.slice(10, 30)),
        turn(ids.slice(30)),
      ])
      expect(most).toBe(1)
      expect(taken.flat().map((job) => job.id)).toEqual(ids.slice(10, 30))
      expect(await open().db.selectFrom('job').select('id').execute()).toHaveLength(20)
      await queue.close()
    })
  })
})
