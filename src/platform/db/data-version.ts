// A text that changes with every commit: whatever was made of the database is good for as long as it stays the same.
import type { OpenDatabase } from './database.ts'
import type { DirectAdapter } from './direct.ts'
import { LaneAdapter } from './postgres-driver.ts'

interface Version {
  readonly version: number | string
}

export interface DataVersion {
  now(): Promise<string>
  /**
   * Of this moment or up to ten milliseconds ago, but never of before the last commit of this process. However many ask,
   * the database is asked a hundred times a second at most, and once after each commit.
   */
  lately(): Promise<string>
}

/** Less than another process needs to tell anybody of what it wrote: a job, a delivery, and its way there and back. */
const LATELY_MILLIS = 10

/** @param millis of a clock that only goes forward */
export function openDataVersion(database: OpenDatabase, millis = () => performance.now()): DataVersion {
  let last: { readonly version: Promise<string>; readonly asked: number; readonly commits: number } | undefined

  function now(): Promise<string> {
    const version = dataVersion(database)
    last = { version, asked: millis(), commits: database.commits }
    return version
  }

  function lately(): Promise<string> {
    if (!last || last.commits !== database.commits || millis() - last.asked >= LATELY_MILLIS) return now()
    return last.version
  }

  return { now, lately }
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
