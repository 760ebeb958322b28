// Questions to PostgreSQL that go out together and are answered one after the other: one write, one wait.
import type { Connection, Submittable } from 'pg'
import { codeOf, isError } from '../error-code.ts'

export interface Answer {
  readonly rows: unknown[]
  /** Rows that were written; 0 for questions. */
  readonly written: number
  /** As PostgreSQL calls it: SELECT, INSERT, COMMIT … */
  readonly command: string
}

/** What one connection knows of a text. */
export interface Statement {
  /** Empty: the database forgets it at once. */
  readonly name: string
  readonly text: string
  /** The database has it, under its name. */
  isThere: boolean
  /** How its columns are read; undefined before it was asked once. */
  columns: readonly Column[] | undefined
}

export interface Column {
  readonly name: string
  readonly read: (text: string) => unknown
}

/** As PostgreSQL reads it. */
export type Value = string | Buffer | null

/** One question on its way. */
export interface Question {
  readonly statement: Statement
  readonly values: readonly Value[]
  resolve(answer: Answer): void
  reject(error: unknown): void
}

export interface BatchOptions {
  /** How a value of this type is read. */
  readonly readerOf: (type: number) => (text: string) => unknown
  /** Of these statements the database is told to forget them, first. */
  readonly forget: readonly string[]
  /** After a question that failed: it, and those behind it, which the database did not look at. */
  readonly failed: (error: unknown, question: Question, unanswered: readonly Question[]) => void
}

interface Field {
  readonly name: string
  readonly dataTypeID: number
}

/** What pg's client runs in place of a query of its own (as pg-cursor does). Each batch is for one use. */
export class Batch implements Submittable {
  /** Pg puts its timer for silence in here. */
  callback: (error?: unknown) => void = () => undefined
  readonly #questions: readonly Question[]
  readonly #options: BatchOptions
  #at = 0
  #rows: unknown[] = []
  #isOver = false

  constructor(questions: readonly Question[], options: BatchOptions) {
    this.#questions = questions
    this.#options = options
  }

  submit(connection: Connection): void {
    connection.stream.cork()
    try {
      for (const name of this.#options.forget) connection.close({ type: 'S', name }, true)
      const sent = new Set<Statement>()
      for (const { statement, values } of this.#questions) {
        if (!statement.isThere && !sent.has(statement)) connection.parse(parsed(statement), true)
        sent.add(statement)
        connection.bind({ statement: statement.name, values: values as string[] }, true)
        if (!statement.columns) connection.describe({ type: 'P', name: '' }, true)
        connection.execute(null, true)
      }
      connection.sync()
    } finally {
      connection.stream.uncork()
    }
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    const { statement } = this.#current
    statement.columns = fields.map(({ name, dataTypeID }) => ({ name, read: this.#options.readerOf(dataTypeID) }))
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const row: Record<string, unknown> = {}
    const columns = this.#current.statement.columns ?? []
    for (let at = 0; at < columns.length; at++) {
      const { name, read } = columns[at] as Column
      const field = fields[at] as string | null
      row[name] = field === null ? null : read(field)
    }
    this.#rows.push(row)
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const { statement, resolve } = this.#current
    statement.isThere = statement.name !== ''
    statement.columns ??= []
    const rows = this.#rows
    this.#rows = []
    this.#at++
    const [command = ''] = text.split(' ', 1)
    resolve({ rows, command, written: command === 'SELECT' ? 0 : Number(/\d+$/.exec(text)?.[0] ?? 0) })
  }

  handleReadyForQuery(): void {
    this.#isOver = true
    this.callback()
  }

  /** The last that pg tells of this batch: of the database, of the connection, or of its silence. */
  handleError(error: unknown): void {
    if (this.#isOver) return
    this.#isOver = true
    this.callback(error)
    const [question, ...unanswered] = this.#questions.slice(this.#at)
    if (question) this.#options.failed(error, question, unanswered)
  }

  get #current(): Question {
    const question = this.#questions[this.#at]
    if (!question) throw new Error('PostgreSQL answers more than it was asked')
    return question
  }
}

function parsed({ name, text }: Statement) {
  return { name, text, types: [] }
}

/** The database cannot use what it remembered: a table was changed, or somebody between us and it (a pool) forgot it. */
export function isChangedStatement(error: unknown): boolean {
  const code = codeOf(error)
  return code === '26000' || (code === '0A000' && isError(error) && error.message.includes('cached plan'))
}
