// Databases that are made for a test and removed after it. Knows nothing of jest.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
