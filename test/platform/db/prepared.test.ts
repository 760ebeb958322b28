// Prepared queries: one text, other values; inside transactions, on both databases.
import { expect, test } from '@jest/globals'
import { sql } from 'kysely'
import type { Tx } from '../../../src/platform/db/database.ts'
import { prepared } from '../../../src/platform/db/prepared.ts'
import '../../../src/features/instances/tables.ts'
import { eachDatabase } from '../../kit/databases.ts'

interface Setting {
  readonly name: string
  readonly value: string
}

eachDatabase('prepared queries', (open) => {
  let built = 0
  const byName = prepared((db, { name }: { name: string }) => {
    built++
    return db.selectFrom('setting').selectAll().where('name', '=', name)
  })
  let lengths: number[] = []
  const byNames = prepared((db, { names }: { names: readonly string[] }) => {
    lengths.push(names.length)
    return db.selectFrom('setting').select('name').where('name', 'in', names).orderBy('name')
  })
  const insert = prepared((db, { rows }: { rows: readonly Setting[] }) =>
    (db as Tx)
      .insertInto('setting')
      .values(rows)
      .onConflict((conflict) => conflict.column('name').doNothing()),
  )
  const update = prepared((db, { name, to }: { name: string; to: Partial<Setting> }) =>
    (db as Tx).updateTable('setting').set(to).where('name', '=', name),
  )

  function put(...rows: Setting[]): Promise<number> {
    return open().transaction((tx) => insert.run(tx, { rows }))
  }

  test('is built once and answers for each value; lists of any length', async () => {
    expect(await put({ name: 'a', value: '1' }, { name: 'b', value: '2' })).toBe(2)
    expect(await put({ name: 'b', value: '3' })).toBe(0)
    expect(await byName.first(open().db, { name: 'a' })).toEqual({ name: 'a', value: '1' })
    expect(await byName.first(open().db, { name: 'b' })).toEqual({ name: 'b', value: '2' })
    expect(await byName.first(open().db, { name: 'c' })).toBeUndefined()
    expect(built).toBe(1)
    expect(await byNames.all(open().db, { names: ['b', 'a', 'x'] })).toEqual([{ name: 'a' }, { name: 'b' }])
    expect(await byNames.all(open().db, { names: ['b'] })).toEqual([{ name: 'b' }])
  })

  test('what is asked twice in one turn of the loop is asked once, and what was committed since is seen', async () => {
    await put({ name: 'turn', value: '1' })
    const ask = () => byName.first(open().db, { name: 'turn' })
    const [one, other] = await Promise.all([ask(), ask()])
    expect(one).toEqual({ name: 'turn', value: '1' })
    expect(other).toBe(one)
    const inside = await open().transaction(async (tx) => {
      await byName.first(tx, { name: 'turn' })
      await update.run(tx, { name: 'turn', to: { value: '2' } })
      return byName.first(tx, { name: 'turn' })
    })
    expect(inside).toEqual({ name: 'turn', value: '2' })
    expect(await ask()).toEqual({ name: 'turn', value: '2' })
  })

  test('lists of names are filled up, so that a few lengths do for all', async () => {
    lengths = []
    const names = Array.from({ length: 40 }, (_, at) => `list ${String(at).padStart(2, '0')}`)
    await put(...names.map((name) => ({ name, value: '' })))
    for (let length = 1; length <= names.length; length++) {
      const found = await byNames.all(open().db, { names: names.slice(0, length) })
      expect(found.map(({ name }) => name)).toEqual(names.slice(0, length))
    }
    expect(lengths.toSorted((a, b) => a - b).filter((length) => length > 4)).toEqual([8, 16, 32, 64])
  })

  test('the columns of a row make another query', async () => {
    await put({ name: 'row', value: '1' })
    const change = (name: string, to: Partial<Setting>) => open().transaction((tx) => update.run(tx, { name, to }))
    expect(await change('row', { value: '2' })).toBe(1)
    expect(await change('row', { name: 'row 2', value: '3' })).toBe(1)
    expect(await change('row', { value: '4' })).toBe(0)
    expect(await byName.first(open().db, { name: 'row 2' })).toEqual({ name: 'row 2', value: '3' })
  })

  test('belongs to the transaction it is asked in', async () => {
    const inside = open().transaction(async (tx) => {
      await insert.run(tx, { rows: [{ name: 'inside', value: '1' }] })
      expect(await byName.first(tx, { name: 'inside' })).toEqual({ name: 'inside', value: '1' })
      throw new Error('not after all')
    })
    await expect(inside).rejects.toThrow('not after all')
    expect(await byName.first(open().db, { name: 'inside' })).toBeUndefined()
  })

  test('outside transactions nothing is written, inside them nothing is read from outside', async () => {
    if (open().dialect === 'sqlite') {
      await expect(insert.run(open().db, { rows: [{ name: 'outside', value: '1' }] })).rejects.toThrow('readonly')
    }
    await expect(open().transaction(() => byName.first(open().db, { name: 'a' }))).rejects.toThrow(
      'inside a transaction',
    )
    await expect(open().transaction(() => sql`select 1`.execute(open().db))).rejects.toThrow('inside a transaction')
  })
})
