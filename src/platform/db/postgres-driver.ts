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
const lanes = new WeakMap<object, Lane>()

/** Lets prepared queries of the transaction go to its lane themselves, until the work is done. */
export async function withLane<T>(tx: Transaction<Tables>, work: () => Promise<T>): Promise<T> {
  const executor = tx.getExecutor()
  await executor.provideConnection(async (own) => lanes.set(executor, (own as LaneConnection).lane))
  try {
    return await work()
  } finally {
    lanes.delete(executor)
  }
}

/** @throws Error when the transaction is over. */
export function laneOf(tx: Transaction<Tables>): Lane {
  const lane = lanes.get(tx.getExecutor())
  if (!lane) throw new Error('the transaction is over')
  return lane
}

/** A connection as Kysely knows it. */
export class LaneConnection implements DatabaseConnection {
  readonly lane: Lane

  constructor(lane: Lane) {
    this.lane = lane
  }

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const { rows, written, command } = await this.lane.ask({ text: sql, values: parameters, keep: false })
    const isWrite = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE'
    return { rows: rows as Row[], ...(isWrite ? { numAffectedRows: BigInt(written) } : {}) }
  }

  streamQuery(): AsyncIterableIterator<never> {
    throw new Error('on PostgreSQL, declare a cursor')
  }
}

class LaneDriver implements Driver {
  readonly #lanes: Lanes
  constructor(lanes: Lanes) {
    this.#lanes = lanes
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<LaneConnection> {
    return new LaneConnection(await this.#lanes.take())
  }

  async beginTransaction({ lane }: LaneConnection, { isolationLevel, accessMode }: TransactionSettings): Promise<void> {
    const level = isolationLevel ? ` isolation level ${isolationLevel}` : ''
    lane.begin(`begin${level}${accessMode ? ` ${accessMode}` : ''}`)
  }

  async commitTransaction({ lane }: LaneConnection): Promise<void> {
    await lane.commit()
  }

  async rollbackTransaction({ lane }: LaneConnection): Promise<void> {
    try {
      await lane.rollback()
    } catch (error) {
      // It may be in the middle of a transaction that could not be ended.
      lane.isOver = true
      throw error
    }
  }

  async releaseConnection({ lane }: LaneConnection): Promise<void> {
    this.#lanes.give(lane)
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
