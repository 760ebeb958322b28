// Brings the database up to date: files of migrations/ in the order of their names, each in one transaction, up only.
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { type Dialect, Kysely } from 'kysely'
import { type Migration, type MigrationResultSet, Migrator } from 'kysely/migration'
import { codeOf } from '../error-code.ts'
import type { OpenDatabase } from './database.ts'
import { openDialect, SQLITE_WRITER_WAIT } from './dialect.ts'
import { migrationsDone } from './schema-order.ts'

const FOLDER = new URL('../../../migrations/', import.meta.url)

/** Names of all migrations of this version, oldest first. */
export async function knownMigrations(): Promise<string[]> {
  return Object.keys(await getMigrations())
}

/**
 * Safe to run from several processes at once (kysely's lock).
 * @param last the migration to stop at (for restoring an older backup); default: all.
 * @returns names of the migrations that ran now.
 * @throws Error naming the migration that failed; it left nothing behind. NewerDatabase
 */
export async function migrate(database: OpenDatabase, last?: string): Promise<string[]> {
  await mustBeKnown(database)
  const { schema, url } = database.raw
  // On PostgreSQL connections of its own, which may take their time: for a large table, or waiting for another process.
  const own = database.raw.name === 'postgres' ? openDialect(url, 0) : undefined
  try {
    return await migrateOn(database, own?.writes ?? database.raw.writes, { schema, last })
  } finally {
    await own?.close()
  }
}

async function migrateOn(
  database: OpenDatabase,
  dialect: Dialect,
  { schema, last }: { schema: string | undefined; last: string | undefined },
): Promise<string[]> {
  const db = new Kysely<unknown>({ dialect })
  // Without it, kysely takes the tables of another schema on the same server for ours.
  const migrator = new Migrator({
    db,
    provider: { getMigrations },
    ...(schema ? { migrationTableSchema: schema } : {}),
  })
  // Another process may be migrating now: there is nothing else to do than wait for it.
  database.raw.sqlite?.pragma('busy_timeout = 30000')
  const { error, results = [] } = await run(migrator, last)
  database.raw.sqlite?.pragma(`busy_timeout = ${SQLITE_WRITER_WAIT}`)
  const failed = results.find((result) => result.status === 'Error')
  if (failed) throw new Error(`migration ${failed.migrationName} failed`, { cause: error })
  if (error) throw new Error('migrating failed', { cause: error })
  return results.map((result) => result.migrationName)
}

/** The database was brought up to date by a later version, whose tables this one does not know. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase'
}

/** @throws NewerDatabase */
async function mustBeKnown(database: OpenDatabase): Promise<void> {
  const known = await knownMigrations()
  const unknown = (await migrationsDone(database.db, database.raw.name)).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new NewerDatabase(`the migration ${unknown} is of a later version`)
}

/** Somebody who makes and drops schemas all the time was seen to come between ten of them. */
const MAX_LOOKS = 100

/** Looks again when somebody else's schema went away while kysely looked for its own table among all that there are. */
async function run(migrator: Migrator, last: string | undefined, looks = 1): Promise<MigrationResultSet> {
  const outcome = await (last === undefined ? migrator.migrateToLatest() : migrator.migrateTo(last))
  const hasBegun = (outcome.results ?? []).length > 0
  if (hasBegun || looks === MAX_LOOKS || !isGone(outcome.error)) return outcome
  return run(migrator, last, looks + 1)
}

/** PostgreSQL: no such schema, no such table. */
function isGone(error: unknown): boolean {
  return ['3F000', '42P01'].includes(codeOf(error))
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(FOLDER)).filter((name) => /\.(js|ts)$/.test(name) && !name.endsWith('.d.ts'))
  const found: Record<string, Migration> = {}
  for (const name of names.toSorted()) {
    found[name.replace(/\.(js|ts)$/, '')] = (await import(fileURLToPath(new URL(name, FOLDER)))) as Migration
  }
  return found
}
