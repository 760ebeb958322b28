// Work at fixed times: a job per slot of time, put in the queue before the slot begins.
import type { Clock } from '../../lib/clock.ts'
import type { OpenDatabase } from '../db/database.ts'
import type { Logger } from '../log.ts'
import { openOutage } from '../outage.ts'
import { addJobs, type NewJob } from './queue.ts'

export interface Recurring {
  /** Name of the job that is added. */
  readonly name: string
  readonly everyMinutes: number
}

export interface Schedule {
  /** Puts the next slot of each in the queue. Done by itself every 30 seconds; tests call it. */
  plan(): Promise<void>
  stop(): void
}

export interface ScheduleOptions {
  readonly database: OpenDatabase
  readonly clock: Clock
  readonly log: Logger
  readonly queue: string
  readonly recurring: readonly Recurring[]
  /** Plans only when plan() is called. */
  readonly manual?: boolean
}

const MINUTE = 60_000

/**
 * Once per slot in the whole installation, however many processes plan: only slots that are still to begin are added,
 * by key, so that one that is done does not come back. A slot missed because nothing ran is made up for once.
 */
export function openSchedule(options: ScheduleOptions): Schedule {
  const { database, clock, recurring } = options

  async function plan(): Promise<void> {
    if (recurring.length === 0) return
    const jobs = recurring.map((one) => nextSlot(one, options.queue, clock))
    const keys = jobs.map((job) => job.key)
    const there = await database.db.selectFrom('job').select('key').where('key', 'in', keys).execute()
    const known = new Set(there.map((row) => row.key))
    const missing = jobs.filter((job) => !known.has(job.key))
    if (missing.length > 0) await database.transaction((tx) => addJobs(tx, clock, missing))
  }

  const outage = openOutage(options, 'scheduled work is not planned')
  function planSafely(): void {
    plan().then(outage.over, outage.met)
  }

  const timer = options.manual ? undefined : setInterval(planSafely, 30_000).unref()
  if (!options.manual) planSafely()
  return { plan, stop: () => clearInterval(timer) }
}

function nextSlot({ name, everyMinutes }: Recurring, queue: string, clock: Clock): NewJob {
  const length = everyMinutes * MINUTE
  const begin = (Math.floor(clock.millis() / length) + 1) * length
  const runAt = clock.in(begin - clock.millis())
  // One run at a time, also when one takes longer than its slot.
  return { queue, name, key: `${name}:${runAt}`, payload: { slot: runAt }, orderingKey: `schedule:${name}`, runAt }
}
