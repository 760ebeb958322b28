// Wakes workers: in this process after a commit, in other processes by PostgreSQL's LISTEN and NOTIFY.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import type { OpenDatabase } from '../db/database.ts'

export interface Wake {
  /** @returns a function that ends it. */
  on(listener: () => void): () => void
  /** Wakes, here and elsewhere. */
  give(): void
  close(): Promise<void>
}

/** Many commits within this time are one notification. */
const GATHER_MILLIS = 10
const RECONNECT_MILLIS = 2000

/** A wake-up may be lost (a connection breaks): who waits for one also looks by itself now and then. */
export function openWake(database: OpenDatabase, topic: string): Wake {
  const elsewhere = database.raw.pool === undefined ? undefined : notifications(database, topic)
  const listeners = new Set<() => void>()
  const end = database.signals.listen(topic, () => {
    for (const listener of listeners) listener()
    elsewhere?.tell()
  })

  function on(listener: () => void): () => void {
    listeners.add(listener)
    elsewhere?.hear(() => {
      for (const one of listeners) one()
    })
    return () => void listeners.delete(listener)
  }

  async function close(): Promise<void> {
    end()
    listeners.clear()
    await elsewhere?.close()
  }

  return { on, give: () => database.signals.give(topic), close }
}

/** NOTIFY outside the transaction, gathered: inside it would make all commits wait for one lock. */
function notifications(database: OpenDatabase, topic: string) {
  const self = randomUUID()
  const place = `${database.raw.schema ?? ''}/${topic}`
  let gathering: NodeJS.Timeout | undefined
  let client: pg.Client | undefined
  let reconnecting: NodeJS.Timeout | undefined
  let listener: (() => void) | undefined
  let closed = false

  function tell(): void {
    gathering ??= setTimeout(() => {
      gathering = undefined
      const message = JSON.stringify({ place, self })
      // A lost hint is made up for by the next look of the other workers.
      if (!closed) void database.raw.pool?.query("select pg_notify('plein', $1)", [message]).catch(() => undefined)
    }, GATHER_MILLIS).unref()
  }

  function hear(then: () => void): void {
    listener = then
    if (!client && !reconnecting && !closed) void connect()
  }

  async function connect(): Promise<void> {
    reconnecting = undefined
    const fresh = new pg.Client({ ...database.raw.pool?.options, keepAlive: true })
    client = fresh
    fresh.on('notification', ({ payload }) => {
      const message = JSON.parse(payload ?? '{}') as { place?: string; self?: string }
      if (message.place === place && message.self !== self) listener?.()
    })
    fresh.on('error', () => lost(fresh))
    fresh.on('end', () => lost(fresh))
    try {
      await fresh.connect()
      await fresh.query('listen plein')
      // What was said while nobody listened.
      listener?.()
    } catch {
      lost(fresh)
    }
  }

  function lost(broken: pg.Client): void {
    if (client !== broken) return
    client = undefined
    void broken.end().catch(() => undefined)
    if (!closed) reconnecting ??= setTimeout(() => void connect(), RECONNECT_MILLIS).unref()
  }

  async function close(): Promise<void> {
    closed = true
    clearTimeout(gathering)
    clearTimeout(reconnecting)
    const last = client
    client = undefined
    await last?.end().catch(() => undefined)
  }

  return { tell, hear, close }
}
