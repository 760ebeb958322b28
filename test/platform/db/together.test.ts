// Rows by key: who asks at the same moment shares a question.
import { beforeAll, beforeEach, expect, test } from '@jest/globals'
import { openSteadyReads } from '../../../src/platform/db/steady-reads.ts'
import type { Db } from '../../../src/platform/db/database.ts'
import { prepared } from '../../../src/platform/db/prepared.ts'
import { togetherByKey } from '../../../src/platform/db/together.ts'
import { eachDatabase } from '../../kit/databases.ts'

eachDatabase('rows by key', (open) => {
  const query = prepared((db, { keys }: { keys: readonly string[] }) =>
    db.selectFrom('setting').select(['name', 'value']).where('name', 'in', keys).orderBy('value'),
  )
  /** Keys of each question. */
  const questions: (readonly string[])[] = []
  const counted: typeof query = {
    ...query,
    all: (db, values) => {
      questions.push(values.keys)
      return query.all(db, values)
    },
  }
  const byName = togetherByKey(counted, (row) => row.name)

  async function valueOf(db: Db, name: string): Promise<string | undefined> {
    return (await byName(db, name))[0]?.value
  }

  beforeAll(async () => {
    const rows = Array.from({ length: 70 }, (_, index) => ({ name: `n${index}`, value: String(index) }))
    await open().transaction((tx) => tx.insertInto('setting').values(rows).execute())
  })
  beforeEach(() => void questions.splice(0))

  test('those who ask at once are answered each, by one question', async () => {
    const names = ['n3', 'n1', 'n3', 'nobody']
    expect(await Promise.all(names.map((name) => valueOf(open().db, name)))).toEqual(['3', '1', '3', undefined])
    expect(questions).toEqual([['n3', 'n1', 'nobody']])
  })

  test('who asks later asks anew', async () => {
    await valueOf(open().db, 'n5')
    await open().transaction((tx) => tx.updateTable('setting').set({ value: 'new' }).where('name', '=', 'n5').execute())
    expect(await valueOf(open().db, 'n5')).toBe('new')
    expect(questions).toEqual([['n5'], ['n5']])
  })

  test('many keys are several questions', async () => {
    const found = await Promise.all(Array.from({ length: 70 }, (_, index) => byName(open().db, `n${index}`)))
    expect(found.flat().map((row) => row.name)).toEqual(Array.from({ length: 70 }, (_, index) => `n${index}`))
    expect(questions.map((keys) => keys.length)).toEqual([32, 32, 6])
  })

  test('inside a transaction each asks for himself, and reads what it wrote', async () => {
    const read = await open().transaction(async (tx) => {
      await tx.updateTable('setting').set({ value: 'mine' }).where('name', '=', 'n7').execute()
      return Promise.all([valueOf(tx, 'n7'), valueOf(tx, 'n8')])
    })
    expect(read).toEqual(['mine', '8'])
    expect(questions).toEqual([['n7'], ['n8']])
  })

  test('the database of others is refused inside a transaction, also when somebody else asks already', async () => {
    const outside = valueOf(open().db, 'n9')
    await expect(open().transaction(() => valueOf(open().db, 'n9'))).rejects.toThrow(/inside a transaction/)
    expect(await outside).toBe('9')
  })

  test('where answers are kept, each key is kept by itself', async () => {
    const db = await openSteadyReads(open())()
    await Promise.all([valueOf(db, 'n10'), valueOf(db, 'n11')])
    expect(questions).toEqual([['n10'], ['n11']])
  })

  test('a question that fails fails for all who asked', async () => {
    const broken = togetherByKey({ ...query, all: () => Promise.reject(new Error('away')) }, (row) => row.name)
    const asked = await Promise.allSettled([broken(open().db, 'a'), broken(open().db, 'b')])
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})
