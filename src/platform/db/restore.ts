// Puts a backup back, into an empty place only: all of it or nothing, and again when it was cut off.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { partsOf } from '../../lib/parts.ts'
import type { Config } from '../config/config.ts'
import { openFileStore } from '../files/store.ts'
import { type Contents, readArchive, type Totals } from './archive.ts'
import type { OpenDatabase, Tx } from './database.ts'
import { knownMigrations, migrate } from './migrate.ts'
import { migrationsDone, tablesInOrder } from './schema-order.ts'

const ROWS_AT_ONCE = 200
/** How names of uploads begin in the archive. */
const FILES = 'files/'

/**
 * Restores into a database without rows and a DATA_DIR without uploads of others; the secret key of the backup replaces
 * the one that is there. An older backup is brought up to date. Rows come last: as long as there are none, nobody takes
 * it for a plein, and it can be done again.
 * @throws Error in words when the place is not empty, or the file is damaged, cut short, or of a newer version.
 */
export async function restore(
  database: OpenDatabase,
  config: Pick<Config, 'dataDir' | 'origin'>,
  file: string,
): Promise<Contents & Totals> {
  // First all the way through: a damaged file must not leave half a plein.
  const { contents, totals, uploads } = await inspect(file)
  if (contents.origin !== config.origin) {
    throw new Error(`the backup is of ${contents.origin}, which is part of every id in it: set ORIGIN to that`)
  }
  const known = await knownMigrations()
  const unknown = contents.migrations.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`the backup is of a newer version (${contents.version}): update first`)
  await mustBeEmpty(database, config, { contents, uploads })
  await putFiles(config.dataDir, file)
  await migrate(database, contents.migrations.at(-1))
  await database.transaction((tx) => putRows(tx, contents, file))
  await migrate(database)
  return { ...contents, ...totals }
}

interface Inspected {
  readonly contents: Contents
  readonly totals: Totals
  /** Keys. */
  readonly uploads: ReadonlySet<string>
}

async function inspect(file: string): Promise<Inspected> {
  let contents: Contents | undefined
  let totals: Totals | undefined
  const uploads = new Set<string>()
  for await (const entry of readArchive(file)) {
    if (entry.name === 'contents.json') contents = JSON.parse(entry.bytes.toString()) as Contents
    if (entry.name === 'end.json') totals = JSON.parse(entry.bytes.toString()) as Totals
    if (entry.name.startsWith(FILES)) uploads.add(entry.name.slice(FILES.length))
  }
  if (contents?.format !== 'plein-backup' || contents.formatVersion !== 1 || !totals) {
    throw new Error(`${file} is not a whole backup of a plein`)
  }
  return { contents, totals, uploads }
}

async function mustBeEmpty(
  database: OpenDatabase,
  config: Pick<Config, 'dataDir'>,
  { contents, uploads }: Pick<Inspected, 'contents' | 'uploads'>,
): Promise<void> {
  const db = database.db as unknown as Kysely<unknown>
  for (const table of await tablesInOrder(db, database.raw.name)) {
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db)
    if (rows.length > 0) throw new Error(`the database is not empty (table ${table}): restore into a new one`)
  }
  const done = await migrationsDone(db, database.raw.name)
  if (done.some((name) => !contents.migrations.includes(name))) {
    throw new Error('the database was prepared by a newer version than the backup: restore into a new one')
  }
  for await (const key of openFileStore(join(config.dataDir, 'files')).keys()) {
    // Those of this very backup are of a restore that was cut off.
    if (!uploads.has(key)) throw new Error(`DATA_DIR holds uploads already (${key}): restore into an empty one`)
  }
}

async function putRows(tx: Tx, contents: Contents, file: string): Promise<void> {
  for await (const { name, bytes } of readArchive(file)) {
    const table = /^tables\/(\w+)\/\d+\.jsonl$/.exec(name)?.[1]
    if (table === undefined || !contents.tables.includes(table)) continue
    const rows = bytes
      .toString()
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    const db = tx as unknown as Kysely<Record<string, Record<string, unknown>>>
    for (const some of partsOf(rows, ROWS_AT_ONCE)) await db.insertInto(table).values(some).execute()
  }
}

async function putFiles(dataDir: string, file: string): Promise<void> {
  const files = openFileStore(join(dataDir, 'files'))
  for await (const { name, bytes } of readArchive(file)) {
    if (name.startsWith(FILES)) await files.put(name.slice(FILES.length), bytes)
    if (name === 'secret.key') await putSecretKey(dataDir, bytes)
  }
}

async function putSecretKey(dataDir: string, bytes: Buffer): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const unfinished = join(dataDir, 'secret.key.unfinished')
  await rm(unfinished, { force: true })
  await writeFile(unfinished, bytes, { mode: 0o600, flush: true })
  await rename(unfinished, join(dataDir, 'secret.key'))
}
