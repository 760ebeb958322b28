// What one process writes to many jobs at the same moment.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { clockFrom } from '../../../src/lib/clock.ts'
import type { Tx } from '../../../src/platform/db/database.ts'
import { lockClaims } from '../../../src/platform/queue/claim.ts'
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

  test('a worker that waits for another one to claim has locked none of its rows: that one may need them (PostgreSQL; on SQLite one writes at a time)', async () => {
    const clock = clockFrom(() => Date.parse('2026-11-22T09:00:00.000Z'))
    const queue = openQueue(open(), clock)
    await open().transaction((tx) => addJobs(tx, clock, [{ queue: 'w', name: 'n', key: 'w', payload: null }]))
    const wants = [{ queue: 'w', limit: 1 }]
    const [job] = (await queue.turn({ done: [], wants, leaseMillis: LEASE })).flat()
    const [locked, begun] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const other = open().transaction(async (tx) => {
      await lockClaims(tx, open().dialect)
      locked.resolve()
      await begun.promise
      if (open().dialect === 'postgres') await canLock(tx, job!.id)
    })
    await locked.promise
    const turn = queue.turn({ done: [job!.id], wants, leaseMillis: LEASE })
    begun.resolve()
    await other
    await turn
    expect(await open().db.selectFrom('job').select('id').where('queue', '=', 'w').execute()).toEqual([])
    await queue.close()
  })
})

/** While somebody waits for the lock on claims. @throws Error when the row is locked */
async function canLock(tx: Tx, id: string): Promise<void> {
  const waiting = sql`select 1 from pg_locks where "locktype" = 'advisory' and not "granted"`
  while ((await waiting.execute(tx)).rows.length === 0) await nextTurn()
  await sql`select 1 from "job" where "id" = ${id} for update nowait`.execute(tx)
}
