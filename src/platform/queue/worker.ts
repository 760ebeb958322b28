// The worker: claims chains of jobs, runs them side by side up to the concurrency of their queue, renews leases, stops gracefully.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../lib/clock.ts'
import type { Logger } from '../log.ts'
import { openOutage } from '../outage.ts'
import type { Job, Queue } from './queue.ts'
import { Slots } from './slots.ts'
import { Turns } from './turns.ts'

export interface WorkerOptions {
  readonly queue: Queue
  readonly queues: readonly { readonly name: string; readonly concurrency: number }[]
  /**
   * Does one job; a throw makes it come back later (GiveUp: never). Must be safe to run again: a crash can lose the
   * completion. After `maxMillis` the signal is aborted and the job counts as failed.
   * @param next comes straight after it, in its order (should this process end: later, by another)
   */
  handle(job: Job, signal: AbortSignal, next?: Job): Promise<void>
  readonly log: Logger
  readonly clock: Clock
  /** Default 60 s; renewed while the work goes on. */
  readonly leaseMillis?: number
  /** Longest time for one job, default 5 minutes. */
  readonly maxMillis?: number
  /** How long stop() waits for what runs, default 20 s. */
  readonly graceMillis?: number
  /** Longest time between two looks when no wake-up comes, default 5 s. */
  readonly pollMillis?: number
  /** Works only when drain() is called. */
  readonly manual?: boolean
}

export interface Worker {
  /** Begins nothing new, waits for what runs, gives back the rest. */
  stop(): Promise<void>
  /** Does all that is due now, also what that leads to. For tests. @returns how many jobs ran, failed ones too. */
  drain(): Promise<number>
}

export function startWorker(options: WorkerOptions): Worker {
  const { queue } = options
  const leaseMillis = options.leaseMillis ?? 60_000
  const slots = new Slots({
    ...options,
    // Not with the rest: a method of an object may need what it belongs to.
    handle: (job, signal, next) => options.handle(job, signal, next),
    maxMillis: options.maxMillis ?? 300_000,
    finishedOne: () => turns.look(),
    freed: () => turns.chainEnded(),
  })
  const turns = new Turns({ ...options, leaseMillis }, slots)
  const renewal = renewing(options, slots, leaseMillis)
  const endWake = options.manual ? () => undefined : queue.onWake(() => turns.look())
  turns.look()

  async function drain(): Promise<number> {
    const before = slots.count()
    for (;;) {
      await turns.settled()
      const came = await turns.turn()
      await slots.quiet()
      if (came === 0 && !slots.hasFinished() && !turns.isTurning()) return slots.count() - before
    }
  }

  async function stop(): Promise<void> {
    endWake()
    await turns.end()
    const rest = slots.letGo()
    if (!(await quietWithin(options.graceMillis ?? 20_000, slots)))
      options.log.warn('stopped while work was going on; it is done again later', { jobs: slots.held().length })
    clearInterval(renewal)
    await queue.done(slots.takeFinished())
    await queue.giveBack([...rest, ...slots.letGo()])
  }

  return { stop, drain }
}

/** True when all that runs has ended by then. */
function quietWithin(millis: number, slots: Slots): Promise<boolean> {
  return Promise.race([slots.quiet().then(() => true), sleep(millis, false, { ref: false })])
}

/** Lengthens the leases of what is held, until it is cleared. */
function renewing(options: WorkerOptions, slots: Slots, leaseMillis: number): NodeJS.Timeout {
  const outage = openOutage(options, 'leases are not renewed')
  return setInterval(() => {
    const held = slots.held()
    if (held.length === 0) return
    options.queue.renew(held, leaseMillis).then(outage.over, outage.met)
  }, leaseMillis / 3).unref()
}
