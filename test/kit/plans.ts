// Which plan a database makes for the queries that were asked, and where it reads a large table from end to end.
import { type CompiledQuery, type Dialect, Kysely, PostgresAdapter, SqliteAdapter } from 'kysely'
import type { OpenDatabase } from '../../src/platform/db/database.ts'
import type { Tables } from '../../src/platform/db/tables.ts'

export interface Recorder {
  /** As `db` of the opened database, remembering what it was asked. */
  readonly db: Kysely<Tables>
  readonly writes: Kysely<Tables>
  /** What was asked since the last time, each text once. */
  taken(): CompiledQuery[]
}

export function recorderOf(database: OpenDatabase): Recorder {
  let asked = new Map<string, CompiledQuery>()
  const log = ({ query }: { query: CompiledQuery }) => void asked.set(query.sql, query)
  return {
    db: new Kysely<Tables>({ dialect: throughKysely(database.raw.reads), log }),
    writes: new Kysely<Tables>({ dialect: throughKysely(database.raw.writes), log }),
    taken() {
      const all = [...asked.values()].filter(
        ({ sql }) => /^\s*(select|update|delete|insert|with)/i.test(sql) && / from | update |^update/i.test(sql),
      )
      asked = new Map()
      return all
    },
  }
}

/** Prepared queries too go through Kysely then, where they can be seen. */
function throughKysely(dialect: Dialect): Dialect {
  const adapter = dialect.createAdapter()
  return {
    createDriver: () => dialect.createDriver(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createAdapter: () => (adapter instanceof SqliteAdapter ? new SqliteAdapter() : new PostgresAdapter()),
  }
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
