// Opens the database and runs transactions: the same code for SQLite and PostgreSQL.
import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, type Transaction } from 'kysely'
import { type DialectName, isBusy, openDialect, type OpenDialect } from './dialect.ts'
import { openGroupCommit } from './group-commit.ts'
import { withConnection } from './postgres-driver.ts'
import { openReadCache } from './read-cache.ts'
import { openSignals, type Signals } from './signals.ts'
import type { Tables } from './tables.ts'

export { isTaken } from './dialect.ts'

/** For reads, outside a transaction. */
export type Database = Kysely<Tables>
declare const inTransaction: unique symbol
/** For reads and writes inside one transaction. Helpers that write ask for it, so that none can write outside. */
export type Tx = Transaction<Tables> & { readonly [inTransaction]: true }
/** Helpers that read take either. */
export type Db = Database | Tx

export interface OpenDatabase {
  /** For reads. @throws Error (at the query) when used inside a transaction. */
  readonly db: Database
  readonly dialect: DialectName
  /** For what only one database can do (backup, LISTEN). */
  readonly raw: OpenDialect
  /**
   * Runs the work in one transaction (SQLite: BEGIN IMMEDIATE; what waits at the same time shares a commit). Tried
   * again when the database was busy or the transaction was the victim of a deadlock, so the work may run twice.
   * @throws Error when called inside a transaction.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** What transactions of this process signalled with their commit. */
  readonly signals: Signals
  /** How many transactions of this process were committed so far, those that only asked too. */
  readonly commits: number
  close(): Promise<void>
}

const ATTEMPTS = 45
const MAX_PAUSE_MILLIS = 250

/**
 * @param url `sqlite:<path>` or `postgres://…` (`?schema=` for tests side by side)
 * @param maxAnswerMillis milliseconds that PostgreSQL may take for one question; 0: for ever
 */
export function openDatabase(url: string, maxAnswerMillis?: number): OpenDatabase {
  const raw = openDialect(url, maxAnswerMillis)
  const running = new AsyncLocalStorage<true>()
  const reads = guarded(new Kysely<Tables>({ dialect: raw.reads }), running)
  const writes = new Kysely<Tables>({ dialect: raw.writes })
  const signals = openSignals()
  let commits = 0

  const readCache = raw.sqlite && openReadCache(reads.getExecutor().adapter)
  const groupCommit = raw.sqlite && openGroupCommit(writes, committed, retryWhenBusy)

  function committed(tx: object): void {
    commits++
    readCache?.clear()
    signals.committed(tx)
  }

  function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    if (running.getStore()) return Promise.reject(new Error('a transaction inside a transaction'))
    const inside = (tx: Transaction<Tables>) => running.run(true, () => work(tx as unknown as Tx))
    return groupCommit ? groupCommit(inside) : retryWhenBusy(() => alone(inside))
  }

  /** PostgreSQL has a connection for each. */
  async function alone<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
    let own: object | undefined
    const result = await writes.transaction().execute((tx) => withConnection((own = tx), () => work(tx)))
    // Outside the transaction's context: who listens may use the database.
    if (own) committed(own)
    return result
  }

  let closing: Promise<void> | undefined
  function close(): Promise<void> {
    return (closing ??= raw.close())
  }

  return {
    db: reads,
    dialect: raw.name,
    raw,
    transaction,
    signals,
    get commits() {
      return commits
    },
    close,
  }
}

/** Waits between the attempts, about ten seconds in all; then, and for any other error, throws it. */
async function retryWhenBusy<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt()
    } catch (error) {
      if (count >= ATTEMPTS || !isBusy(error)) throw error
      await sleep(Math.min(MAX_PAUSE_MILLIS, 5 * 2 ** count) * (0.5 + Math.random()))
    }
  }
}

/** Makes a forgotten `db` inside a transaction fail at once: it would read what the transaction has not written. */
function guarded(db: Database, running: AsyncLocalStorage<true>): Database {
  return new Proxy(db, {
    get(target, name) {
      if (
        running.getStore() &&
        typeof name === 'string' &&
        /^(select|insert|update|delete|with|executeQuery|getExecutor)/.test(name)
      ) {
        throw new Error(`db.${name} inside a transaction: use tx`)
      }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
