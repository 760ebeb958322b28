// Which database it is: drivers, locks, error codes. PostgreSQL is opened in postgres.ts.
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { CompiledQuery, type DatabaseConnection, SqliteDialect, SqliteDriver, SqliteQueryCompiler } from 'kysely'
import { putBounded } from '../../lib/bounded-map.ts'
import { codeOf, isError } from '../error-code.ts'
import { DirectAdapter } from './direct.ts'
import type { OpenDialect } from './open-dialect.ts'
import { isChangedStatement, isSilence } from './postgres-lane.ts'
import { openPostgres } from './postgres.ts'

export type { DialectName, OpenDialect } from './open-dialect.ts'

/** Milliseconds that a write on SQLite blocks the process while another process writes. */
export const SQLITE_WRITER_WAIT = 10

/**
 * How long PostgreSQL may take for one question: it is told to give up after this many milliseconds. When it says
 * nothing at all (a machine that hangs, a cut network), we give up a third later. 0: for ever.
 */
export const MAX_ANSWER_MILLIS = 15_000

/**
 * @param url `sqlite:<path>` or `postgres://…`; `?schema=name` sets PostgreSQL's search path.
 * @param maxAnswerMillis milliseconds; migrations and backups take their time (0)
 */
export function openDialect(url: string, maxAnswerMillis = MAX_ANSWER_MILLIS): OpenDialect {
  return url.startsWith('sqlite:') ? openSqlite(url.slice('sqlite:'.length)) : openPostgres(url, maxAnswerMillis)
}

function openSqlite(path: string): OpenDialect {
  makeForOwner(path)
  const writer = sqliteConnection(path)
  // SQLite waits for another writer by blocking the whole process: hardly at all. transaction() waits without blocking.
  writer.pragma(`busy_timeout = ${SQLITE_WRITER_WAIT}`)
  // What a statement that fails would bring back is kept in memory: as a file it was half of all that was ever written.
  writer.pragma('temp_store = MEMORY')
  // Its own connection: a read never waits for (nor sees half of) a transaction that is under way.
  const reader = sqliteConnection(path)
  reader.pragma('query_only = true')
  return {
    name: 'sqlite',
    url: `sqlite:${path}`,
    reads: new OwnSqliteDialect(withStatementCache(reader), SqliteDriver),
    writes: new OwnSqliteDialect(withStatementCache(writer), ImmediateSqliteDriver),
    sqlite: writer,
    pool: undefined,
    schema: undefined,
    async close() {
      reader.close()
      writer.close()
    },
  }
}

/** A new file is readable by its owner only (it holds keys and password hashes), and with it those beside it. */
function makeForOwner(path: string): void {
  if (path === ':memory:') return
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  closeSync(openSync(path, 'a', 0o600))
}

function sqliteConnection(path: string): SqliteDatabase.Database {
  const database = new SqliteDatabase(path)
  database.pragma('journal_mode = WAL')
  // With WAL, NORMAL survives a killed process whole; a power cut can cost the last moments, never the database.
  database.pragma('synchronous = NORMAL')
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  database.pragma('cache_size = -16000')
  // In pages of 4 kB. A page that changes often is then copied from the log into the database once for many changes.
  database.pragma('wal_autocheckpoint = 4000')
  return database
}

const MAX_STATEMENTS = 1000

/** Preparing costs more than running a short query: keep what was prepared. Statements are by their text. */
function withStatementCache(database: SqliteDatabase.Database) {
  const statements = new Map<string, SqliteDatabase.Statement>()
  return {
    close: () => database.close(),
    prepare(sql: string) {
      let statement = statements.get(sql)
      if (!statement) {
        statement = database.prepare(sql)
        putBounded(statements, sql, statement, MAX_STATEMENTS)
      }
      return statement as never
    },
  }
}

/**
 * A bare `?` counts as a hint for the plan, so that SQLite makes the plan anew whenever the value changes
 * (sqlite.org/c3ref/prepare.html, point 3), and the driver clears all values after each use: planning then costs ten
 * times as much as most of our queries. A plus before it changes no value and no plan, and ends that.
 */
class StablePlanCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?'
  }
}

/** Takes the write lock at the start, so that a transaction never fails half-way for want of it. */
class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
  /** On a full disk SQLite has rolled back by itself: that must not hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection)
    } catch (error) {
      if (!isError(error) || !error.message.includes('no transaction is active')) throw error
    }
  }
}

class OwnSqliteDialect extends SqliteDialect {
  readonly #database: ReturnType<typeof withStatementCache>
  readonly #driver: typeof SqliteDriver
  constructor(database: ReturnType<typeof withStatementCache>, driver: typeof SqliteDriver) {
    super({ database })
    this.#database = database
    this.#driver = driver
  }
  override createDriver() {
    return new this.#driver({ database: this.#database })
  }
  override createQueryCompiler() {
    return new StablePlanCompiler()
  }
  override createAdapter() {
    return new DirectAdapter((sql) => this.#database.prepare(sql))
  }
}

/**
 * The transaction may be tried again: the database was busy, this was the victim of a clash, or a table was changed
 * under a statement that the database had kept.
 */
export function isBusy(error: unknown): boolean {
  const code = codeOf(error)
  if (code.startsWith('SQLITE_BUSY') || code === 'SQLITE_LOCKED' || code === '40001' || code === '40P01') return true
  return isChangedStatement(error)
}

/** Something with such a key is there already. */
export function isTaken(error: unknown): boolean {
  const code = codeOf(error)
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
}

/**
 * PostgreSQL: connection lost (08), out of resources (53), shut down (57P), told to give up after MAX_ANSWER_MILLIS (57014).
 * SQLite: locked, full, unreadable or unwritable file. Sockets: gone, or its name is gone with it, as between containers.
 */
const AWAY =
  /^(08\w{3}|53\w{3}|57P0[1-5]|57014|SQLITE_(BUSY|CANTOPEN|FULL|IOERR|LOCKED|READONLY|NOTADB|CORRUPT)\w*|E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN|NOSPC))$/

const AWAY_WORDS =
  /connection terminated|timeout exceeded when trying to connect|is not queryable|database (connection )?is not open/i

/** The database is away, full or too slow to answer: nothing is wrong with the question, ask again later. */
export function isDatabaseAway(error: unknown): boolean {
  return AWAY.test(codeOf(error)) || isSilence(error) || (isError(error) && AWAY_WORDS.test(error.message))
}
