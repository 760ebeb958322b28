// Which plan a database makes for the queries that were asked, and where it reads a large table from end to end.
import { CompiledQuery, type Dialect, type DialectAdapter, type Driver, Kysely, type Transaction } from 'kysely'
import type { OpenDatabase } from '../../src/platform/db/database.ts'
import { DirectAdapter } from '../../src/platform/db/direct.ts'
import { LaneAdapter, LaneConnection, withConnection } from '../../src/platform/db/postgres-driver.ts'
import type { Tables } from '../../src/platform/db/tables.ts'

export interface Recorder {
  /** As `db` of the opened database, remembering what it was asked. */
  readonly db: Kysely<Tables>
  readonly writes: Kysely<Tables>
  transaction<T>(work: (tx: Transaction<Tables>) => Promise<T>): Promise<T>
  /** What was asked since the last time, each text once. */
  taken(): CompiledQuery[]
}

export function recorderOf(database: OpenDatabase): Recorder {
  let asked = new Map<string, CompiledQuery>()
  const note: Note = (query) => void asked.set(query.sql, query)
  const log = ({ query }: { query: CompiledQuery }) => note(query)
  const writes = new Kysely<Tables>({ dialect: overheard(database.raw.writes, note), log })
  return {
    db: new Kysely<Tables>({ dialect: overheard(database.raw.reads, note), log }),
    writes,
    transaction: (work) =>
      writes.transaction().execute((tx) => (database.raw.pool ? withConnection(tx, () => work(tx)) : work(tx))),
    taken() {
      const all = [...asked.values()].filter(
        ({ sql }) => /^\s*(select|update|delete|insert|with)/i.test(sql) && / from | update |^update/i.test(sql),
      )
      asked = new Map()
      return all
    },
  }
}

type Note = (query: CompiledQuery) => void

/** Prepared queries go past Kysely, which logs the others: they are noted where the database is asked. */
function overheard(dialect: Dialect, note: Note): Dialect {
  return {
    createDriver: () => overheardDriver(dialect.createDriver(), note),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => overheardAdapter(dialect.createAdapter(), note),
  }
}

function overheardAdapter(adapter: DialectAdapter, note: Note): DialectAdapter {
  if (adapter instanceof DirectAdapter) {
    const run = adapter.run.bind(adapter)
    adapter.run = (sql, parameters) => {
      note(CompiledQuery.raw(sql, [...(parameters ?? [])]))
      return run(sql, parameters)
    }
  } else if (adapter instanceof LaneAdapter) {
    const ask = adapter.ask.bind(adapter)
    adapter.ask = (one) => {
      note(CompiledQuery.raw(one.text, [...one.values]))
      return ask(one)
    }
  } else throw new Error('a database whose prepared queries cannot be overheard')
  return adapter
}

/** Inside a transaction on PostgreSQL prepared queries go to its connection. */
function overheardDriver(driver: Driver, note: Note): Driver {
  const acquire = driver.acquireConnection.bind(driver)
  driver.acquireConnection = async () => {
    const connection = await acquire()
    if (!(connection instanceof LaneConnection)) return connection
    const [ask, send] = [connection.ask.bind(connection), connection.send.bind(connection)]
    connection.ask = (one) => {
      note(CompiledQuery.raw(one.text, [...one.values]))
      return ask(one)
    }
    connection.send = (one) => {
      note(CompiledQuery.raw(one.text, [...one.values]))
      send(one)
    }
    return connection
  }
  return driver
}

/** Complaints: large tables that are read whole. */
export async function fullScans(
  database: OpenDatabase,
  { sql, parameters }: CompiledQuery,
  large: ReadonlySet<string>,
): Promise<string[]> {
  const { sqlite, pool } = database.raw
  if (sqlite) {
    const rows = sqlite.prepare(`explain query plan ${sql}`).all(...parameters) as Step[]
    return rows
      .filter((step) => readsWhole(step, rows, (name) => large.has(tableOf(sql, name))))
      .map(({ detail }) => detail)
  }
  if (!pool) throw new Error('neither database is open')
  const { rows } = (await pool.query({ text: `explain (format json) ${sql}`, values: [...parameters] })) as {
    rows: { 'QUERY PLAN': { Plan: Node }[] }[]
  }
  return nodesOf(rows[0]?.['QUERY PLAN'][0]?.Plan)
    .filter((node) => node['Node Type'] === 'Seq Scan' && large.has(node['Relation Name'] ?? ''))
    .map((node) => `Seq Scan on ${node['Relation Name']} (${node['Filter'] ?? 'no filter'})`)
}

/** The plan in words, whatever the database calls its steps. */
export async function planOf(database: OpenDatabase, { sql, parameters }: CompiledQuery): Promise<string> {
  const { sqlite, pool } = database.raw
  if (sqlite) return JSON.stringify(sqlite.prepare(`explain query plan ${sql}`).all(...parameters))
  return JSON.stringify((await pool?.query({ text: `explain ${sql}`, values: [...parameters] }))?.rows)
}

interface Step {
  readonly parent: number
  readonly detail: string
}

/** What another query of the same statement gives is not a table, even if it is named like one. */
function readsWhole({ parent, detail }: Step, all: readonly Step[], isLarge: (name: string) => boolean): boolean {
  const name = /^SCAN (\S+)/.exec(detail)?.[1]
  if (name === undefined || detail.includes(' USING ') || !isLarge(name)) return false
  return !all.some(
    (other) => other.parent === parent && [`CO-ROUTINE ${name}`, `MATERIALIZE ${name}`].includes(other.detail),
  )
}

/** The table behind an alias. */
function tableOf(text: string, alias: string): string {
  return new RegExp(`"(\\w+)" (?:as )?"?${alias}"?\\b`, 'i').exec(text)?.[1] ?? alias
}

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Filter?: string
  readonly Plans?: readonly Node[]
}

function nodesOf(node: Node | undefined): Node[] {
  return node ? [node, ...(node.Plans ?? []).flatMap(nodesOf)] : []
}
