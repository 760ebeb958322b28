// An event and all who listen to it, in one job; who fails, or has to wait, gets a job of its own and holds up nobody else.
import type { Clock } from '../lib/clock.ts'
import type { OpenDatabase } from '../platform/db/database.ts'
import type { Logger } from '../platform/log.ts'
import { addJobs, delayAfter, type Job, waitingAmong } from '../platform/queue/queue.ts'
import type { Occurrence } from './events.ts'
import { type Happening, jobForOne, type ListenersOf } from './transaction.ts'

export interface Hearing {
  readonly database: OpenDatabase
  readonly clock: Clock
  readonly log: Logger
  readonly listenersOf: ListenersOf
  /** Lets one listener hear of it. @throws when it could not do its work */
  tell(event: Occurrence, listener: string): Promise<void>
}

/** After so many claims that came to nothing each listener is tried alone: one of them may have ended the process. */
const CLAIMS_TOGETHER = 3

/**
 * Does a job of the queue of events.
 * @param next the job that comes straight after it, of the same ordering key
 * @throws what the listener throws, when the job is for one
 */
export async function hear(hearing: Hearing, job: Job, next?: Job): Promise<void> {
  const happening = happeningOf(job)
  const [, only] = job.name.split(':')
  if (only !== undefined) return hearing.tell(happening.event, only)
  const listeners = hearing.listenersOf(happening.event.name)
  const isTooMuch = job.attempts > 0 || job.claims > CLAIMS_TOGETHER
  const alone = isTooMuch ? new Set(listeners) : await behindOthers(hearing, happening, listeners)
  const together = listeners.filter((name) => !alone.has(name))
  const failed = await tellAll(hearing, { ...happening.event, isFollowed: next?.name === job.name }, together)
  await goOnAlone(hearing, happening, { alone: [...alone], failed })
}

/** Jobs of an earlier version hold the bare event. */
function happeningOf(job: Job): Happening {
  const payload = job.payload as Happening | Occurrence
  return 'event' in payload ? payload : { event: payload, orderingKey: null }
}

/** Listeners for whom an earlier event of the same key still waits: this one must not pass it. */
async function behindOthers(
  { database }: Hearing,
  happening: Happening,
  listeners: readonly string[],
): Promise<ReadonlySet<string>> {
  if (happening.orderingKey === null) return new Set()
  const keys = new Map(listeners.map((name) => [name, jobForOne(happening, name).orderingKey as string]))
  const waiting = await waitingAmong(database.db, [...keys.values()])
  return new Set(listeners.filter((name) => waiting.has(keys.get(name) as string)))
}

/** @returns those for whom it failed. */
async function tellAll(hearing: Hearing, event: Occurrence, names: readonly string[]): Promise<readonly string[]> {
  const results = await Promise.allSettled(names.map((name) => hearing.tell(event, name)))
  return names.filter((listener, index) => {
    const result = results[index]
    if (result?.status !== 'rejected') return false
    const facts = { event: event.name, id: event.id, listener, error: result.reason as unknown }
    hearing.log.warn('a listener failed and is tried again later', facts)
    return true
  })
}

/** In one transaction, before the job of all is done: nobody is forgotten. */
async function goOnAlone(
  { database, clock }: Hearing,
  happening: Happening,
  { alone, failed }: { alone: readonly string[]; failed: readonly string[] },
): Promise<void> {
  if (alone.length + failed.length === 0) return
  const later = clock.in(delayAfter(1))
  const jobs = [
    ...alone.map((name) => jobForOne(happening, name)),
    ...failed.map((name) => ({ ...jobForOne(happening, name), runAt: later })),
  ]
  await database.transaction((tx) => addJobs(tx, clock, jobs))
}
