// SQLite without Kysely's layers, for prepared queries: a statement, its parameters, and no waiting.
import { SqliteAdapter } from 'kysely'

interface Statement {
  readonly reader: boolean
  all(parameters: readonly unknown[]): unknown[]
  run(parameters: readonly unknown[]): { changes: number | bigint }
}

/** @param prepare gives the statement with this text, made once. */
export class DirectAdapter extends SqliteAdapter {
  readonly #prepare: (sql: string) => Statement
  constructor(prepare: (sql: string) => Statement) {
    super()
    this.#prepare = prepare
  }

  /** On the one connection of this dialect: for writing, only inside a transaction of its own. */
  run(sql: string, parameters: readonly unknown[] = []): { rows: unknown[]; written: number } {
    const statement = this.#prepare(sql)
    if (statement.reader) return { rows: statement.all(parameters), written: 0 }
    return { rows: [], written: Number(statement.run(parameters).changes) }
  }
}
