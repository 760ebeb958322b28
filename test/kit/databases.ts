// Data tests run on both databases: a fresh, migrated SQLite file and a fresh, migrated PostgreSQL schema.
import { afterAll, afterEach, beforeAll, beforeEach, describe } from '@jest/globals'
import type { OpenDatabase } from '../../src/platform/db/database.ts'
import type { DialectName } from '../../src/platform/db/dialect.ts'
import { type FreshDatabase, freshDatabase } from './fresh-database.ts'

export { type FreshDatabase, freshDatabase, freshPlace, migratedPlace, postgresUrl } from './fresh-database.ts'

export interface EachOptions {
  /** How often a new one is made: for the whole block (default) or for every test. */
  readonly freshFor?: 'block' | 'test'
}

/**
 * Runs a block of tests on both databases.
 * @param block gets a function that gives the database; call it inside tests and hooks, not before.
 */
export function eachDatabase(
  name: string,
  block: (open: () => OpenDatabase, url: () => string) => void,
  options: EachOptions = {},
): void {
  describe.each<DialectName>(['sqlite', 'postgres'])(`${name} (%s)`, (dialect) => {
    let fresh: FreshDatabase | undefined
    const [before, after] = options.freshFor === 'test' ? [beforeEach, afterEach] : [beforeAll, afterAll]
    before(async () => {
      fresh = await freshDatabase(dialect)
    })
    after(async () => {
      await fresh?.remove()
      fresh = undefined
    })
    function given(): FreshDatabase {
      if (!fresh) throw new Error('the database is there inside tests and hooks only')
      return fresh
    }
    block(
      () => given().database,
      () => given().url,
    )
  })
}
