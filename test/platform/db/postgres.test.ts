// PostgreSQL: what is asked together, what a connection remembers, and what becomes of both when something fails.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Kysely, sql } from 'kysely'
import '../../../src/features/instances/tables.ts'
import { type Db, type OpenDatabase, type Tx } from '../../../src/platform/db/database.ts'
import { dataVersion } from '../../../src/platform/db/data-version.ts'
import { MAX_NAMES } from '../../../src/platform/db/postgres-lane.ts'
import type { Tables } from '../../../src/platform/db/tables.ts'
import { prepared } from '../../../src/platform/db/prepared.ts'
import { codeOf } from '../../../src/platform/error-code.ts'
import { type FreshDatabase, freshDatabase } from '../../kit/databases.ts'

describe('PostgreSQL', () => {
  let fresh: FreshDatabase
  let database: OpenDatabase
  beforeAll(async () => {
    fresh = await freshDatabase('postgres')
    database = fresh.database
    await database.transaction((tx) => put.run(tx, { name: 'a', value: '1' }))
  }, 60_000)
  afterAll(() => fresh.remove())

  const byName = prepared((db, { name }: { name: string }) =>
    db.selectFrom('setting').selectAll().where('name', '=', name),
  )
  const put = prepared((db, row: { name: string; value: string }) => (db as Tx).insertInto('setting').values(row))
  const quotient = prepared((db, { by }: { by: number }) =>
    db.selectNoFrom(sql<number>`12 / cast(${by} as integer)`.as('is')),
  )
  const process = prepared((db) => db.selectNoFrom(sql<number>`pg_backend_pid()`.as('pid')))
  const pid = async (db: Db) => (await process.first(db, {}))?.pid

  async function namesIn(db: Db): Promise<number> {
    const { rows } = await sql<{ count: number }>`select count(*) as count from pg_prepared_statements`.execute(db)
    return rows[0]?.count ?? 0
  }

  test('what is asked at the same moment goes over one connection; what fails there fails alone', async () => {
    const { db } = database
    const pids = await Promise.all([pid(db), pid(db), pid(db)])
    expect(new Set(pids).size).toBe(1)
    const together = await Promise.allSettled([
      byName.first(db, { name: 'a' }),
      quotient.first(db, { by: 0 }),
      byName.first(db, { name: 'a' }),
      quotient.first(db, { by: 4 }),
      byName.first(db, { name: { not: 'a text' } as never }),
      byName.first(db, { name: 'b' }),
    ])
    expect(together).toEqual([
      { status: 'fulfilled', value: { name: 'a', value: '1' } },
      { status: 'rejected', reason: expect.objectContaining({ code: '22012' }) },
      { status: 'fulfilled', value: { name: 'a', value: '1' } },
      { status: 'fulfilled', value: { is: 3 } },
      expect.objectContaining({ status: 'rejected' }),
      { status: 'fulfilled', value: undefined },
    ])
  })

  test('who asks the same before the question leaves shares the answer; who asks later does not', async () => {
    const { db } = database
    const draw = prepared((own) => own.selectNoFrom(sql<number>`random()`.as('drawn')))
    const [one, same] = [draw.first(db, {}), draw.first(db, {})]
    // By then the first has left; its answer may still be on its way.
    await nextTurn()
    const later = draw.first(db, {})
    expect(await same).toBe(await one)
    expect(await later).not.toEqual(await one)
    const byOne = await Promise.all([quotient.first(db, { by: 1 }), quotient.first(db, { by: 2 })])
    expect(byOne).toEqual([{ is: 12 }, { is: 6 }])
  })

  test('more at once than there are connections', async () => {
    const inside = (at: number) => database.transaction((tx) => quotient.first(tx, { by: (at % 4) + 1 }))
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, at) => (at % 3 === 0 ? inside(at) : quotient.first(database.db, { by: 1 }))),
    )
    expect(answers.every((answer) => answer !== undefined)).toBe(true)
  })

  test('a connection remembers a limited number of texts', async () => {
    await database.transaction(async (tx) => {
      for (let at = 0; at < MAX_NAMES + 20; at++) {
        const own = prepared((db) => db.selectNoFrom(sql<number>`${sql.lit(at)} + 1`.as('is')))
        expect(await own.first(tx, {})).toEqual({ is: at + 1 })
      }
      const count = await namesIn(tx)
      expect(count).toBeGreaterThan(MAX_NAMES / 2)
      expect(count).toBeLessThanOrEqual(MAX_NAMES)
    })
  })

  test('plain queries leave nothing behind', async () => {
    await database.transaction(async (tx) => {
      // What is to be forgotten goes with the next question.
      await namesIn(tx)
      const before = await namesIn(tx)
      for (let at = 0; at < 5; at++)
        await tx
          .selectFrom('setting')
          .selectAll()
          .where('name', '=', `n${at}`)
          .limit(at + 1)
          .execute()
      expect(await namesIn(tx)).toBe(before)
    })
  })

  test('a table that is changed under what is remembered is no fault for who asks', async () => {
    const read = () => byName.first(database.db, { name: 'a' })
    const inTurn = () => database.transaction((tx) => byName.first(tx, { name: 'a' }))
    for (let time = 0; time < 3; time++) await Promise.all([read(), inTurn(), inTurn()])
    const setting = database.db as unknown as Kysely<unknown>
    await sql`alter table ${sql.table('setting')} add column "extra" text`.execute(setting)
    expect(await read()).toEqual({ name: 'a', value: '1', extra: null })
    expect(await Promise.all([inTurn(), inTurn(), inTurn()])).toEqual(
      Array(3).fill({ name: 'a', value: '1', extra: null }),
    )
    await sql`alter table ${sql.table('setting')} drop column "extra"`.execute(setting)
    expect(await inTurn()).toEqual({ name: 'a', value: '1' })
    expect(await read()).toEqual({ name: 'a', value: '1' })
    // Somebody between us and the database, who gives connections to many.
    await sql`deallocate all`.execute(setting)
    expect(await Promise.all([read(), read(), inTurn()])).toEqual(Array(3).fill({ name: 'a', value: '1' }))
  })

  test('the version changes with each commit, also of what began before another and ends after it', async () => {
    const [written, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const slow = database.transaction(async (tx) => {
      await put.run(tx, { name: 'slow', value: '1' })
      written.resolve()
      await mayEnd.promise
    })
    await written.promise
    await database.transaction((tx) => put.run(tx, { name: 'quick', value: '1' }))
    const before = await dataVersion(database)
    expect(await byName.first(database.db, { name: 'slow' })).toBeUndefined()
    mayEnd.resolve()
    await slow
    expect(await dataVersion(database)).not.toBe(before)
  })

  test('a connection that is ended at rest or at work is replaced', async () => {
    for (let time = 0; time < 3; time++) {
      const mine = await pid(database.db)
      await database
        .transaction((tx) => sql`select pg_terminate_backend(cast(${mine} as integer))`.execute(tx).catch(() => {}))
        .catch(() => undefined)
      const answers = await Promise.allSettled([byName.first(database.db, { name: 'a' })])
      // It may have been on its way; the next finds another.
      if (answers[0].status === 'fulfilled') expect(answers[0].value).toEqual({ name: 'a', value: '1' })
      expect(await byName.first(database.db, { name: 'a' })).toEqual({ name: 'a', value: '1' })
    }
  })

  test('a transaction begins with its first question, and is whole', async () => {
    expect(await database.transaction(async () => 'nothing asked')).toBe('nothing asked')
    await expect(
      database.transaction(async (tx) => {
        await put.run(tx, { name: 'first', value: '1' })
        await put.run(tx, { name: 'a', value: 'again' })
      }),
    ).rejects.toMatchObject({ code: '23505' })
    await expect(database.transaction((tx) => quotient.first(tx, { by: 0 }))).rejects.toMatchObject({ code: '22012' })
    // What failed and was hushed up is not committed as if nothing were wrong.
    await expect(
      database.transaction(async (tx) => {
        await put.run(tx, { name: 'hushed', value: '1' })
        await put.run(tx, { name: 'a', value: 'again' }).catch(() => undefined)
      }),
    ).rejects.toThrow()
    expect(await byName.first(database.db, { name: 'first' })).toBeUndefined()
    expect(await byName.first(database.db, { name: 'hushed' })).toBeUndefined()
  })

  test('transactions that ask nothing go over one connection at the same moment; one that fails is undone alone', async () => {
    const where = prepared((db, { name }: { name: string }) =>
      (db as Tx).insertInto('setting').values({ name, value: sql<string>`pg_backend_pid()` }),
    )
    const twice = (name: string, other: string) =>
      database.transaction(async (tx) => {
        await where.run(tx, { name })
        await where.run(tx, { name: other })
        return name
      })
    const alone = (name: string) => database.transaction((tx) => where.run(tx, { name }))
    const outcomes = await Promise.allSettled([twice('t1', 't2'), twice('t3', 'a'), twice('t4', 't5'), alone('t6')])
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: 't1' },
      { status: 'rejected', reason: expect.objectContaining({ code: '23505' }) },
      { status: 'fulfilled', value: 't4' },
      { status: 'fulfilled', value: undefined },
    ])
    const kept = await Promise.all(['t1', 't2', 't4', 't5', 't6'].map((name) => byName.first(database.db, { name })))
    expect(new Set(kept.map((row) => row?.value)).size).toBe(1)
    expect(kept[0]?.value).toMatch(/^\d+$/)
    expect(await byName.first(database.db, { name: 't3' })).toBeUndefined()
    await expect(alone('t6')).rejects.toMatchObject({ code: '23505' })
    // Each is told what went wrong in it, not in the one after it.
    const refused = await Promise.allSettled([twice('t7', 'a'), twice('t8', null as never), twice('t9', 'a')])
    expect(refused.map((one) => one.status === 'rejected' && codeOf(one.reason))).toEqual(['23505', '23502', '23505'])
  })

  test('a transaction can begin on a connection that was used before, as when tables are migrated', async () => {
    const plain = new Kysely<Tables>({ dialect: database.raw.writes })
    const broken = plain.connection().execute(async (connection) => {
      await connection.selectFrom('setting').select('name').execute()
      await connection.transaction().execute(async (tx) => {
        await tx.insertInto('setting').values({ name: 'half', value: 'done' }).execute()
        throw new Error('broken off')
      })
    })
    await expect(broken).rejects.toThrow('broken off')
    expect(await byName.first(database.db, { name: 'half' })).toBeUndefined()
  })

  test('a value that no database takes undoes its transaction, and only that', async () => {
    const both = (name: string, value: unknown) =>
      database.transaction(async (tx) => {
        await put.run(tx, { name: `${name}1`, value: value as string })
        await put.run(tx, { name: `${name}2`, value: 'fine' })
      })
    const outcomes = await Promise.allSettled([both('v', 'fine'), both('w', { no: 'text' }), both('x', 'fine')])
    expect(outcomes.map((one) => (one.status === 'rejected' ? one.reason : 'kept'))).toEqual([
      'kept',
      expect.any(TypeError),
      'kept',
    ])
    const kept = await Promise.all(
      ['v1', 'v2', 'w1', 'w2', 'x1', 'x2'].map((name) => byName.first(database.db, { name })),
    )
    expect(kept.map((row) => row?.name)).toEqual(['v1', 'v2', undefined, undefined, 'x1', 'x2'])
  })

  test('transactions of one moment that only insert are one; those that change a row keep their own', async () => {
    const number = sql<string>`cast(pg_current_xact_id() as text)`
    const insert = prepared((db, { name }: { name: string }) =>
      (db as Tx).insertInto('setting').values({ name, value: number }),
    )
    const change = prepared((db, { name }: { name: string }) =>
      (db as Tx).updateTable('setting').set({ value: number }).where('name', '=', name),
    )
    const inserting = (one: string, other: string) =>
      database.transaction(async (tx) => {
        await insert.run(tx, { name: one })
        await insert.run(tx, { name: other })
      })
    await Promise.all([
      inserting('o1', 'o2'),
      database.transaction(async (tx) => {
        await insert.run(tx, { name: 'o3' })
        await change.run(tx, { name: 'o3' })
      }),
      inserting('o4', 'o5'),
    ])
    const kept = await Promise.all(['o1', 'o2', 'o3', 'o4', 'o5'].map((name) => byName.first(database.db, { name })))
    const [first, second, changed, third, fourth] = kept.map((row) => row?.value)
    expect([second, third, fourth]).toEqual([first, first, first])
    expect(changed).toMatch(/^\d+$/)
    expect(changed).not.toBe(first)
  })
})
