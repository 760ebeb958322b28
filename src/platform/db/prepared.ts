// Queries that are asked thousands of times a minute: built and compiled once, then only run. Building a query with
// Kysely, compiling it and taking it through its layers costs several times what SQLite needs to answer it.
import type { Compilable, CompiledQuery } from 'kysely'
import { answersOf } from './answers.ts'
import type { Db, Tx } from './database.ts'
import { DirectAdapter } from './direct.ts'
import { type LaneAdapter, laneOf } from './postgres-driver.ts'
import type { Ask } from './postgres-lane.ts'

/** Numbers, texts, null; lists of those; a row, or a list of rows that all have the same columns. */
type Values = object

/** Rows are for reading only: who asks the same in the same turn of the loop is given the same ones. */
export interface Prepared<P extends Values, Row> {
  all(db: Db, values: P): Promise<Row[]>
  first(db: Db, values: P): Promise<Row | undefined>
  /**
   * Writes, without waiting for the database: what goes wrong may come out only when something else is asked, or when the
   * transaction is to be committed, and lets that fail. Who wants to know what was written writes `returning`, and asks
   * for the rows.
   */
  run(tx: Tx, values: P): Promise<void>
}

/**
 * The same query for other values. The builder is given stand-ins in the shape of the values, and runs once for each
 * shape: it may put them into the query, but not look at them (no `if (values.id)`, no `values.ids.length === 0`).
 *
 *     const byIri = prepared((db, { iri }: { iri: string }) => db.selectFrom('actor').selectAll().where('iri', '=', iri))
 *     await byIri.first(db, { iri: 'https://…' })
 *
 * Lists of rows (`values(rows)`) are compiled once for each length. Lists of plain values are for `where … in` alone: they
 * are filled up to a power of two with their last value, so that there are few lengths.
 */
export function prepared<P extends Values, Row>(build: (db: Db, values: P) => Compilable<Row>): Prepared<P, Row> {
  /** By database, then by the lengths of lists and the columns of rows among the values. */
  const compiled = new WeakMap<object, Map<string, Query>>()

  function queryFor(db: Db, adapter: object, values: P): Query {
    const shapes = compiled.get(adapter) ?? new Map<string, Query>()
    const shape = shapeOf(values)
    const known = shapes.get(shape)
    if (known) return known
    const { sql, parameters } = build(db, standIn(values, []) as P).compile()
    const fresh = { sql, parameters }
    if (shapes.size < MOST_SHAPES) shapes.set(shape, fresh)
    compiled.set(adapter, shapes)
    return fresh
  }

  /** The query with these values in it. */
  function filledIn(db: Db, adapter: object, given: P): Filled {
    const values = filledUp(given)
    const query = queryFor(db, adapter, values)
    return { query, values: query.parameters.map((one) => (one instanceof StandIn ? one.valueIn(values) : one)) }
  }

  /** At once where the database answers at once (SQLite): waiting for nothing would cost more than the answer. */
  function rowsOf(db: Db, given: P): Row[] | Promise<Row[]> {
    const { adapter } = db.getExecutor()
    const filled = filledIn(db, adapter, given)
    const answers = db.isTransaction ? undefined : answersOf(adapter)
    return answers
      ? answers.recall(filled.query, filled.values, () => ask(db, adapter, filled))
      : ask(db, adapter, filled)
  }

  function ask(db: Db, adapter: object, { query, values }: Filled): Row[] | Promise<Row[]> {
    if (adapter instanceof DirectAdapter) return adapter.run(query.sql, values) as Row[]
    return elsewhere(db, adapter as LaneAdapter, { text: query.sql, values, keep: true })
  }

  async function elsewhere(db: Db, adapter: LaneAdapter, one: Ask): Promise<Row[]> {
    const { rows } = await (db.isTransaction ? laneOf(db as Tx).ask(one) : adapter.ask(one))
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
      else laneOf(tx).send({ text: filled.query.sql, values: filled.values, keep: true })
    },
  }
}

interface Filled {
  readonly query: Query
  readonly values: readonly unknown[]
}

type Query = Pick<CompiledQuery, 'sql' | 'parameters'>

const MOST_SHAPES = 300

/** Stands in a compiled query for a value that comes later. */
class StandIn {
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

function standIn(value: unknown, path: readonly (string | number)[]): unknown {
  if (Array.isArray(value)) return value.map((one, index) => standIn(one, [...path, index]))
  if (typeof value !== 'object' || value === null) return new StandIn(path)
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, standIn(one, [...path, name])]))
}

function filledUp<P extends Values>(values: P): P {
  if (!Object.values(values).some(isPlainList)) return values
  const lists = Object.entries(values).map(([name, value]) => [name, isPlainList(value) ? longer(value) : value])
  return Object.fromEntries(lists) as P
}

function isPlainList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 2 && typeof value[0] !== 'object'
}

function longer(list: readonly unknown[]): readonly unknown[] {
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
