// Wakes workers: in this process after a commit, in other processes by PostgreSQL's LISTEN and NOTIFY.
import type { OpenDatabase } from '../db/database.ts'
import { openNotifications } from '../db/notifications.ts'

export interface Wake {
  /** @returns a function that ends it. */
  on(listener: () => void): () => void
  /** Wakes, here and elsewhere. */
  give(): void
  close(): Promise<void>
}

/** A wake-up may be lost (a connection breaks): who waits for one also looks by itself now and then. */
export function openWake(database: OpenDatabase, topic: string): Wake {
  const elsewhere = openNotifications(database, topic)
  const listeners = new Set<() => void>()
  const end = database.signals.listen(topic, () => {
    for (const listener of listeners) listener()
    elsewhere.tell()
  })

  function on(listener: () => void): () => void {
    listeners.add(listener)
    elsewhere.hear(() => {
      for (const one of listeners) one()
    })
    return () => void listeners.delete(listener)
  }

  async function close(): Promise<void> {
    end()
    listeners.clear()
    await elsewhere.close()
  }

  return { on, give: () => database.signals.give(topic), close }
}
