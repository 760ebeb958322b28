// A command's transaction: its events become job rows in the same transaction, one for each listener.
import type { Clock } from '../lib/clock.ts'
import { newId } from '../lib/id.ts'
import type { OpenDatabase, Tx } from '../platform/db/database.ts'
import { addJobs, type NewJob } from '../platform/queue/queue.ts'
import type { Emit, EventName, Occurrence } from './events.ts'

/** Queue of events on their way to listeners; the name of a job is `<event>:<listener>`. */
export const EVENTS = 'events'

/** Who listens to an event, by name. */
export type ListenersOf = (event: EventName) => readonly string[]

/**
 * `Ctx.transaction`: runs the work, then writes the rows of what it emitted, then commits.
 * @throws what the work throws; nothing is kept then.
 */
export function transactionWith(database: OpenDatabase, clock: Clock, listenersOf: ListenersOf) {
  return function transaction<T>(work: (tx: Tx, emit: Emit) => Promise<T>): Promise<T> {
    return database.transaction(async (tx) => {
      const jobs: NewJob[] = []
      const result = await work(tx, (name, payload, orderingKey) => {
        const event: Occurrence = { id: newId(), name, occurred: clock.now(), payload }
        for (const listener of listenersOf(name)) jobs.push(jobFor(event, listener, orderingKey))
        return event.id
      })
      if (jobs.length > 0) await addJobs(tx, clock, jobs)
      return result
    })
  }
}

function jobFor(event: Occurrence, listener: string, orderingKey: string | undefined): NewJob {
  return {
    queue: EVENTS,
    name: `${event.name}:${listener}`,
    key: `${event.id}:${listener}`,
    payload: event,
    orderingKey: orderingKey === undefined ? null : `${listener}:${orderingKey}`,
  }
}
