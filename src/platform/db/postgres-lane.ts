// One connection to PostgreSQL: what was asked on it is remembered there under a name, so that it is read and planned
// once; a transaction begins together with its first question.
import type pg from 'pg'
import { codeOf, isError } from '../error-code.ts'
import { type Answer, Batch, isChangedStatement, type Question, type Statement, type Value } from './postgres-batch.ts'

/** For each connection. One costs the database some ten to fifty kilobytes. */
export const MOST_NAMES = 300

export interface Ask {
  readonly text: string
  readonly values: readonly unknown[]
  /** The database is to remember the text: it comes again and again. */
  readonly keep: boolean
}

export class Lane {
  readonly client: pg.ClientBase
  /** By text, the last asked at the end. */
  readonly #statements = new Map<string, Statement>()
  #count = 0
  /** What begins the transaction, as long as nothing was asked in it. */
  #begin: string | undefined
  /** Names that the database may forget. */
  #forget: string[] = []
  #isInside = false
  /** The connection broke or was ended. */
  isOver = false

  constructor(client: pg.ClientBase) {
    this.client = client
    client.once('end', () => (this.isOver = true))
    client.once('error', () => (this.isOver = true))
  }

  /** Together: they come back in this order. One that fails does not touch the others, but for a transaction. */
  all(asks: readonly Ask[]): Promise<Answer>[] {
    const questions: Question[] = []
    const answers = asks.map((ask) => this.#on(ask, questions))
    this.#send(questions)
    return answers
  }

  async ask(ask: Ask): Promise<Answer> {
    const [answer] = this.all([ask])
    return traced(answer as Promise<Answer>)
  }

  begin(text: string): void {
    this.#begin = text
  }

  /** Ends the transaction. @returns undefined when nothing was asked in it */
  async end(text: 'commit' | 'rollback'): Promise<Answer | undefined> {
    const isEmpty = this.#begin !== undefined
    this.#begin = undefined
    if (isEmpty) return undefined
    try {
      return await this.ask({ text, values: [], keep: true })
    } finally {
      this.#isInside = false
    }
  }

  #on({ text, values, keep }: Ask, questions: Question[]): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      questions.push({ statement: this.#statementOf(text, keep), values: values.map(asText), resolve, reject })
    })
  }

  #statementOf(text: string, keep: boolean): Statement {
    if (!keep) return { name: '', text, isThere: false, columns: undefined }
    const known = this.#statements.get(text)
    const statement = known ?? { name: `s${++this.#count}`, text, isThere: false, columns: undefined }
    this.#statements.delete(text)
    this.#statements.set(text, statement)
    if (this.#statements.size > MOST_NAMES) this.#drop(this.#statements.values().next().value as Statement)
    return statement
  }

  #drop(statement: Statement): void {
    this.#statements.delete(statement.text)
    this.#forget.push(statement.name)
  }

  #send(questions: readonly Question[]): void {
    const forget = this.#forget
    this.#forget = []
    const first = this.#begin === undefined ? [] : [this.#beginning(this.#begin)]
    this.#begin = undefined
    const batch = new Batch([...first, ...questions], {
      forget,
      readerOf: (type) => this.client.getTypeParser(type, 'text') as (text: string) => unknown,
      failed: (error, question, unanswered) => this.#failed(error, question, unanswered),
    })
    this.client.query(batch)
  }

  #beginning(text: string): Question {
    this.#isInside = true
    const nothing = () => undefined
    return { statement: this.#statementOf(text, true), values: [], resolve: nothing, reject: nothing }
  }

  #failed(error: unknown, question: Question, unanswered: readonly Question[]): void {
    const { statement } = question
    // It may be there or not: another name is safe.
    if (statement.name !== '' && !statement.isThere) this.#drop(statement)
    const isChanged = isChangedStatement(error)
    if (isChanged) for (const one of this.#statements.values()) this.#drop(one)
    // What went with a transaction that did not begin must not be asked outside it.
    const isLost = !isFromDatabase(error) || isBeginning(statement)
    if (isSilence(error)) this.#giveUp()
    const mayRepeat = isChanged && !this.#isInside
    if (isLost || !mayRepeat) question.reject(error)
    if (isLost) for (const one of unanswered) one.reject(error)
    else this.#again(mayRepeat ? [question, ...unanswered] : unanswered)
  }

  /** Whoever asked next on this connection would wait behind the lost question. */
  #giveUp(): void {
    this.isOver = true
    void (this.client as pg.Client).end().catch(() => undefined)
  }

  #again(questions: readonly Question[]): void {
    if (questions.length === 0) return
    this.#send(
      questions.map((one) => ({ ...one, statement: this.#statementOf(one.statement.text, one.statement.name !== '') })),
    )
  }
}

/** The error of a database tells where its words were read; this, who asked. */
export async function traced(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer
  } catch (error) {
    if (isError(error)) Error.captureStackTrace(error)
    throw error
  }
}

/** Objects are for their owners to write down: JSON is text here. */
function asText(value: unknown): Value {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || Buffer.isBuffer(value)) return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  throw new TypeError(`no value for a database: ${typeof value}`)
}

function isBeginning({ text }: Statement): boolean {
  return /^(begin|start transaction)\b/.test(text)
}

/** The database answered, and goes on answering; not the connection that broke. */
function isFromDatabase(error: unknown): boolean {
  return isError(error) && 'severity' in error && error.severity === 'ERROR' && codeOf(error) !== ''
}

/** The database said nothing for as long as it may. */
export function isSilence(error: unknown): boolean {
  return isError(error) && error.message === 'Query read timeout'
}
