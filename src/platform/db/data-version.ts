// A text that changes with every committed change of the database: what was built from it is good for as long as it stays.
import { CompiledQuery } from 'kysely'
import type { OpenDatabase } from './database.ts'

/**
 * SQLite counts commits of other connections (all writes are: reads have their own); PostgreSQL tells the next
 * transaction id, which every write takes one of. One cheap query.
 */
export async function dataVersion({ db, dialect }: OpenDatabase): Promise<string> {
  const { rows } = await db.executeQuery<{ version: number | string }>(queries[dialect])
  return String(rows[0]?.version)
}

const queries = {
  sqlite: CompiledQuery.raw('select data_version as version from pragma_data_version'),
  postgres: CompiledQuery.raw('select pg_snapshot_xmax(pg_current_snapshot())::text as version'),
}
