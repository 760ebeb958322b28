// Transactions that wait for SQLite's one writer: run one after the other, and committed together. A commit costs more
// than most of what is committed.
import { AsyncResource } from 'node:async_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import { isBusy } from './dialect.ts'
import type { Tables } from './tables.ts'

type Work = (tx: Transaction<Tables>) => Promise<unknown>

interface Waiting {
  readonly work: Work
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/** As many hold the database for some ten milliseconds. */
const MOST = 32

/**
 * @param committed is told after each commit, before those who wait for it go on
 * @param again runs a transaction, and runs it again when the database was busy
 * @returns runs work in a transaction; resolves when that is committed. Work that throws takes nothing else along.
 */
export function openTogether(
  writes: Kysely<Tables>,
  committed: (tx: object) => void,
  again: <T>(attempt: () => Promise<T>) => Promise<T>,
): <T>(work: (tx: Transaction<Tables>) => Promise<T>) => Promise<T> {
  let waiting: Waiting[] = []
  let isRunning = false

  async function runAll(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      // One turn of the loop: who is about to ask comes along.
      await nextTurn()
      const batch = waiting.slice(0, MOST)
      waiting = waiting.slice(MOST)
      await runTogether(batch)
    }
    isRunning = false
  }

  /**
   * When one of them throws, all is rolled back, and either half runs again by itself: that is rare, and a savepoint for
   * each would cost every time.
   */
  async function runTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      const values = await again(() => runOnce(batch))
      batch.forEach(({ resolve }, index) => resolve(values[index]))
    } catch (error) {
      if (batch.length === 1 || isBusy(error)) {
        for (const { reject } of batch) reject(error)
        return
      }
      const half = Math.ceil(batch.length / 2)
      await runTogether(batch.slice(0, half))
      await runTogether(batch.slice(half))
    }
  }

  async function runOnce(batch: readonly Waiting[]): Promise<unknown[]> {
    const { tx, values } = await writes.transaction().execute(async (own) => {
      const each: unknown[] = []
      for (const { work } of batch) each.push(await work(own))
      return { tx: own, values: each }
    })
    committed(tx)
    return values
  }

  return function run<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      // In the context of who asked, whoever happens to run it.
      const bound = AsyncResource.bind(work as Work)
      waiting.push({ work: bound, resolve: resolve as (value: unknown) => void, reject })
      if (!isRunning) void runAll()
    })
  }
}
