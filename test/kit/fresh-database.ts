// Databases that are made for a test and removed after it. Knows nothing of jest.
import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { type OpenDatabase, openDatabase } from '../../src/platform/db/database.ts'
import type { DialectName } from '../../src/platform/db/dialect.ts'
import { knownMigrations, migrate } from '../../src/platform/db/migrate.ts'
import { askDesk } from './desk.ts'

export interface FreshDatabase {
  readonly database: OpenDatabase
  /** DATABASE_URL for a second connection, or for a whole server. */
  readonly url: string
  /** Closes it and leaves nothing behind. */
  remove(): Promise<void>
}

/** A new, empty, migrated database: a copy of one that was migrated before. */
export async function freshDatabase(dialect: DialectName): Promise<FreshDatabase> {
  const { url, remove } = await migratedPlace(dialect)
  const database = openDatabase(url)
  return {
    database,
    url,
    async remove() {
      await database.close()
      await remove()
    },
  }
}

export interface Place {
  readonly url: string
  remove(): Promise<void>
}

/** A place for a database, with nothing in it. */
export async function freshPlace(dialect: DialectName): Promise<Place> {
  if (dialect === 'sqlite') return sqlitePlace()
  const server = await postgresUrl()
  const schema = `t${randomBytes(8).toString('hex')}`
  await onServer(server, `create schema "${schema}"`)
  return { url: `${server}?schema=${schema}`, remove: () => onServer(server, `drop schema "${schema}" cascade`) }
}

/** A place for a database, with all tables and nothing in them: much less work than to migrate an empty one. */
export function migratedPlace(dialect: DialectName): Promise<Place> {
  return dialect === 'sqlite' ? copyOfSqlite() : copyOfPostgres()
}

function sqlitePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'plein-test-'))
  return {
    url: `sqlite:${join(folder, 'plein.sqlite')}`,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

async function copyOfSqlite(): Promise<Place> {
  const place = sqlitePlace()
  copyFileSync(await askDesk('sqlite'), place.url.slice('sqlite:'.length))
  return place
}

/** Once for a run, at the desk. */
export async function migrateSqliteInto(file: string): Promise<void> {
  const database = openDatabase(`sqlite:${file}`)
  try {
    await migrate(database)
    database.raw.sqlite?.pragma('wal_checkpoint(TRUNCATE)')
  } finally {
    await database.close()
  }
}

let template: Promise<string> | undefined

async function copyOfPostgres(): Promise<Place> {
  const server = await postgresUrl()
  template ??= templateOn(server)
  const from = await template
  const name = `t${randomBytes(8).toString('hex')}`
  await onServer(server, `create database "${name}" template "${from}" strategy file_copy`)
  return { url: databaseUrl(server, name), remove: () => onServer(server, `drop database "${name}" with (force)`) }
}

/**
 * Once per server: whoever comes second waits, and finds it there. He does not open it: PostgreSQL lets who wants a copy
 * wait for who has it open, and who wants to open it wait for the copy, until one of them gives up.
 * @returns its name
 */
async function templateOn(server: string): Promise<string> {
  const name = `plein_${(await knownMigrations()).at(-1)}`
  const client = await clientOf(server)
  try {
    await client.query('select pg_advisory_lock(8421)')
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) await makeTemplate(client, server, name)
    return name
  } finally {
    await client.end()
  }
}

/** It has its name when all tables are there. */
async function makeTemplate(client: pg.Client, server: string, name: string): Promise<void> {
  const unfinished = `${name}_unfinished`
  await client.query(`drop database if exists "${unfinished}" with (force)`)
  await client.query(`create database "${unfinished}"`)
  const database = openDatabase(databaseUrl(server, unfinished))
  try {
    await migrate(database)
  } finally {
    await database.close()
  }
  await client.query(`alter database "${unfinished}" rename to "${name}"`)
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.toString()
}

let known: string | undefined

/** Address of the PostgreSQL of this run; starts it when this is the first to ask. */
export async function postgresUrl(): Promise<string> {
  known ??= process.env['TEST_POSTGRES_URL']
  if (known) return known
  return (known = await askDesk('postgres'))
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = await clientOf(url)
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function clientOf(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}
