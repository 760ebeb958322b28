// Transactions that wait for SQLite's one writer: run one after the other, each behind its own savepoint, and committed
// together. A commit costs more than most of what is committed.
import { AsyncResource } from 'node:async_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import { isBusy } from './dialect.ts'
import { DirectAdapter } from './direct.ts'
import { signalsFromHere } from './signals.ts'
import type { Tables } from './tables.ts'

type Work = (tx: Transaction<Tables>) => Promise<unknown>
type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown }

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
 * @returns runs work in a transaction; resolves when that is committed. What throws is rolled back alone.
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
      try {
        const outcomes = await again(() => runBatch(batch))
        batch.forEach(({ resolve, reject }, index) => {
          const outcome = outcomes[index]
          if (outcome?.ok) resolve(outcome.value)
          else reject(outcome?.error)
        })
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    isRunning = false
  }

  async function runBatch(batch: readonly Waiting[]): Promise<Outcome[]> {
    const { tx, outcomes } = await writes.transaction().execute(async (own) => {
      const each: Outcome[] = []
      for (const { work } of batch) each.push(await runOne(own, work))
      return { tx: own, outcomes: each }
    })
    committed(tx)
    return outcomes
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

/** @throws what ends the whole transaction: a busy database, or one that rolled back by itself (no space). */
async function runOne(tx: Transaction<Tables>, work: Work): Promise<Outcome> {
  run(tx, 'savepoint "one"')
  const undoSignals = signalsFromHere(tx)
  try {
    const value = await work(tx)
    run(tx, 'release "one"')
    return { ok: true, value }
  } catch (error) {
    if (isBusy(error)) throw error
    undoSignals()
    if (!undone(tx)) throw error
    return { ok: false, error }
  }
}

/** @returns false when there is nothing to go back to: SQLite rolled back the whole transaction by itself. */
function undone(tx: Transaction<Tables>): boolean {
  try {
    run(tx, 'rollback to "one"')
    run(tx, 'release "one"')
    return true
  } catch {
    return false
  }
}

function run(tx: Transaction<Tables>, sql: string): void {
  const { adapter } = tx.getExecutor()
  if (!(adapter instanceof DirectAdapter)) throw new Error('savepoints are for SQLite')
  adapter.run(sql)
}
