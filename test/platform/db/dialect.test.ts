// What only one database needs: on SQLite a query that is asked again is not planned again.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import '../../../src/features/actors/tables.ts'
import type { ActorId } from '../../../src/lib/id.ts'
import { type FreshDatabase, freshDatabase } from '../../kit/databases.ts'

describe('queries on SQLite', () => {
  let fresh: FreshDatabase
  beforeAll(async () => {
    fresh = await freshDatabase('sqlite')
  })
  afterAll(() => fresh.remove())

  test('have no bare parameter, which would have them planned anew each time', () => {
    const query = fresh.database.db
      .selectFrom('follow')
      .innerJoin('actor', 'actor.id', 'follow.followerId')
      .selectAll('actor')
      .where('follow.targetId', '=', 'nobody' as ActorId)
      .where('actor.name', 'in', ['Anna', 'Bob'])
      .limit(20)
      .compile()
    expect(query.sql.match(/\+\?/g)).toHaveLength(query.parameters.length)
    expect(query.sql.replaceAll('+?', '')).not.toContain('?')
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
