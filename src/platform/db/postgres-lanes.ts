// All connections to PostgreSQL of one process: who needs one gets one, and short questions share one.
import type pg from 'pg'
import { type Answer, type Ask, isChangedStatement, Lane } from './postgres-lane.ts'

/** So many questions go out together at most: they are answered one after the other. */
const MOST_TOGETHER = 8
/** A connection that nobody needs stays with us for so long, then it goes back to the pool. */
const IDLE_MILLIS = 1000

export interface Lanes {
  take(): Promise<Lane>
  give(lane: Lane): void
  /** On some connection, together with what else is asked at this moment. Nothing may depend on the order. */
  ask(ask: Ask): Promise<Answer>
  close(): Promise<void>
}

interface Waiting {
  readonly ask: Ask
  readonly resolve: (answer: Answer | Promise<Answer>) => void
  readonly reject: (error: unknown) => void
}

/**
 * To take a connection from the pool and give it back costs as much as a short question does: the last that were used
 * stay here for a while.
 */
export function openLanes(pool: pg.Pool): Lanes {
  const known = new WeakMap<pg.ClientBase, Lane>()
  const idle: Lane[] = []
  let waiting: Waiting[] = []
  let ending: NodeJS.Timeout | undefined
  let isClosed = false

  function takeIdle(): Lane | undefined {
    for (let lane = idle.pop(); lane; lane = idle.pop()) {
      if (!lane.isOver) return lane
      release(lane)
    }
    return undefined
  }

  async function take(): Promise<Lane> {
    return takeIdle() ?? fromPool()
  }

  async function fromPool(): Promise<Lane> {
    const client = await pool.connect()
    const lane = known.get(client) ?? new Lane(client)
    known.set(client, lane)
    return lane
  }

  function give(lane: Lane): void {
    // Somebody waits in the pool, which has no more than these.
    if (lane.isOver || isClosed || pool.waitingCount > 0) return release(lane)
    idle.push(lane)
    ending ??= setTimeout(releaseIdle, IDLE_MILLIS).unref()
  }

  function releaseIdle(): void {
    clearTimeout(ending)
    ending = undefined
    for (const lane of idle.splice(0)) release(lane)
  }

  function release({ client, isOver }: Lane): void {
    ;(client as pg.PoolClient).release(isOver)
  }

  function ask(one: Ask): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      // When all that is under way now has asked.
      if (waiting.length === 0) process.nextTick(send)
      waiting.push({ ask: one, resolve, reject })
    })
  }

  function send(): void {
    const all = waiting
    waiting = []
    for (let at = 0; at < all.length; at += MOST_TOGETHER) void sendTogether(all.slice(at, at + MOST_TOGETHER))
  }

  async function sendTogether(those: readonly Waiting[]): Promise<void> {
    try {
      const lane = await take()
      const answers = those.map((one) => askOn(lane, one.ask))
      those.forEach(({ resolve }, at) => resolve(answers[at] as Promise<Answer>))
      await Promise.allSettled(answers)
      give(lane)
    } catch (error) {
      for (const { reject } of those) reject(error)
    }
  }

  async function askOn(lane: Lane, one: Ask): Promise<Answer> {
    try {
      return await lane.ask(one)
    } catch (error) {
      if (!isChangedStatement(error)) throw error
      // Once more, without what the connection remembers.
      return lane.ask({ ...one, keep: false })
    }
  }

  async function close(): Promise<void> {
    isClosed = true
    releaseIdle()
    await pool.end()
  }

  return { take, give, ask, close }
}
