// Transactions that share a commit: what fails is undone alone, and nobody hears of success before it is kept.
import { expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { openDatabase, type Tx } from '../../../src/platform/db/database.ts'
import '../../../src/features/instances/tables.ts'
import { eachDatabase } from '../../kit/databases.ts'

eachDatabase('transactions side by side', (open, url) => {
  function put(tx: Tx, name: string): Promise<unknown> {
    return tx.insertInto('setting').values({ name, value: '1' }).execute()
  }

  async function names(prefix: string): Promise<string[]> {
    const rows = await open().db.selectFrom('setting').select('name').where('name', 'like', `${prefix}%`).execute()
    return rows.map((row) => row.name).toSorted()
  }

  test('one that fails takes none of the others along', async () => {
    const outcomes = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((name) =>
        open().transaction(async (tx) => {
          await put(tx, `fails ${name}`)
          if (name === 'b') throw new Error('not this one')
          return name
        }),
      ),
    )
    expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
      'a',
      'Error: not this one',
      'c',
      'd',
    ])
    expect(await names('fails')).toEqual(['fails a', 'fails c', 'fails d'])
  })

  test('a broken rule of the database is the fault of one', async () => {
    const twice = () => open().transaction((tx) => put(tx, 'once'))
    const outcomes = await Promise.allSettled([twice(), twice(), open().transaction((tx) => put(tx, 'once more'))])
    expect(outcomes.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'fulfilled', 'rejected'])
    expect(await names('once')).toEqual(['once', 'once more'])
  })

  test('when SQLite has rolled back by itself, as on a full disk, that is what one hears; then it goes on', async () => {
    if (open().dialect !== 'sqlite') return
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    const failing = open().transaction(async (tx) => {
      await put(tx, 'full')
      await sql`rollback`.execute(tx)
      throw full
    })
    const beside = open().transaction((tx) => put(tx, 'full beside'))
    expect(await Promise.allSettled([failing, beside])).toMatchObject([
      { status: 'rejected', reason: full },
      { status: 'fulfilled' },
    ])
    await open().transaction((tx) => put(tx, 'full no more'))
    expect(await names('full')).toEqual(['full beside', 'full no more'])
  })

  test('when the answer comes, others see it', async () => {
    const other = openDatabase(url())
    const seen = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        await open().transaction((tx) => put(tx, `seen ${index}`))
        const rows = await other.db.selectFrom('setting').select('name').where('name', '=', `seen ${index}`).execute()
        return rows.length
      }),
    )
    expect(seen).toEqual(Array.from({ length: 50 }, () => 1))
    await other.close()
  })
})
