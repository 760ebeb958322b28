// What an opened database is, whichever it is.
import type SqliteDatabase from 'better-sqlite3'
import type { Dialect } from 'kysely'
import type pg from 'pg'

export type DialectName = 'sqlite' | 'postgres'

export interface OpenDialect {
  readonly name: DialectName
  /** As it was opened. */
  readonly url: string
  /** For reads outside transactions. */
  readonly reads: Dialect
  /** For transactions. The same pool on PostgreSQL; on SQLite the one connection that writes. */
  readonly writes: Dialect
  /** The SQLite connection that writes, for backup and maintenance. */
  readonly sqlite: SqliteDatabase.Database | undefined
  /** The PostgreSQL pool, for LISTEN. */
  readonly pool: pg.Pool | undefined
  /** The PostgreSQL schema of the address, when it names one. */
  readonly schema: string | undefined
  /** Closes all connections. */
  close(): Promise<void>
}
