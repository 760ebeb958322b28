// Runs the job of an event: all its listeners in one go. A listener that fails, or that must wait for an earlier event,
// gets a job of its own, so that it holds up none of the others.
import type { Clock } from '../lib/clock.ts'
import type { OpenDatabase } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'
import { addJobs, delayAfter, type Job, type WaitingAmong } from '../platform/queue/queue.ts'
import type { Occurrence } from './events.ts'
import { type EventJob, jobForListener, type ListenersOf } from './transaction.ts'

export interface Dispatcher {
  readonly database: OpenDatabase
  readonly clock: Clock
  readonly log: Logger
  readonly listenersOf: ListenersOf
  readonly waitingAmong: WaitingAmong
  /** Calls the listener of that name. @throws when the listener failed and is to be tried again */
  call(listener: string, event: Occurrence): Promise<void>
}

/**
 * A job that was claimed more often than this without ever being finished may hold a listener that ends the process:
 * then each listener gets a job of its own, to find out which one it is.
 */
const CLAIMS_TOGETHER = 3

/**
 * Runs one job of the queue of events: for all listeners, or (`<event>:<listener>`) for one.
 * @param next the job of the same ordering key that comes straight after this one
 * @throws what the listener throws, when the job is for one; a job for all never throws because of a listener
 */
export async function dispatch(dispatcher: Dispatcher, job: Job, next?: Job): Promise<void> {
  const eventJob = eventJobOf(job)
  const [, onlyListener] = job.name.split(':')
  if (onlyListener !== undefined) return dispatcher.call(onlyListener, eventJob.event)
  const listeners = dispatcher.listenersOf(eventJob.event.name)
  const mustSeparate = job.attempts > 0 || job.claims > CLAIMS_TOGETHER
  const separate = mustSeparate ? new Set(listeners) : await behindEarlierEvents(dispatcher, eventJob, listeners)
  const together = listeners.filter((name) => !separate.has(name))
  const event = { ...eventJob.event, isFollowed: next?.name === job.name }
  const failed = await callAll(dispatcher, event, together)
  await addJobsForListeners(dispatcher, eventJob, { separate: [...separate], failed })
}

/** The payload of a job; jobs that an earlier version wrote hold the bare event. */
function eventJobOf(job: Job): EventJob {
  const payload = job.payload as EventJob | Occurrence
  return 'event' in payload ? payload : { event: payload, orderingKey: null }
}

/** Listeners that still have an earlier event of the same ordering key before them: this event must not overtake it. */
async function behindEarlierEvents(
  { waitingAmong }: Dispatcher,
  eventJob: EventJob,
  listeners: readonly string[],
): Promise<ReadonlySet<string>> {
  if (eventJob.orderingKey === null) return new Set()
  const keys = new Map(listeners.map((name) => [name, jobForListener(eventJob, name).orderingKey as string]))
  const waiting = await waitingAmong([...keys.values()])
  return new Set(listeners.filter((name) => waiting.has(keys.get(name) as string)))
}

/** @returns names of the listeners that failed */
async function callAll(
  dispatcher: Dispatcher,
  event: Occurrence,
  names: readonly string[],
): Promise<readonly string[]> {
  const results = await Promise.allSettled(names.map((name) => dispatcher.call(name, event)))
  return names.filter((listener, index) => {
    const result = results[index]
    if (result?.status !== 'rejected') return false
    const facts = { event: event.name, id: event.id, listener, error: result.reason as unknown }
    dispatcher.log.warn('a listener failed and is tried again later', facts)
    return true
  })
}

/** In one transaction, committed before the event's own job counts as done: if we die here, all is done once more. */
async function addJobsForListeners(
  { database, clock }: Dispatcher,
  eventJob: EventJob,
  { separate, failed }: { separate: readonly string[]; failed: readonly string[] },
): Promise<void> {
  if (separate.length + failed.length === 0) return
  const later = clock.in(delayAfter(1))
  const jobs = [
    ...separate.map((name) => jobForListener(eventJob, name)),
    ...failed.map((name) => ({ ...jobForListener(eventJob, name), runAt: later })),
  ]
  await database.transaction((tx) => addJobs(tx, clock, jobs))
}
