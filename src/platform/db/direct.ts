// SQLite without Kysely's layers, for prepared queries: a statement, its parameters, and no waiting.
import { SqliteAdapter } from 'kysely'

interface Statement {
  readonly reader: boolean
  all(parameters: readonly unknown[]): unknown[]
  run(parameters: readonly unknown[]): unknown
}

/** @param prepare gives the statement with this text, made once. */
export class DirectAdapter extends SqliteAdapter {
  readonly #prepare: (sql: string) => Statement
  constructor(prepare: (sql: string) => Statement) {
    super()
    this.#prepare = prepare
  }

  /** On the one connection of this dialect: for writing, only inside a transaction of its own. */
  run(sql: string, parameters: readonly unknown[] = []): unknown[] {
    const statement = this.#prepare(sql)
    if (statement.reader) return statement.all(parameters)
    statement.run(parameters)
    return []
  }
}
