// What keeps a plein from starting is said as a fault of a variable; the errors are those that really come.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import SqliteDatabase from 'better-sqlite3'
import { sql } from 'kysely'
import { readConfig } from '../../../src/platform/config/config.ts'
import { startFault } from '../../../src/platform/config/start-fault.ts'
import { openDatabase } from '../../../src/platform/db/database.ts'
import { migrate } from '../../../src/platform/db/migrate.ts'
import { postgresUrl } from '../../kit/databases.ts'
import { freshDatabase } from '../../kit/fresh-database.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plein-start-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function configOf(env: Record<string, string>) {
  return readConfig({ DATA_DIR: folder, SECRET_KEY: 'x'.repeat(32), ...env })
}

/** What is said when the server cannot listen. */
async function listening(env: Record<string, string>): Promise<string | undefined> {
  const config = configOf(env)
  const server = createServer()
  const error = await new Promise((resolve) => {
    server.once('error', resolve)
    server.listen(config.port, config.host, () => resolve(undefined))
  })
  server.close()
  return startFault(error, config)?.faults[0]
}

/** What is said when the database cannot be brought up to date. */
async function migrating(env: Record<string, string>): Promise<string | undefined> {
  const config = configOf(env)
  let database: ReturnType<typeof openDatabase> | undefined
  try {
    database = openDatabase(config.databaseUrl)
    await migrate(database)
    return undefined
  } catch (error) {
    return startFault(error, config)?.faults[0]
  } finally {
    await database?.close()
  }
}

test('the port is taken, the address is not of this machine, its name is not known', async () => {
  const other = createServer()
  await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready))
  const port = String((other.address() as { port: number }).port)
  expect(await listening({ PORT: port, HOST: '127.0.0.1' })).toMatch(
    /^PORT: another program .* listens on \d+ already; stop it/,
  )
  other.close()
  expect(await listening({ PORT: '0', HOST: '192.0.2.1' })).toMatch(
    /^HOST: this machine cannot listen on 192\.0\.2\.1 .*; set 0\.0\.0\.0/,
  )
  expect(await listening({ PORT: '0', HOST: 'nowhere.invalid' })).toMatch(/^HOST: .* "nowhere\.invalid"/)
})

test('a file that is no database; one at a place where none can be', async () => {
  writeFileSync(join(folder, 'plein.sqlite'), 'a letter, not a database. '.repeat(50))
  expect(await migrating({})).toMatch(/^DATA_DIR: .*plein\.sqlite is not an SQLite database; choose/)
  writeFileSync(join(folder, 'file'), '')
  expect(await migrating({ DATABASE_URL: `sqlite:${folder}/file/plein.sqlite` })).toMatch(
    /^DATABASE_URL: .*cannot be opened .*; see whether/,
  )
})

test('a folder where the file should be, a damaged file, tables of something else', async () => {
  const place = (name: string) => ({ DATABASE_URL: `sqlite:${join(folder, name)}` })
  mkdirSync(join(folder, 'folder'))
  expect(await migrating(place('folder'))).toMatch(/^DATABASE_URL: .*cannot be opened .*EISDIR/)
  expect(await migrating(place('damaged'))).toBeUndefined()
  const bytes = readFileSync(join(folder, 'damaged'))
  writeFileSync(join(folder, 'damaged'), bytes.fill(0xff, 100))
  expect(await migrating(place('damaged'))).toMatch(/^DATABASE_URL: .*damaged is damaged .*; restore a backup/)
  const other = new SqliteDatabase(join(folder, 'other'))
  other.exec('create table actor (name text)')
  other.close()
  expect(await migrating(place('other'))).toMatch(/^DATABASE_URL: .*tables of something else .*actor.*; give an empty/)
})

test.each(['sqlite', 'postgres'] as const)('%s: a database of a later version', async (dialect) => {
  const { database, url, remove } = await freshDatabase(dialect)
  const later = sql`insert into "kysely_migration" values ('20990101T0000-later', '2099')`
  await database.transaction((tx) => later.execute(tx))
  expect(await migrating({ DATABASE_URL: url })).toMatch(
    /^DATABASE_URL: the database is of a later version .*20990101T0000-later.*; start that version/,
  )
  await remove()
})

test('PostgreSQL without the TLS that is asked for', async () => {
  const url = new URL(await postgresUrl())
  url.searchParams.set('sslmode', 'verify-full')
  expect(await migrating({ DATABASE_URL: url.toString() })).toMatch(
    /^DATABASE_URL: no safe connection .*SSL.*; correct sslmode/,
  )
})

test('PostgreSQL that is away, does not know the user, or has no such database', async () => {
  const url = new URL(await postgresUrl())
  const changed = (change: Partial<Pick<URL, 'port' | 'username' | 'pathname' | 'hostname'>>) => {
    return { DATABASE_URL: Object.assign(new URL(url), change).toString() }
  }
  expect(await migrating(changed({ port: '1' }))).toMatch(
    /^DATABASE_URL: the database cannot be reached .*ECONNREFUSED.*; start it/,
  )
  expect(await migrating(changed({ hostname: 'nowhere.invalid' }))).toMatch(
    /^DATABASE_URL: the database cannot be reached/,
  )
  expect(await migrating(changed({ username: 'nobody' }))).toMatch(
    /^DATABASE_URL: the database says: .*nobody.*; correct user/,
  )
  expect(await migrating(changed({ pathname: '/nothing' }))).toMatch(/^DATABASE_URL: the database says: .*nothing/)
})

test('a fault of ours stays one', () => {
  expect(startFault(new TypeError('x is not a function'), configOf({}))).toBeUndefined()
})
