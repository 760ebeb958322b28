// What a worker has in hands: chains that are ready, jobs that run, ids that are finished.
import type { Id } from '../../lib/id.ts'
import type { Logger } from '../log.ts'
import type { Chain, Job, Queue } from './queue.ts'

export interface SlotOptions {
  readonly queue: Queue
  readonly queues: readonly { readonly name: string; readonly concurrency: number }[]
  handle(job: Job, signal: AbortSignal, next?: Job): Promise<void>
  readonly log: Logger
  readonly maxMillis: number
}

export interface Slots {
  add(chains: readonly Chain[]): void
  /** Chains of the queue that wait for a slot. */
  ready(queue: string): number
  /** All jobs whose lease is ours: ready, running, and behind a running one. */
  held(): Job[]
  hasFinished(): boolean
  /** Something runs, or is ready to. */
  isBusy(): boolean
  takeFinished(): Id<'job'>[]
  putBackFinished(ids: readonly Id<'job'>[]): void
  /** From now on nothing new begins. @returns what was held and had not begun. */
  letGo(): Job[]
  /** When nothing runs and nothing is ready. */
  quiet(): Promise<void>
  /** Jobs that ran. */
  count(): number
}

interface Lane {
  readonly concurrency: number
  readonly ready: Chain[]
  running: number
}

/**
 * @param finishedOne called when there is something to tell the database
 * @param freed called when a chain has ended: there is room for another
 */
export function openSlots(options: SlotOptions, finishedOne: () => void, freed: () => void): Slots {
  const lanes = new Map<string, Lane>()
  for (const { name, concurrency } of options.queues) lanes.set(name, { concurrency, ready: [], running: 0 })
  const held = new Map<Id<'job'>, Job>()
  const begun = new Set<Id<'job'>>()
  const waiters: (() => void)[] = []
  const finished: Id<'job'>[] = []
  let ran = 0
  let closed = false

  function laneOf(queue: string): Lane {
    const lane = lanes.get(queue)
    if (!lane) throw new Error(`the queue ${queue} is not one of this worker`)
    return lane
  }

  function add(chains: readonly Chain[]): void {
    for (const chain of chains) {
      for (const job of chain) held.set(job.id, job)
      const lane = laneOf(chain[0].queue)
      lane.ready.push(chain)
      fill(lane)
    }
  }

  function fill(lane: Lane): void {
    while (!closed && lane.running < lane.concurrency) {
      const chain = lane.ready.shift()
      if (!chain) break
      lane.running++
      void runChain(chain).finally(() => {
        lane.running--
        fill(lane)
        if (lane.ready.length < lane.concurrency) freed()
        tellQuiet()
      })
    }
  }

  /** Never rejects: what goes wrong with the database here is mended when the leases end. */
  async function runChain(chain: Chain): Promise<void> {
    for (const [index, job] of chain.entries()) {
      if (closed && index > 0) return
      begun.add(job.id)
      const goOn = await runJob(job, chain[index + 1])
      begun.delete(job.id)
      held.delete(job.id)
      if (!goOn) return letRestGo(chain.slice(index + 1))
    }
  }

  /** @returns whether the next one of the same key may begin. */
  async function runJob(job: Job, next: Job | undefined): Promise<boolean> {
    ran++
    try {
      await limited(job, next)
      finished.push(job.id)
      finishedOne()
      return true
    } catch (error) {
      return failed(job, error)
    }
  }

  async function limited(job: Job, next: Job | undefined): Promise<void> {
    const limit = new AbortController()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        const fault = new Error(`took longer than ${options.maxMillis} ms`)
        limit.abort(fault)
        reject(fault)
      }, options.maxMillis)
    })
    try {
      await Promise.race([options.handle(job, limit.signal, next), late])
    } finally {
      clearTimeout(timer)
    }
  }

  async function failed(job: Job, error: unknown): Promise<boolean> {
    const facts = { job: job.id, name: job.name, key: job.key, attempts: job.attempts + 1, error }
    try {
      const next = await options.queue.retry(job, error)
      if (next === 'dead') options.log.error('a job failed for good', facts)
      else options.log.warn('a job failed and is tried again later', facts)
      return next === 'dead'
    } catch (fault) {
      options.log.error('a failure cannot be recorded; the job returns when its lease ends', { ...facts, fault })
      return false
    }
  }

  async function letRestGo(rest: readonly Job[]): Promise<void> {
    for (const job of rest) held.delete(job.id)
    try {
      await options.queue.giveBack(rest)
    } catch {
      // Their leases end by themselves.
    }
  }

  function letGo(): Job[] {
    closed = true
    for (const lane of lanes.values()) lane.ready.length = 0
    const rest = [...held.values()].filter((job) => !begun.has(job.id))
    for (const job of rest) held.delete(job.id)
    tellQuiet()
    return rest
  }

  function isQuiet(): boolean {
    return [...lanes.values()].every((lane) => lane.running === 0 && lane.ready.length === 0)
  }

  function tellQuiet(): void {
    if (isQuiet()) for (const waiter of waiters.splice(0)) waiter()
  }

  return {
    add,
    ready: (queue) => laneOf(queue).ready.length,
    held: () => [...held.values()],
    hasFinished: () => finished.length > 0,
    isBusy: () => !isQuiet(),
    takeFinished: () => finished.splice(0),
    putBackFinished: (ids) => void finished.push(...ids),
    letGo,
    quiet: () => (isQuiet() ? Promise.resolve() : new Promise((resolve) => waiters.push(resolve))),
    count: () => ran,
  }
}
