// What the worker does: hands each job to the room or frame that it is for.
import type { Listener, Occurrence } from './core/events.ts'
import { dispatch, type Dispatcher } from './core/dispatch.ts'
import { EVENTS } from './core/transaction.ts'
import { INBOX_QUEUE, type WayIn } from './federation/federation.ts'
import type { Outbox } from './federation/outbox.ts'
import { pruneLedger } from './federation/prune-ledger.ts'
import { openSchedule } from './platform/queue/schedule.ts'
import { GiveUp, type Job, openWaiting, WORK } from './platform/queue/queue.ts'
import { startWorker, type WorkerOptions } from './platform/queue/worker.ts'
import { FEDERATION, type House } from './house.ts'
import { features, jobHandlers, scheduledJobs } from './registry.ts'

const SCHEDULE = 'schedule'
/** Jobs of a queue that run at once: they share what they ask and what they write. */
const AT_ONCE = 32
/** The frame's own scheduled work, beside that of the rooms. */
const FORGET_OLD = { name: 'inbox.forgetOld', everyMinutes: 24 * 60 }
const PRUNE = { name: 'delivery.prune', everyMinutes: 24 * 60 }

export interface Parts {
  readonly house: House
  readonly wayIn: WayIn
  readonly outbox: Outbox
}

/** Works until the returned function is called, which gives leases back. */
export function startWork(parts: Parts): () => Promise<void> {
  const { database, clock, log } = parts.house
  const worker = startWorker(workerOptions(parts))
  const delivering = parts.outbox.startDelivering()
  const schedule = openSchedule({
    database,
    clock,
    log,
    queue: SCHEDULE,
    recurring: [...scheduledJobs, FORGET_OLD, PRUNE],
  })
  return async () => {
    schedule.stop()
    await Promise.all([worker.stop(), delivering.stop()])
  }
}

/** The queues that this plein works off, and what is done with their jobs. */
export function workerOptions(parts: Parts): WorkerOptions {
  const { queue, log, clock, database, listenersOf } = parts.house
  const dispatcher: Dispatcher = {
    database,
    clock,
    log,
    listenersOf,
    waitingAmong: openWaiting(database),
    call: (listener, event) => callListener(parts, listener, event),
  }
  return {
    queue,
    log: log.child('work'),
    clock,
    queues: [
      { name: INBOX_QUEUE, concurrency: AT_ONCE },
      { name: EVENTS, concurrency: AT_ONCE },
      { name: WORK, concurrency: 4 },
      { name: SCHEDULE, concurrency: 2 },
    ],
    handle: (job, _signal, next) => handle(parts, dispatcher, { job, next }),
  }
}

async function handle(
  parts: Parts,
  dispatcher: Dispatcher,
  { job, next }: { job: Job; next: Job | undefined },
): Promise<void> {
  switch (job.queue) {
    case EVENTS:
      return dispatch(dispatcher, job, next)
    case INBOX_QUEUE:
      return parts.wayIn.handleJob(job)
    case WORK:
      return runJob(parts.house, job)
    default:
      return runScheduled(parts, job)
  }
}

async function callListener({ house, outbox }: Parts, name: string, event: Occurrence): Promise<void> {
  if (name === FEDERATION) return outbox.handle(house.ctx(), event)
  const feature = features.find((one) => one.name === name)
  const listener = feature?.listeners?.[event.name] as Listener<typeof event.name> | undefined
  if (!listener) throw new GiveUp(`no listener ${name} for ${event.name}`)
  await listener(house.ctx(), event, house.tools)
}

async function runJob(house: House, job: Job): Promise<void> {
  const handler = jobHandlers.get(job.name)
  if (!handler) throw new GiveUp(`no handler for ${job.name}`)
  await handler(house.ctx(), job.payload, house.tools)
}

async function runScheduled({ house, wayIn }: Parts, job: Job): Promise<void> {
  if (job.name === FORGET_OLD.name) {
    await wayIn.forgetOld()
    return
  }
  if (job.name === PRUNE.name) {
    const deliveries = await pruneLedger(house.ctx())
    if (deliveries > 0) house.log.info('old deliveries went', { deliveries })
    return
  }
  const one = scheduledJobs.find((candidate) => candidate.name === job.name)
  if (!one) throw new GiveUp(`nothing is scheduled as ${job.name}`)
  await one.run(house.ctx(), house.tools)
}
