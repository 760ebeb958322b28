// One job, from its beginning to its end: within its time, and when it fails, put back or put aside.
import type { Logger } from '../log.ts'
import type { Job, Queue } from './queue.ts'

export interface RunOptions {
  readonly queue: Pick<Queue, 'retry'>
  handle(job: Job, signal: AbortSignal, next?: Job): Promise<void>
  readonly log: Logger
  readonly maxMillis: number
}

/** What became of it. `aside`: failed for good, so that the next one of its key may begin; `again`: that must wait. */
export type Outcome = 'done' | 'aside' | 'again'

/** Never rejects: what goes wrong with the database here is mended when the lease ends. */
export async function runJob(options: RunOptions, job: Job, next: Job | undefined): Promise<Outcome> {
  try {
    await withinItsTime(options, job, next)
    return 'done'
  } catch (error) {
    return failed(options, job, error)
  }
}

async function withinItsTime(options: RunOptions, job: Job, next: Job | undefined): Promise<void> {
  const { maxMillis } = options
  const limit = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const fault = new Error(`took longer than ${maxMillis} ms`)
      limit.abort(fault)
      reject(fault)
    }, maxMillis)
  })
  try {
    await Promise.race([options.handle(job, limit.signal, next), late])
  } finally {
    clearTimeout(timer)
  }
}

async function failed({ queue, log }: RunOptions, job: Job, error: unknown): Promise<Outcome> {
  const facts = { job: job.id, name: job.name, key: job.key, attempts: job.attempts + 1, error }
  try {
    const next = await queue.retry(job, error)
    if (next === 'dead') log.error('a job failed for good', facts)
    else log.warn('a job failed and is tried again later', facts)
    return next === 'dead' ? 'aside' : 'again'
  } catch (fault) {
    log.error('a failure cannot be recorded; the job returns when its lease ends', { ...facts, fault })
    return 'again'
  }
}
