// Kysely on PostgreSQL through our lanes, and a shorter way for prepared queries: those that are asked at the same
// moment go out together.
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresAdapter,
  PostgresDialect,
  type QueryResult,
  type Transaction,
  type TransactionSettings,
} from 'kysely'
import type pg from 'pg'
import type { Answer, Ask, Lane } from './postgres-lane.ts'
import type { Lanes } from './postgres-lanes.ts'
import type { Tables } from './tables.ts'

/** Says that prepared queries may go to the lanes themselves. */
export class LaneAdapter extends PostgresAdapter {
  readonly #lanes: Lanes
  constructor(lanes: Lanes) {
    super()
    this.#lanes = lanes
  }

  /** On any connection: not for transactions. */
  ask(ask: Ask): Promise<Answer> {
    return this.#lanes.ask(ask)
  }
}

/** Of transactions under way, by their executor. */
const connections = new WeakMap<object, LaneConnection>()

/** Lets prepared queries of the transaction go to its connection themselves, until the work is done. */
export async function withConnection<T>(tx: Transaction<Tables>, work: () => Promise<T>): Promise<T> {
  const executor = tx.getExecutor()
  await executor.provideConnection(async (own) => connections.set(executor, own as LaneConnection))
  try {
    return await work()
  } finally {
    connections.delete(executor)
  }
}

/** @throws Error when the transaction is over. */
export function connectionOf(tx: Transaction<Tables>): LaneConnection {
  const connection = connections.get(tx.getExecutor())
  if (!connection) throw new Error('the transaction is over')
  return connection
}

/**
 * A connection as Kysely knows it. It has a lane from the first question on; a transaction that asks nothing, and only
 * writes, leaves as a whole, together with others.
 */
export class LaneConnection implements DatabaseConnection {
  readonly #lanes: Lanes
  #taking: Promise<Lane> | undefined
  /** Once it is taken. */
  #lane: Lane | undefined
  #begin: string | undefined
  /** Written before there was a lane. */
  #written: Ask[] = []

  constructor(lanes: Lanes) {
    this.#lanes = lanes
  }

  async ask(ask: Ask): Promise<Answer> {
    const lane = this.#lane ?? (await (this.#taking ??= this.#take()))
    return lane.ask(ask)
  }

  /** In a transaction, leaves with what is asked next, or with the commit. When it fails, that cannot be committed. */
  send(ask: Ask): void {
    if (this.#lane) this.#lane.send(ask)
    else this.#written.push(ask)
  }

  begin(text: string): void {
    // Who has asked before (kysely, when it migrates) goes on where he did.
    if (this.#lane) this.#lane.begin(text)
    else this.#begin = text
  }

  async commit(): Promise<void> {
    if (this.#taking) return (await this.#taking).commit()
    const [begin, writes] = [this.#begin, this.#written]
    if (begin !== undefined && writes.length > 0) await this.#lanes.write({ begin, writes })
  }

  async rollback(): Promise<void> {
    await (await this.#taken())?.rollback()
  }

  async release(): Promise<void> {
    const lane = await this.#taken()
    if (lane) this.#lanes.give(lane)
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, written, command } = await this.ask({ text: sql, values: parameters, keep: false })
    const isWrite = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE'
    return { rows: rows as Row[], ...(isWrite ? { numAffectedRows: BigInt(written) } : {}) }
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('on PostgreSQL, declare a cursor')
  }

  /** Undefined when nothing was asked, or no lane was to be had. */
  async #taken(): Promise<Lane | undefined> {
    return this.#taking?.catch(() => undefined)
  }

  async #take(): Promise<Lane> {
    const lane = await this.#lanes.take()
    if (this.#begin !== undefined) lane.begin(this.#begin)
    for (const ask of this.#written.splice(0)) lane.send(ask)
    this.#lane = lane
    return lane
  }
}

class LaneDriver implements Driver {
  readonly #lanes: Lanes
  constructor(lanes: Lanes) {
    this.#lanes = lanes
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<LaneConnection> {
    return new LaneConnection(this.#lanes)
  }

  async beginTransaction(connection: LaneConnection, settings: TransactionSettings): Promise<void> {
    const { isolationLevel, accessMode } = settings
    const level = isolationLevel ? ` isolation level ${isolationLevel}` : ''
    connection.begin(`begin${level}${accessMode ? ` ${accessMode}` : ''}`)
  }

  async commitTransaction(connection: LaneConnection): Promise<void> {
    await connection.commit()
  }

  async rollbackTransaction(connection: LaneConnection): Promise<void> {
    await connection.rollback()
  }

  async releaseConnection(connection: LaneConnection): Promise<void> {
    await connection.release()
  }

  /** Who opened the lanes closes them. */
  async destroy(): Promise<void> {}
}

export class LaneDialect extends PostgresDialect {
  readonly #lanes: Lanes
  constructor(pool: pg.Pool, lanes: Lanes) {
    super({ pool })
    this.#lanes = lanes
  }
  override createDriver(): Driver {
    return new LaneDriver(this.#lanes) as Driver
  }
  override createAdapter(): LaneAdapter {
    return new LaneAdapter(this.#lanes)
  }
}
