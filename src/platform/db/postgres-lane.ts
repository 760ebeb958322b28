// One connection to PostgreSQL: what is asked again and again has a name there, so that it is read and planned once; a
// transaction begins together with its first question.
import pg from 'pg'
import { codeOf, isError } from '../error-code.ts'

/** Prepared statements of one connection; further texts are asked without a name. Each costs PostgreSQL 10 to 50 kB. */
export const MAX_NAMES = 300

/** in_failed_sql_transaction: the answer to everything in a transaction after something failed in it. */
const AFTER_A_FAULT = '25P02'

export interface Ask {
  readonly text: string
  readonly values: readonly unknown[]
  /** The database is to remember the text: it comes again and again. */
  readonly keep: boolean
}

export interface Answer {
  readonly rows: unknown[]
  /** Rows that were written; 0 for questions. */
  readonly written: number
  /** As PostgreSQL calls it: SELECT, INSERT, COMMIT … */
  readonly command: string
}

/** A transaction with the isolation that is usual. */
export const BEGIN = 'begin'

/** A transaction that asks nothing. */
export interface Writing {
  readonly begin: string
  readonly writes: readonly Ask[]
}

/** What went wrong in transactions of which PostgreSQL said that nothing was kept. */
const undone = new WeakSet<Error>()

/** Surely nothing was kept. Of what broke off otherwise, nobody knows. */
export function isUndone(fault: unknown): boolean {
  return isError(fault) && undone.has(fault)
}

export class Lane {
  readonly client: pg.PoolClient
  /** By text. */
  readonly #names = new Map<string, string>()
  /** What begins the transaction, as long as nothing was asked in it. Never by name: a name may be forgotten there. */
  #begin: string | undefined
  /** Of the transaction that is written now: answers to the one before it may still be on their way. */
  #own: { fault?: unknown } = {}
  /** Something was asked, and has not left yet. */
  #isGathering = false
  /** Not to be used again: it broke, was ended, or what it remembers is worth nothing any more. */
  isOver = false

  constructor(client: pg.PoolClient) {
    this.client = client
    client.once('end', () => (this.isOver = true))
    client.once('error', () => (this.isOver = true))
  }

  /** What is asked without waiting goes out at once and is answered in this order; one that fails fails alone. */
  async ask(ask: Ask): Promise<Answer> {
    const begin = this.#begin
    this.#begin = undefined
    if (begin === undefined) return this.#send(ask)
    const [, answer] = await Promise.all([this.#send({ text: begin, values: [], keep: false }), this.#send(ask)])
    return answer
  }

  begin(text: string): void {
    this.#begin = text
    this.#own = {}
  }

  /** In a transaction, leaves with what is asked next. When it fails, the transaction cannot be committed. */
  send(ask: Ask): void {
    this.ask(ask).catch(() => undefined)
  }

  /** A transaction that asks nothing: it leaves as a whole. @throws what went wrong in it; then nothing is kept. */
  async write({ begin, writes }: Writing): Promise<void> {
    const [first, ...others] = writes
    // One statement is a transaction by itself.
    if (first && others.length === 0 && begin === BEGIN) return void (await this.ask(first))
    this.begin(begin)
    for (const one of writes) this.send(one)
    return this.commit()
  }

  /** @throws what went wrong in the transaction first, also when whoever asked caught it. */
  async commit(): Promise<void> {
    const own = this.#own
    // What is known to have failed may never have left: PostgreSQL would commit the rest.
    const ended = await this.#end(own.fault === undefined ? 'commit' : 'rollback')
    // PostgreSQL answers a commit with ROLLBACK when something failed in the transaction before.
    if (ended?.command !== 'ROLLBACK') return
    if (isError(own.fault)) undone.add(own.fault)
    throw own.fault
  }

  async rollback(): Promise<void> {
    try {
      await this.#end('rollback')
    } catch (error) {
      // It may be in the middle of a transaction that could not be ended.
      this.isOver = true
      throw error
    }
  }

  /** @returns undefined when nothing was asked in the transaction */
  async #end(text: 'commit' | 'rollback'): Promise<Answer | undefined> {
    const isEmpty = this.#begin !== undefined
    this.#begin = undefined
    return isEmpty ? undefined : this.ask({ text, values: [], keep: false })
  }

  async #send({ text, values, keep }: Ask): Promise<Answer> {
    const name = keep ? this.#nameOf(text) : undefined
    const own = this.#own
    this.#gather()
    try {
      const { rows, rowCount, command } = await answerTo(this.client, { text, values: values.map(asText), name })
      return { rows, command, written: command === 'SELECT' ? 0 : (rowCount ?? 0) }
    } catch (error) {
      // From here on, rather than from where its bytes came in.
      if (isError(error)) Error.captureStackTrace(error)
      if (isChangedStatement(error) || isSilence(error)) this.isOver = true
      // What went wrong first: whatever is asked after that fails too, and tells nothing.
      if (codeOf(error) === AFTER_A_FAULT) throw own.fault
      own.fault = error
      throw error
    }
  }

  /** What is asked before the loop goes on leaves as one: to wake the database costs more than most questions do. */
  #gather(): void {
    if (this.#isGathering) return
    this.#isGathering = true
    const { stream } = this.client.connection
    stream.cork()
    process.nextTick(() => {
      this.#isGathering = false
      stream.uncork()
    })
  }

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined || this.#names.size >= MAX_NAMES) return known
    const name = `s${this.#names.size}`
    this.#names.set(text, name)
    return name
  }
}

interface Said {
  readonly text: string
  readonly values: (string | Buffer | null)[]
  readonly name: string | undefined
}

/** As `client.query` does it for an object; that is copied there first, which costs as much as to write it down. */
function answerTo(client: pg.PoolClient, { text, values, name }: Said): Promise<pg.QueryResult<object>> {
  return new Promise((answered, failed) => {
    const query = Object.assign(new pg.Query<object>(text, values), {
      name,
      callback: (error: Error | null | undefined, result: pg.QueryResult<object>) =>
        error ? failed(error) : answered(result),
    })
    client.query(query)
  })
}

/** Objects are refused: JSON is kept as text, and whoever stores it makes that text. */
function asText(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || Buffer.isBuffer(value)) return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  throw new TypeError(`no value for a database: ${typeof value}`)
}

/** The database cannot use what it remembered: a table was changed, or somebody between us and it (a pool) forgot it. */
export function isChangedStatement(error: unknown): boolean {
  const code = codeOf(error)
  return code === '26000' || (code === '0A000' && isError(error) && error.message.includes('cached plan'))
}

/** The database said nothing for as long as it may. */
export function isSilence(error: unknown): boolean {
  return isError(error) && error.message === 'Query read timeout'
}
