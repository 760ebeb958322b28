// Reads that are kept while nothing changes: never older than the moment when somebody began to read.
import { beforeEach, expect, test } from '@jest/globals'
import { type Database, type OpenDatabase, openDatabase } from '../../../src/platform/db/database.ts'
import { prepared } from '../../../src/platform/db/prepared.ts'
import { readCacheOf } from '../../../src/platform/db/read-cache.ts'
import { openSteadyReads } from '../../../src/platform/db/steady-reads.ts'
import '../../../src/features/instances/tables.ts'
import { eachDatabase } from '../../kit/databases.ts'

eachDatabase('steady reads', (open, url) => {
  const byName = prepared((db, { name }: { name: string }) =>
    db.selectFrom('setting').selectAll().where('name', '=', name),
  )
  let begin: () => Promise<Database>

  beforeEach(async () => {
    await put('a', '1')
    begin = openSteadyReads(open())
  })

  async function put(name: string, value: string, { transaction }: OpenDatabase = open()): Promise<void> {
    await transaction((tx) =>
      tx
        .insertInto('setting')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute(),
    )
  }

  async function elsewhere(name: string, value: string): Promise<void> {
    const other = openDatabase(url())
    await put(name, value, other)
    await other.close()
  }

  const read = (db: Database) => byName.all(db, { name: 'a' })

  test('the same rows are given as long as nothing changes, and nobody can change them', async () => {
    let [rows, again] = [await read(await begin()), await read(await begin())]
    // On PostgreSQL something changes now and then: other suites commit in other databases of the same server.
    for (let times = 0; again !== rows && times < 100; times++) {
      ;[rows, again] = [again, await read(await begin())]
    }
    expect(rows).toEqual([{ name: 'a', value: '1' }])
    expect(again).toBe(rows)
    expect(() => rows.pop()).toThrow('Cannot delete property')
    expect(await byName.all(await begin(), { name: 'b' })).toEqual([])
    expect(await read(open().db)).not.toBe(rows)
  })

  test('what was committed here is read at once, also by who began before', async () => {
    const db = await begin()
    expect(await read(db)).toEqual([{ name: 'a', value: '1' }])
    await put('a', '2')
    expect(await read(db)).toEqual([{ name: 'a', value: '2' }])
    expect(await read(await begin())).toEqual([{ name: 'a', value: '2' }])
  })

  test('what another process committed is read by who begins after it', async () => {
    expect(await read(await begin())).toEqual([{ name: 'a', value: '1' }])
    await elsewhere('a', '2')
    expect(await read(await begin())).toEqual([{ name: 'a', value: '2' }])
  })

  test('an answer that was under way when something changed is not kept', async () => {
    for (const change of [put, elsewhere]) {
      const cache = readCacheOf(await begin())
      const answer = Promise.withResolvers<string[]>()
      const asked = cache?.get(byName, [], () => answer.promise)
      await change('a', change.name)
      if (change === elsewhere) await begin()
      answer.resolve(['old'])
      expect(await asked).toEqual(['old'])
      expect(await cache?.get(byName, [], () => Promise.resolve(['new']))).toEqual(['new'])
    }
  })

  test('what failed is asked again; of very much the last is kept', async () => {
    const cache = readCacheOf(await begin())
    const failing = cache?.get(byName, ['f'], () => Promise.reject(new Error('away')))
    await expect(failing).rejects.toThrow('away')
    const many = Array.from({ length: 9000 }, (_, at) => at)
    expect(cache?.get(byName, ['f'], () => many)).toBe(many)
    expect(cache?.get(byName, ['g'], () => [...many])).not.toBe(many)
    expect(cache?.get(byName, ['f'], () => [0])).toEqual([0])
  })

  test('inside a transaction nothing is kept', async () => {
    await begin()
    await open().transaction(async (tx) => {
      await tx.updateTable('setting').set({ value: '5' }).where('name', '=', 'a').execute()
      expect(await byName.all(tx, { name: 'a' })).toEqual([{ name: 'a', value: '5' }])
    })
    expect(await read(await begin())).toEqual([{ name: 'a', value: '5' }])
  })
})
