// A text that changes with every commit: whatever was made of the database is good for as long as it stays the same.
import type { OpenDatabase } from './database.ts'
import type { DirectAdapter } from './direct.ts'
import { LaneAdapter } from './postgres-driver.ts'

interface Version {
  readonly version: number | string
}

/**
 * SQLite counts commits of other connections (all writes are: reads have their own); PostgreSQL tells which
 * transactions are done and which are still under way: one that began before another and ends after it changes that too.
 * One cheap query.
 */
export async function dataVersion({ db }: OpenDatabase): Promise<string> {
  const { adapter } = db.getExecutor()
  const rows =
    adapter instanceof LaneAdapter ? (await adapter.ask(onPostgres)).rows : (adapter as DirectAdapter).run(onSqlite)
  return String((rows[0] as Version | undefined)?.version)
}

const onSqlite = 'select data_version as version from pragma_data_version'
const onPostgres = {
  text: 'select pg_current_snapshot()::text as version',
  values: [],
  keep: true,
}
