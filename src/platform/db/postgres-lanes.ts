// All connections to PostgreSQL of one process: who needs one gets one, and short questions share one.
import type pg from 'pg'
import { partsOf } from '../../lib/parts.ts'
import { type Answer, type Ask, BEGIN, isChangedStatement, isUndone, Lane, type Writing } from './postgres-lane.ts'

/** Questions in one write at most: PostgreSQL answers them one after the other. */
const MAX_TOGETHER = 8
/** So many transactions leave together at most: each waits for the disk by itself, one after the other. */
const MAX_WRITING = 4
/** So many that only insert become one transaction at most: when one of them fails, each goes by itself after all. */
const MAX_INSERTING = 8
/** A connection that nobody needs stays with us for so long, then it goes back to the pool. */
const IDLE_MILLIS = 1000

export interface Lanes {
  take(): Promise<Lane>
  give(lane: Lane): void
  /**
   * On some connection, together with what else is asked in this turn of the loop. Nothing may depend on the order. Who
   * asks what somebody asks already gets the same answer, as long as the question has not left: never one that was given
   * before he asked.
   */
  ask(ask: Ask): Promise<Answer>
  /** On some connection, together with others of this turn of the loop; each keeps or fails by itself. */
  write(writing: Writing): Promise<void>
  close(): Promise<void>
}

/** A question that has not left yet, for all who asked it by now. */
interface Waiting {
  readonly ask: Ask
  readonly answer: PromiseWithResolvers<Answer>
}

interface WaitingToWrite {
  readonly writing: Writing
  readonly written: PromiseWithResolvers<void>
}

/**
 * To take a connection from the pool and give it back costs as much as a short question does: the last that were used
 * stay here for a while.
 */
export function openLanes(pool: pg.Pool): Lanes {
  const known = new WeakMap<pg.PoolClient, Lane>()
  const idle: Lane[] = []
  let waiting: Waiting[] = []
  let writing: WaitingToWrite[] = []
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
    client.release(isOver)
  }

  function ask(one: Ask): Promise<Answer> {
    const same = waiting.find((other) => isSame(other.ask, one))
    if (same) return same.answer.promise
    // At the end of this turn of the event loop, when everything that can run has asked.
    if (waiting.length === 0) setImmediate(send)
    const answer = Promise.withResolvers<Answer>()
    waiting.push({ ask: one, answer })
    return answer.promise
  }

  function send(): void {
    const all = waiting
    waiting = []
    for (const some of partsOf(all, MAX_TOGETHER)) void sendTogether(some)
  }

  async function sendTogether(those: readonly Waiting[]): Promise<void> {
    try {
      const lane = await take()
      const answers = those.map((one) => askOn(lane, one.ask))
      those.forEach(({ answer }, at) => answer.resolve(answers[at] as Promise<Answer>))
      await Promise.allSettled(answers)
      give(lane)
    } catch (error) {
      for (const { answer } of those) answer.reject(error)
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

  function write(one: Writing): Promise<void> {
    if (writing.length === 0) setImmediate(sendWriting)
    const written = Promise.withResolvers<void>()
    writing.push({ writing: one, written })
    return written.promise
  }

  function sendWriting(): void {
    const [inserting, others] = [writing.filter(isInserting), writing.filter((one) => !isInserting(one))]
    writing = []
    for (const some of partsOf(inserting, MAX_INSERTING)) void writeAsOne(some)
    for (const some of partsOf(others, MAX_WRITING)) void writeTogether(some)
  }

  /** One commit for all. Who only adds rows waits for who adds the same, or takes away what they belong to; that is rare. */
  async function writeAsOne(those: readonly WaitingToWrite[]): Promise<void> {
    if (those.length === 1) return writeTogether(those)
    let lane: Lane | undefined
    try {
      lane = await take()
      await lane.write({ begin: BEGIN, writes: those.flatMap((one) => one.writing.writes) })
      for (const { written } of those) written.resolve()
    } catch (error) {
      if (isUndone(error)) for (const some of partsOf(those, MAX_WRITING)) void writeTogether(some)
      else for (const { written } of those) written.reject(error)
    } finally {
      if (lane) give(lane)
    }
  }

  async function writeTogether(those: readonly WaitingToWrite[]): Promise<void> {
    try {
      const lane = await take()
      const ends = those.map((one) => lane.write(one.writing))
      those.forEach(({ written }, at) => written.resolve(ends[at] as Promise<void>))
      await Promise.allSettled(ends)
      give(lane)
    } catch (error) {
      for (const { written } of those) written.reject(error)
    }
  }

  async function close(): Promise<void> {
    isClosed = true
    releaseIdle()
    await pool.end()
  }

  return { take, give, ask, write, close }
}

function isSame(one: Ask, other: Ask): boolean {
  return (
    one.text === other.text &&
    one.values.length === other.values.length &&
    one.values.every((value, at) => value === other.values[at])
  )
}

function isInserting({ writing: { begin, writes } }: WaitingToWrite): boolean {
  return begin === BEGIN && writes.every(({ text }) => text.startsWith('insert ') && !text.includes(' do update '))
}
