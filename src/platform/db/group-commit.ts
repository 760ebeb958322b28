// Group commit for SQLite: transactions that wait for its one writer run one after the other and share a commit, which
// costs more than most of what is committed.
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

/** Transactions in one commit at most: as many hold the database for some ten milliseconds. */
const MAX_IN_ONE_COMMIT = 32

/**
 * @param committed is called after each commit, before those who wait for it go on
 * @param retryWhenBusy runs a transaction, and runs it again when the database was busy
 * @returns a function that runs work in a transaction and resolves when that is committed. Work that throws fails alone:
 *   what shared its transaction runs again without it.
 */
export function openGroupCommit(
  writes: Kysely<Tables>,
  committed: (tx: object) => void,
  retryWhenBusy: <T>(attempt: () => Promise<T>) => Promise<T>,
): <T>(work: (tx: Transaction<Tables>) => Promise<T>) => Promise<T> {
  let waiting: Waiting[] = []
  let isRunning = false

  async function runAll(): Promise<void> {
    isRunning = true
    while (waiting.length > 0) {
      // One turn of the event loop: transactions that are about to be asked for come along.
      await nextTurn()
      const batch = waiting.slice(0, MAX_IN_ONE_COMMIT)
      waiting = waiting.slice(MAX_IN_ONE_COMMIT)
      await runBatch(batch)
    }
    isRunning = false
  }

  /**
   * When one of them throws, all is rolled back, and each half runs again by itself. That is rare; a savepoint around
   * each transaction would cost something every time.
   */
  async function runBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const values = await retryWhenBusy(() => runInOneTransaction(batch))
      batch.forEach(({ resolve }, index) => resolve(values[index]))
    } catch (error) {
      if (batch.length === 1 || isBusy(error)) {
        for (const { reject } of batch) reject(error)
        return
      }
      const half = Math.ceil(batch.length / 2)
      await runBatch(batch.slice(0, half))
      await runBatch(batch.slice(half))
    }
  }

  async function runInOneTransaction(batch: readonly Waiting[]): Promise<unknown[]> {
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
      // Async context (AsyncLocalStorage) is that of the caller, whoever happens to run the batch.
      const bound = AsyncResource.bind(work as Work)
      waiting.push({ work: bound, resolve: resolve as (value: unknown) => void, reject })
      if (!isRunning) void runAll()
    })
  }
}
