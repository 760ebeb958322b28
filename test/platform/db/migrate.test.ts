// Migrations on both databases.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { type OpenDatabase, openDatabase } from '../../../src/platform/db/database.ts'
import { migrate } from '../../../src/platform/db/migrate.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { freshPlace } from '../../kit/fresh-database.ts'

eachDatabase('migrate', (open) => {
  test('makes every table, and does nothing the second time', async () => {
    for (const name of ['job', 'actor', 'content', 'notification', 'activity', 'delivery'])
      await sql`select 1 from ${sql.table(name)} limit 1`.execute(open().db)
    expect(await migrate(open())).toEqual([])
  })

  test('keeps out a read connection that writes on SQLite', async () => {
    if (open().dialect !== 'sqlite') return
    await expect(open().db.deleteFrom('job').execute()).rejects.toThrow(/readonly/)
  })
})

let place: Awaited<ReturnType<typeof freshPlace>>
let database: OpenDatabase
beforeAll(async () => {
  place = await freshPlace('postgres')
  database = openDatabase(place.url)
})
afterAll(async () => {
  await database.close()
  await place.remove()
})

test('is not disturbed by others on the same PostgreSQL, who make schemas and drop them', async () => {
  expect((await migrate(database)).length).toBeGreaterThan(10)
  let isDone = false
  const others = Promise.all(
    Array.from({ length: 4 }, async (_, at) => {
      while (!isDone) {
        const name = sql.id(`other${at}`)
        await database.transaction(async (tx) => {
          await sql`create schema ${name}`.execute(tx)
          for (let table = 0; table < 5; table++)
            await sql`create table ${name}.${sql.id(`t${table}`)} (id serial primary key)`.execute(tx)
        })
        await database.transaction((tx) => sql`drop schema ${name} cascade`.execute(tx))
      }
    }),
  )
  try {
    for (let times = 0; times < 20; times++) expect(await migrate(database)).toEqual([])
  } finally {
    isDone = true
    await others
  }
})
