// What only one database needs: on SQLite a query that is asked again is not planned again.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { CompiledQuery } from 'kysely'
import '../../../src/features/actors/tables.ts'
import type { ActorId } from '../../../src/lib/id.ts'
import { type FreshDatabase, freshDatabase } from '../../kit/databases.ts'

const ROUNDS = 30
const PER_ROUND = 100

describe('queries on SQLite', () => {
  let fresh: FreshDatabase
  beforeAll(async () => {
    fresh = await freshDatabase('sqlite')
  })
  afterAll(() => fresh.remove())

  /** Milliseconds of the quickest of many rounds. */
  function quickest({ parameters }: CompiledQuery, text: string): number {
    const statement = fresh.database.raw.sqlite?.prepare(text)
    const times = Array.from({ length: ROUNDS }, () => {
      const before = performance.now()
      for (let at = 0; at < PER_ROUND; at++) statement?.all(...parameters)
      return performance.now() - before
    })
    return Math.min(...times)
  }

  test('are planned once, however often they are asked', () => {
    const query = fresh.database.db
      .selectFrom('follow')
      .innerJoin('actor', 'actor.id', 'follow.followerId')
      .selectAll('actor')
      .where('follow.targetId', '=', 'nobody' as ActorId)
      .where('follow.state', '=', 'accepted')
      .where('actor.gone', 'is', null)
      .orderBy('follow.id')
      .limit(20)
      .compile()
    const bare = query.sql.replaceAll('+?', '?')
    expect(quickest(query, query.sql) / quickest(query, bare)).toBeLessThan(0.6)
  })

  test('find texts and numbers as they are kept, and their index', () => {
    const query = fresh.database.db
      .selectFrom('actor')
      .select('id')
      .where('id', '=', '01' as ActorId)
      .where('local', '=', 1)
      .compile()
    const plan = fresh.database.raw.sqlite?.prepare(`explain query plan ${query.sql}`).all(...query.parameters)
    expect(plan).toEqual([expect.objectContaining({ detail: expect.stringContaining('SEARCH actor USING INDEX') })])
    const text = fresh.database.raw.sqlite?.prepare("select '1' = +? as same, 1 = +? as number").get('1', 1)
    expect(text).toEqual({ same: 1, number: 1 })
  })
})
