// Prepared queries, for what is asked thousands of times a minute: built and compiled once, then only run. Building a
// query with Kysely and compiling it costs several times what SQLite needs to answer it.
import type { Compilable, CompiledQuery } from 'kysely'
import type { Db, Tx } from './database.ts'
import { DirectAdapter } from './direct.ts'
import { connectionOf, type LaneAdapter } from './postgres-driver.ts'
import type { Ask } from './postgres-lane.ts'
import { readCacheOf } from './read-cache.ts'

/** Parameters by name: numbers, texts, null; lists of those; a row, or a list of rows that all have the same columns. */
type Values = object

/** Rows are read-only: whoever asks the same may be given the same ones (read-cache.ts, steady-reads.ts). */
export interface Prepared<P extends Values, Row> {
  all(db: Db, values: P): Promise<Row[]>
  first(db: Db, values: P): Promise<Row | undefined>
  /**
   * Writes without waiting for the database. An error may surface only at the next question or at the commit, which then
   * fails. To learn what was written, use `returning` and `all`.
   */
  run(tx: Tx, values: P): Promise<void>
}

/**
 * A query that is compiled once and run with other values each time. The builder gets placeholders in the shape of the
 * values, and runs once for each shape: it may put them into the query, but not look at them (no `if (values.id)`, no
 * `values.ids.length === 0`).
 *
 *     const byIri = prepared((db, { iri }: { iri: string }) => db.selectFrom('actor').selectAll().where('iri', '=', iri))
 *     await byIri.first(db, { iri: 'https://…' })
 *
 * Lists of rows (`values(rows)`) are compiled once for each length. Lists of plain values are for `where … in` only: they
 * are padded to a power of two with their last value, so that there are few lengths.
 */
export function prepared<P extends Values, Row>(build: (db: Db, values: P) => Compilable<Row>): Prepared<P, Row> {
  /** By database, then by shape: lengths of lists and columns of rows among the values. */
  const compiled = new WeakMap<object, Map<string, Query>>()

  function queryFor(db: Db, adapter: object, values: P): Query {
    const shapes = compiled.get(adapter) ?? new Map<string, Query>()
    const shape = shapeOf(values)
    const known = shapes.get(shape)
    if (known) return known
    const { sql, parameters } = build(db, placeholdersFor(values, []) as P).compile()
    const fresh = { sql, parameters }
    if (shapes.size < MAX_SHAPES) shapes.set(shape, fresh)
    compiled.set(adapter, shapes)
    return fresh
  }

  /** The query with these values in it. */
  function filledIn(db: Db, adapter: object, given: P): Filled {
    const values = withPaddedLists(given)
    const query = queryFor(db, adapter, values)
    return { query, values: query.parameters.map((one) => (one instanceof Placeholder ? one.valueIn(values) : one)) }
  }

  /** Not a promise on SQLite, which answers synchronously: awaiting would cost more than the answer. */
  function rowsOf(db: Db, given: P): Row[] | Promise<Row[]> {
    const { adapter } = db.getExecutor()
    const filled = filledIn(db, adapter, given)
    const cache = db.isTransaction ? undefined : (readCacheOf(db) ?? readCacheOf(adapter))
    return cache ? cache.get(filled.query, filled.values, () => ask(db, adapter, filled)) : ask(db, adapter, filled)
  }

  function ask(db: Db, adapter: object, { query, values }: Filled): Row[] | Promise<Row[]> {
    if (adapter instanceof DirectAdapter) return adapter.run(query.sql, values) as Row[]
    return askPostgres(db, adapter as LaneAdapter, { text: query.sql, values, keep: true })
  }

  async function askPostgres(db: Db, adapter: LaneAdapter, one: Ask): Promise<Row[]> {
    const { rows } = await (db.isTransaction ? connectionOf(db as Tx).ask(one) : adapter.ask(one))
    return rows as Row[]
  }

  return {
    all: async (db, values) => {
      const rows = rowsOf(db, values)
      return rows instanceof Promise ? await rows : rows
    },
    first: async (db, values) => {
      const rows = rowsOf(db, values)
      return (rows instanceof Promise ? await rows : rows)[0]
    },
    run: async (tx, values) => {
      const { adapter } = tx.getExecutor()
      const filled = filledIn(tx, adapter, values)
      if (adapter instanceof DirectAdapter) adapter.run(filled.query.sql, filled.values)
      else connectionOf(tx).send({ text: filled.query.sql, values: filled.values, keep: true })
    },
  }
}

interface Filled {
  readonly query: Query
  readonly values: readonly unknown[]
}

type Query = Pick<CompiledQuery, 'sql' | 'parameters'>

const MAX_SHAPES = 300

/** Stands in a compiled query for a value that is known when it runs. */
class Placeholder {
  readonly #path: readonly (string | number)[]
  constructor(path: readonly (string | number)[]) {
    this.#path = path
  }

  valueIn(values: unknown): unknown {
    let value = values
    for (const step of this.#path) value = (value as Record<string | number, unknown>)[step]
    return value
  }
}

function placeholdersFor(value: unknown, path: readonly (string | number)[]): unknown {
  if (Array.isArray(value)) return value.map((one, index) => placeholdersFor(one, [...path, index]))
  if (typeof value !== 'object' || value === null) return new Placeholder(path)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, placeholdersFor(one, [...path, name])]))
}

function withPaddedLists<P extends Values>(values: P): P {
  if (!Object.values(values).some(isPlainList)) return values
  const lists = Object.entries(values).map(([name, value]) => [name, isPlainList(value) ? padded(value) : value])
  return Object.fromEntries(lists) as P
}

function isPlainList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 2 && typeof value[0] !== 'object'
}

function padded(list: readonly unknown[]): readonly unknown[] {
  const length = 2 ** Math.ceil(Math.log2(list.length))
  return [...list, ...Array<unknown>(length - list.length).fill(list.at(-1))]
}

function shapeOf(values: Values): string {
  let shape = ''
  for (const value of Object.values(values)) {
    if (Array.isArray(value)) shape += `${value.length} `
    else if (typeof value === 'object' && value !== null) shape += `${Object.keys(value).join()} `
  }
  return shape
}
