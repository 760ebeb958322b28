// Tells other processes of the same plein that there is something to do: PostgreSQL's LISTEN and NOTIFY.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import type { Database, OpenDatabase } from './database.ts'
import { prepared } from './prepared.ts'

export interface Notifications {
  /** Tells the others (not ourselves), soon. May be lost. */
  tell(): void
  /** From now on calls for what others tell, and each time the connection is there (again). */
  hear(listener: () => void): void
  close(): Promise<void>
}

/** Many calls within this time are one notification. */
const GATHER_MILLIS = 10
const RECONNECT_MILLIS = 2000

/** On SQLite nothing is said and nothing heard. */
export function openNotifications({ db, raw }: OpenDatabase, topic: string): Notifications {
  const { pool } = raw
  if (pool === undefined) return { tell: () => undefined, hear: () => undefined, close: async () => undefined }
  return postgresNotifications({ db, pool }, `${raw.schema ?? ''}/${topic}`)
}

const notify = prepared((db, { message }: { message: string }) =>
  db.selectNoFrom(sql`pg_notify('plein', ${message})`.as('told')),
)

/** NOTIFY outside the transaction, gathered: inside it would make all commits wait for one lock. */
function postgresNotifications({ db, pool }: { db: Database; pool: pg.Pool }, place: string): Notifications {
  const self = randomUUID()
  let gathering: NodeJS.Timeout | undefined
  let client: pg.Client | undefined
  let reconnecting: NodeJS.Timeout | undefined
  let listener: (() => void) | undefined
  let closed = false

  function tell(): void {
    if (!closed) gathering ??= setTimeout(() => void send(), GATHER_MILLIS).unref()
  }

  async function send(): Promise<void> {
    clearTimeout(gathering)
    gathering = undefined
    try {
      await notify.first(db, { message: JSON.stringify({ place, self }) })
    } catch {
      // A lost hint is made up for by the next look of the other workers.
    }
  }

  function hear(then: () => void): void {
    listener = then
    if (!client && !reconnecting && !closed) void connect()
  }

  async function connect(): Promise<void> {
    reconnecting = undefined
    const fresh = new pg.Client({ ...pool.options, keepAlive: true })
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
    // A short-lived process (the command line) must not end before it told.
    if (gathering) await send()
    clearTimeout(reconnecting)
    const last = client
    client = undefined
    await last?.end().catch(() => undefined)
  }

  return { tell, hear, close }
}
