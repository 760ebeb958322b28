// Data tests run on both databases: a fresh, migrated SQLite file and a fresh, migrated PostgreSQL schema.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe } from '@jest/globals'
import { type OpenDatabase, openDatabase } from '../../src/platform/db/database.ts'
import type { DialectName } from '../../src/platform/db/dialect.ts'
import { migrate } from '../../src/platform/db/migrate.ts'

export interface FreshDatabase {
  readonly database: OpenDatabase
  /** DATABASE_URL for a second connection, or for a whole server. */
  readonly url: string
  /** Closes it and leaves nothing behind. */
  remove(): Promise<void>
}

export interface EachOptions {
  /** How often a new one is made: for the whole block (default) or for every test. */
  readonly freshFor?: 'block' | 'test'
}

/**
 * Runs a block of tests on both databases.
 * @param block gets a function that gives the database; call it inside tests and hooks, not before.
 */
export function eachDatabase(
  name: string,
  block: (open: () => OpenDatabase, url: () => string) => void,
  options: EachOptions = {},
): void {
  describe.each<DialectName>(['sqlite', 'postgres'])(`${name} (%s)`, (dialect) => {
    let fresh: FreshDatabase | undefined
    const [before, after] = options.freshFor === 'test' ? [beforeEach, afterEach] : [beforeAll, afterAll]
    before(async () => {
      fresh = await freshDatabase(dialect)
    }, 60_000)
    after(async () => {
      await fresh?.remove()
      fresh = undefined
    })
    function given(): FreshDatabase {
      if (!fresh) throw new Error('the database is there inside tests and hooks only')
      return fresh
    }
    block(
      () => given().database,
      () => given().url,
    )
  })
}

/** A new, empty, migrated database. */
export async function freshDatabase(dialect: DialectName): Promise<FreshDatabase> {
  const place = await freshPlace(dialect)
  const database = openDatabase(place.url)
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    await place.remove()
    throw error
  }
  return {
    database,
    url: place.url,
    async remove() {
      await database.close()
      await place.remove()
    },
  }
}

/** A place for a database, with nothing in it. */
export async function freshPlace(dialect: DialectName): Promise<{ url: string; remove(): Promise<void> }> {
  if (dialect === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'plein-test-'))
    return {
      url: `sqlite:${join(folder, 'plein.sqlite')}`,
      remove: async () => rmSync(folder, { recursive: true, force: true }),
    }
  }
  const server = await postgresUrl()
  const schema = `t${randomBytes(8).toString('hex')}`
  await onServer(server, `create schema "${schema}"`)
  return { url: `${server}?schema=${schema}`, remove: () => onServer(server, `drop schema "${schema}" cascade`) }
}

let known: string | undefined

/** Address of the PostgreSQL of this run; starts it when this is the first to ask. */
export async function postgresUrl(): Promise<string> {
  known ??= process.env['TEST_POSTGRES_URL']
  if (known) return known
  const desk = process.env['TEST_POSTGRES_DESK']
  if (!desk) throw new Error('PostgreSQL for tests: run by jest (test/kit/global-setup.ts), or set TEST_POSTGRES_URL')
  const answer = await fetch(desk)
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return (known = text)
}

async function onServer(url: string, statement: string): Promise<void> {
  const { Client } = (await import('pg')).default
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
