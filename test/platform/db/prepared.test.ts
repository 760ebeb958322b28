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
  const insertNew = prepared((db, { rows }: { rows: readonly Setting[] }) =>
    (db as Tx)
      .insertInto('setting')
      .values(rows)
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('name'),
  )
  const update = prepared((db, { name, to }: { name: string; to: Partial<Setting> }) =>
    (db as Tx).updateTable('setting').set(to).where('name', '=', name),
  )

  function put(...rows: Setting[]): Promise<void> {
    return open().transaction((tx) => insert.run(tx, { rows }))
  }

  test('is built once and answers for each value; lists of any length', async () => {
    await put({ name: 'a', value: '1' }, { name: 'b', value: '2' })
    await put({ name: 'b', value: '3' })
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
    await change('row', { value: '2' })
    await change('row', { name: 'row 2', value: '3' })
    await change('row', { value: '4' })
    expect(await byName.first(open().db, { name: 'row 2' })).toEqual({ name: 'row 2', value: '3' })
  })

  test('who asks what was written is told', async () => {
    const rows = [
      { name: 'told', value: '1' },
      { name: 'told too', value: '1' },
    ]
    const tell = () => open().transaction((tx) => insertNew.all(tx, { rows }))
    expect((await tell()).map(({ name }) => name).toSorted()).toEqual(['told', 'told too'])
    expect(await tell()).toEqual([])
  })

  test('what is written without waiting for it is written in order, or lets the transaction fail', async () => {
    const value = async (name: string) => (await byName.first(open().db, { name }))?.value
    const inTurn = ['1', '2', '3'].map((one) => ({ name: 'order', value: one }))
    await put({ name: 'order', value: '0' })
    const seen = await open().transaction(async (tx) => {
      for (const to of inTurn) await update.run(tx, { name: 'order', to })
      return byName.first(tx, { name: 'order' })
    })
    expect(seen?.value).toBe('3')
    const twice = { rows: [{ name: 'order', value: 'again' }] }
    const rename = (tx: Tx) => update.run(tx, { name: 'order', to: { name: 'a' } })
    const broken = { code: expect.stringMatching(/^(23505|SQLITE_CONSTRAINT_\w+)$/) }
    // At the end, before a question, and before another write.
    await expect(open().transaction(rename)).rejects.toMatchObject(broken)
    await expect(
      open().transaction(async (tx) => {
        await rename(tx)
        return byName.first(tx, { name: 'order' })
      }),
    ).rejects.toMatchObject(broken)
    await expect(
      open().transaction(async (tx) => {
        await update.run(tx, { name: 'order', to: { value: '4' } })
        await rename(tx)
        await insert.run(tx, twice)
      }),
    ).rejects.toMatchObject(broken)
    expect(await value('order')).toBe('3')
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
      await expect(insertNew.all(open().db, { rows: [{ name: 'outside', value: '1' }] })).rejects.toThrow('readonly')
    }
    await expect(open().transaction(() => byName.first(open().db, { name: 'a' }))).rejects.toThrow(
      'inside a transaction',
    )
    await expect(open().transaction(() => sql`select 1`.execute(open().db))).rejects.toThrow('inside a transaction')
  })
})
