// What a worker has in hands: chains that are ready, jobs that run, ids that are finished.
import type { Id } from '../../lib/id.ts'
import type { Chain, Job, Queue } from './queue.ts'
import { runJob, type RunOptions } from './run-job.ts'

export interface SlotOptions extends RunOptions {
  readonly queue: Queue
  readonly queues: readonly { readonly name: string; readonly concurrency: number }[]
  /** There is something to tell the database. */
  finishedOne(): void
  /** A chain has ended: there is room for another. */
  freed(): void
}

interface Lane {
  readonly concurrency: number
  readonly ready: Chain[]
  running: number
}

export class Slots {
  readonly #options: SlotOptions
  readonly #lanes: ReadonlyMap<string, Lane>
  /** All whose lease is ours: ready, running, and behind a running one. */
  readonly #held = new Map<Id<'job'>, Job>()
  readonly #begun = new Set<Id<'job'>>()
  readonly #finished: Id<'job'>[] = []
  readonly #waiters: (() => void)[] = []
  #ran = 0
  #isClosed = false

  constructor(options: SlotOptions) {
    this.#options = options
    this.#lanes = new Map(
      options.queues.map(({ name, concurrency }) => [name, { concurrency, ready: [], running: 0 }] as const),
    )
  }

  add(chains: readonly Chain[]): void {
    for (const chain of chains) {
      for (const job of chain) this.#held.set(job.id, job)
      const lane = this.#laneOf(chain[0].queue)
      lane.ready.push(chain)
      this.#fill(lane)
    }
  }

  /** Chains of the queue that wait for a slot. */
  ready(queue: string): number {
    return this.#laneOf(queue).ready.length
  }

  /** All jobs whose lease is ours: ready, running, and behind a running one. */
  held(): Job[] {
    return [...this.#held.values()]
  }

  /** Something runs, or is ready to. */
  isBusy(): boolean {
    return [...this.#lanes.values()].some((lane) => lane.running > 0 || lane.ready.length > 0)
  }

  hasFinished(): boolean {
    return this.#finished.length > 0
  }

  takeFinished(): Id<'job'>[] {
    return this.#finished.splice(0)
  }

  putBackFinished(ids: readonly Id<'job'>[]): void {
    this.#finished.push(...ids)
  }

  /** Jobs that ran. */
  count(): number {
    return this.#ran
  }

  /** When nothing runs and nothing is ready. */
  quiet(): Promise<void> {
    return this.isBusy() ? new Promise((resolve) => this.#waiters.push(resolve)) : Promise.resolve()
  }

  /** From now on nothing new begins. @returns what was held and had not begun. */
  letGo(): Job[] {
    this.#isClosed = true
    for (const lane of this.#lanes.values()) lane.ready.length = 0
    const rest = this.held().filter((job) => !this.#begun.has(job.id))
    for (const job of rest) this.#held.delete(job.id)
    this.#tellQuiet()
    return rest
  }

  #laneOf(queue: string): Lane {
    const lane = this.#lanes.get(queue)
    if (!lane) throw new Error(`the queue ${queue} is not one of this worker`)
    return lane
  }

  #fill(lane: Lane): void {
    while (!this.#isClosed && lane.running < lane.concurrency) {
      const chain = lane.ready.shift()
      if (!chain) break
      lane.running++
      void this.#runChain(chain).finally(() => {
        lane.running--
        this.#fill(lane)
        if (lane.ready.length < lane.concurrency) this.#options.freed()
        this.#tellQuiet()
      })
    }
  }

  /** Never rejects. */
  async #runChain(chain: Chain): Promise<void> {
    for (const [index, job] of chain.entries()) {
      if (this.#isClosed && index > 0) return
      this.#begun.add(job.id)
      const goOn = await this.#run(job, chain[index + 1])
      this.#begun.delete(job.id)
      this.#held.delete(job.id)
      if (!goOn) return this.#letRestGo(chain.slice(index + 1))
    }
  }

  /** @returns whether the next one of the same key may begin. */
  async #run(job: Job, next: Job | undefined): Promise<boolean> {
    this.#ran++
    const outcome = await runJob(this.#options, job, next)
    if (outcome === 'done') {
      this.#finished.push(job.id)
      this.#options.finishedOne()
    }
    return outcome !== 'again'
  }

  async #letRestGo(rest: readonly Job[]): Promise<void> {
    for (const job of rest) this.#held.delete(job.id)
    try {
      await this.#options.queue.giveBack(rest)
    } catch {
      // Their leases end by themselves.
    }
  }

  #tellQuiet(): void {
    if (!this.isBusy()) for (const waiter of this.#waiters.splice(0)) waiter()
  }
}
