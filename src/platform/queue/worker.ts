// The worker: claims chains of jobs, runs them side by side up to the concurrency of their queue, renews leases, stops gracefully.
import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, type Instant, millisOf } from '../../lib/clock.ts'
import type { Logger } from '../log.ts'
import type { Job, Queue, Want } from './queue.ts'
import { openOutage, type Outage } from '../outage.ts'
import { openSlots, type Slots } from './slots.ts'

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

/** Chains kept ready for each one that runs, so that a claim serves several. */
const READY = 4
/** While there is work in hand, so long between two turns: what is finished by then is told together. */
const GATHER_MILLIS = 5
/** So long after a look that found nothing to begin, while there is work in hand: what is due waits behind that. */
const NOTHING_MILLIS = 50

export function startWorker(options: WorkerOptions): Worker {
  const { queue, clock, log } = options
  const outage = openOutage(options, 'the queue cannot be read')
  const leaseMillis = options.leaseMillis ?? 60_000
  const names = options.queues.map(({ name }) => name)
  const slots = openSlots({ ...options, maxMillis: options.maxMillis ?? 300_000 }, look, chainEnded)
  let stopping = false
  let turning: Promise<number> | undefined
  let lookAgain = false
  let timer: NodeJS.Timeout | undefined
  let gathering: NodeJS.Timeout | undefined
  /** When the last turn ended, by the clock of the process. */
  let turned = 0
  /** Until then, by the clock of the process, nothing more is taken, unless a chain ends. */
  let enough = 0
  /** What was due until then was looked at. */
  let looked: Instant = clock.now()

  function hasEnough(): boolean {
    return !options.manual && slots.isBusy() && performance.now() < enough
  }

  /** What waited behind a chain that has ended can begin. */
  function chainEnded(): void {
    enough = 0
    clearTimeout(gathering)
    gathering = undefined
    look()
  }

  /** One turn with the database. @returns how many chains came in. */
  async function turn(): Promise<number> {
    const done = slots.takeFinished()
    const wants = stopping || hasEnough() ? [] : freePlaces(options, slots)
    if (wants.length > 0) looked = clock.now()
    if (done.length === 0 && !(await isDue(queue, wants, outage))) return 0
    try {
      const chains = await queue.turn({ done, wants, leaseMillis })
      outage.over()
      slots.add(chains)
      if (wants.length > 0) enough = chains.length > 0 ? 0 : performance.now() + NOTHING_MILLIS
      return chains.length
    } catch (error) {
      slots.putBackFinished(done)
      throw error
    }
  }

  /** Looks for work, one turn at a time; what is asked for during a turn is one more turn. */
  function look(): void {
    if (options.manual || stopping) return
    if (turning) {
      lookAgain = true
      return
    }
    const earliest = hasEnough() && !slots.hasFinished() ? enough : turned + GATHER_MILLIS
    const early = slots.isBusy() ? earliest - performance.now() : 0
    if (early > 0) return lookIn(early)
    clearTimeout(gathering)
    gathering = undefined
    clearTimeout(timer)
    turning = turn()
    void turning.then(afterTurn, afterFault)
  }

  function lookIn(millis: number): void {
    gathering ??= setTimeout(() => {
      gathering = undefined
      look()
    }, millis)
  }

  function afterTurn(): void {
    turning = undefined
    turned = performance.now()
    if (lookAgain || slots.hasFinished()) {
      lookAgain = false
      look()
    } else if (hasEnough()) {
      lookIn(enough - performance.now())
    } else if (!stopping) {
      void planNextLook()
    }
  }

  function afterFault(error: unknown): void {
    turning = undefined
    lookAgain = false
    outage.met(error)
    if (!stopping) wakeIn(2000)
  }

  async function planNextLook(): Promise<void> {
    const poll = options.pollMillis ?? 5000
    wakeIn(poll)
    try {
      const next = await queue.nextDue(names, looked)
      if (next !== undefined && !turning) wakeIn(Math.min(poll, Math.max(1, millisOf(next) - clock.millis())))
    } catch {
      // The next look by the clock will tell what is wrong.
    }
  }

  function wakeIn(millis: number): void {
    clearTimeout(timer)
    if (!stopping) timer = setTimeout(look, millis)
  }

  const renewal = renewing(options, slots, leaseMillis)

  async function drain(): Promise<number> {
    const before = slots.count()
    for (;;) {
      await turning?.catch(() => undefined)
      const came = await turn()
      await slots.quiet()
      if (came === 0 && !slots.hasFinished() && !turning) return slots.count() - before
    }
  }

  async function stop(): Promise<void> {
    stopping = true
    endWake()
    clearTimeout(timer)
    clearTimeout(gathering)
    await turning?.catch(() => undefined)
    const rest = slots.letGo()
    if (!(await quietWithin(options.graceMillis ?? 20_000, slots)))
      log.warn('stopped while work was going on; it is done again later', { jobs: slots.held().length })
    clearInterval(renewal)
    await queue.done(slots.takeFinished())
    await queue.giveBack([...rest, ...slots.letGo()])
  }

  const endWake = options.manual ? () => undefined : queue.onWake(look)
  look()
  return { stop, drain }
}

/** Of none nothing is asked. */
async function isDue(queue: Queue, wants: readonly Want[], outage: Outage): Promise<boolean> {
  if (wants.length === 0) return false
  const due = await queue.anyDue(wants.map((want) => want.queue))
  outage.over()
  return due
}

/** True when all that runs has ended by then. */
function quietWithin(millis: number, slots: Slots): Promise<boolean> {
  return Promise.race([slots.quiet().then(() => true), sleep(millis, false, { ref: false })])
}

function freePlaces({ queues }: Pick<WorkerOptions, 'queues'>, slots: Slots): Want[] {
  return queues.flatMap(({ name, concurrency }) => {
    const ready = slots.ready(name)
    return ready < concurrency ? [{ queue: name, limit: concurrency * READY - ready }] : []
  })
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
