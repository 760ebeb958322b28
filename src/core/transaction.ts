// A command's transaction, with a transactional outbox: what it emits becomes rows of jobs in the same transaction, one
// for each event that somebody listens to.
import type { Clock } from '../lib/clock.ts'
import { newId } from '../lib/id.ts'
import type { OpenDatabase, Tx } from '../platform/db/database.ts'
import { addJobs, type NewJob } from '../platform/queue/queue.ts'
import type { Emit, EventName, Occurrence } from './events.ts'

/** Queue of events on their way to listeners. A job is named after its event; one for one listener `<event>:<listener>`. */
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
        if (listenersOf(name).length > 0) jobs.push(jobFor(event, orderingKey))
        return event.id
      })
      if (jobs.length > 0) await addJobs(tx, clock, jobs)
      return result
    })
  }
}

/** The payload of a job of the queue of events. */
export interface EventJob {
  readonly event: Occurrence
  /** As given to `emit`: each listener gets events of one key in order. */
  readonly orderingKey: string | null
}

/** The job for all listeners together; a listener that fails gets one of its own (dispatch.ts). */
function jobFor(event: Occurrence, orderingKey: string | undefined): NewJob {
  const payload: EventJob = { event, orderingKey: orderingKey ?? null }
  return {
    queue: EVENTS,
    name: event.name,
    key: event.id,
    payload,
    orderingKey: orderingKey === undefined ? null : `event:${orderingKey}`,
  }
}

/** The job for one listener alone. */
export function jobForListener(
  { event, orderingKey }: EventJob,
  listener: string,
): NewJob & { orderingKey: string | null } {
  return {
    queue: EVENTS,
    name: `${event.name}:${listener}`,
    key: `${event.id}:${listener}`,
    payload: { event, orderingKey } satisfies EventJob,
    orderingKey: orderingKey === null ? null : `${listener}:${orderingKey}`,
  }
}
