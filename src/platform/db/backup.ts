// A whole plein in one file, made while it runs: rows of every table as of one moment, uploads, the secret key.
// The rows are the same for both databases, so that a backup of the one can be restored into the other.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { systemClock } from '../../lib/clock.ts'
import type { Config } from '../config/config.ts'
import { openFileStore } from '../files/store.ts'
import { type Contents, type Entry, type Totals, writeArchive } from './archive.ts'
import { openDatabase, type OpenDatabase } from './database.ts'
import type { OpenDialect } from './dialect.ts'
import { migrationsDone, tablesInOrder } from './schema-order.ts'

export { restore } from './restore.ts'

const CHUNK_BYTES = 4 * 1024 * 1024

/**
 * Writes the backup (mode 0600: it holds keys and password hashes). Consistent while the plein runs, and nobody waits
 * for it. Uploads are read after the rows, so that every row finds its file.
 */
export async function backup(
  database: OpenDatabase,
  config: Pick<Config, 'dataDir' | 'origin' | 'version'>,
  file: string,
): Promise<Totals> {
  const totals = { rows: 0, files: 0 }
  // Its own connection: one long read transaction, beside all others, that may take its time.
  const own = openDatabase(database.raw.url, 0)
  try {
    await reading(own, (db) => writeArchive(resolve(file), entries(db, own.raw, config, totals)))
  } finally {
    await own.close()
  }
  return totals
}

async function reading(database: OpenDatabase, work: (db: Kysely<unknown>) => Promise<void>): Promise<void> {
  const transaction = database.db.transaction()
  const snapshot =
    database.dialect === 'postgres'
      ? transaction.setIsolationLevel('repeatable read').setAccessMode('read only')
      : transaction
  await snapshot.execute((tx) => work(tx as unknown as Kysely<unknown>))
}

async function* entries(
  db: Kysely<unknown>,
  raw: OpenDialect,
  config: Pick<Config, 'dataDir' | 'origin' | 'version'>,
  totals: { rows: number; files: number },
): AsyncIterable<Entry> {
  const tables = await tablesInOrder(db, raw.name)
  const contents: Contents = {
    format: 'plein-backup',
    formatVersion: 1,
    made: systemClock.now(),
    origin: config.origin,
    version: config.version,
    migrations: await migrationsDone(db, raw.name),
    tables,
  }
  yield entry('contents.json', contents)
  for (const table of tables) yield* tableEntries(db, raw, table, totals)
  const key = await readFile(join(config.dataDir, 'secret.key')).catch(() => undefined)
  if (key) yield { name: 'secret.key', bytes: key }
  const files = openFileStore(join(config.dataDir, 'files'))
  for await (const name of files.keys()) {
    const bytes = await files.get(name)
    if (!bytes) continue
    totals.files++
    yield { name: `files/${name}`, bytes }
  }
  yield entry('end.json', totals satisfies Totals)
}

async function* tableEntries(
  db: Kysely<unknown>,
  raw: OpenDialect,
  table: string,
  totals: { rows: number },
): AsyncIterable<Entry> {
  let lines: string[] = []
  let size = 0
  let part = 0
  const full = () => {
    const bytes = Buffer.from(`${lines.join('\n')}\n`)
    lines = []
    size = 0
    return { name: `tables/${table}/${String(++part).padStart(6, '0')}.jsonl`, bytes }
  }
  for await (const row of rowsOf(db, raw, table)) {
    const line = JSON.stringify(row)
    lines.push(line)
    size += line.length
    totals.rows++
    if (size >= CHUNK_BYTES) yield full()
  }
  if (lines.length > 0) yield full()
}

async function* rowsOf(db: Kysely<unknown>, raw: OpenDialect, table: string): AsyncIterable<object> {
  if (raw.name === 'sqlite') {
    yield* (db as Kysely<Record<string, Record<string, unknown>>>).selectFrom(table).selectAll().stream()
    return
  }
  await sql`declare "backup" no scroll cursor for select * from ${sql.table(table)}`.execute(db)
  for (;;) {
    const { rows } = await sql<object>`fetch 1000 from "backup"`.execute(db)
    if (rows.length === 0) break
    yield* rows
  }
  await sql`close "backup"`.execute(db)
}

function entry(name: string, content: object): Entry {
  return { name, bytes: Buffer.from(`${JSON.stringify(content)}\n`) }
}
