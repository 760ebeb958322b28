// Opens PostgreSQL: its pool, how its values are read, and how long it may take.
import pg from 'pg'
import type { OpenDialect } from './open-dialect.ts'
import { LaneDialect } from './postgres-driver.ts'
import { openLanes } from './postgres-lanes.ts'

/** @param maxAnswerMillis milliseconds; 0: for ever */
export function openPostgres(address: string, maxAnswerMillis: number): OpenDialect {
  const url = new URL(address)
  const schema = url.searchParams.get('schema')
  url.searchParams.delete('schema')
  // count(*) and bigint columns as numbers: none of ours passes 2^53.
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, Number)
  types.setTypeParser(pg.types.builtins.NUMERIC, Number)
  const pool = new pg.Pool({
    connectionString: url.toString(),
    max: 10,
    // Questions need not wait for the answers to those before them.
    pipeline: true,
    connectionTimeoutMillis: 5000,
    ...(maxAnswerMillis > 0
      ? { statement_timeout: maxAnswerMillis, query_timeout: Math.ceil((maxAnswerMillis * 4) / 3) }
      : {}),
    types: types as never,
    // No parallel workers: starting them takes longer than a page may.
    options: `-c max_parallel_workers_per_gather=0${schema ? ` -c search_path=${schema}` : ''}`,
  })
  // An idle connection that breaks (the database restarts) is replaced at its next use; without a listener it would end us.
  pool.on('error', () => undefined)
  // One that breaks between two queries of a transaction tells nobody else: the next query on it fails.
  pool.on('connect', (client) => void client.on('error', () => undefined))
  const lanes = openLanes(pool)
  const dialect = new LaneDialect(pool, lanes)
  return {
    name: 'postgres',
    url: address,
    reads: dialect,
    writes: dialect,
    sqlite: undefined,
    pool,
    schema: schema ?? undefined,
    close: () => lanes.close(),
  }
}
