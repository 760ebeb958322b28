// When a worker looks for work, and one look: it tells what is finished, and takes what there is room for.
import { type Clock, type Instant, millisOf } from '../../lib/clock.ts'
import type { Logger } from '../log.ts'
import { openOutage, type Outage } from '../outage.ts'
import type { Queue, Want } from './queue.ts'
import type { Slots } from './slots.ts'

export interface TurnOptions {
  readonly queue: Queue
  readonly queues: readonly { readonly name: string; readonly concurrency: number }[]
  readonly log: Logger
  readonly clock: Clock
  readonly leaseMillis: number
  /** Longest time between two looks when no wake-up comes, default 5 s. */
  readonly pollMillis?: number
  /** Looks only when it is told to take a turn. */
  readonly manual?: boolean
}

/** Chains kept ready for each one that runs, so that a claim serves several. */
const READY = 4
/** While there is work in hand, so long between two turns: what is finished by then is told together. */
const GATHER_MILLIS = 5
/** So long after a look that found nothing to begin, while there is work in hand: what is due waits behind that. */
const NOTHING_MILLIS = 50
/** So long after a look that failed. */
const AFTER_FAULT_MILLIS = 2000

export class Turns {
  readonly #options: TurnOptions
  readonly #slots: Slots
  readonly #outage: Outage
  #isEnding = false
  #turning: Promise<number> | undefined
  #lookAgain = false
  #timer: NodeJS.Timeout | undefined
  #gathering: NodeJS.Timeout | undefined
  /** When the last turn ended, by the clock of the process. */
  #turned = 0
  /** Until then, by the clock of the process, nothing more is taken, unless a chain ends. */
  #enough = 0
  /** What was due until then was looked at. */
  #looked: Instant

  constructor(options: TurnOptions, slots: Slots) {
    this.#options = options
    this.#slots = slots
    this.#outage = openOutage(options, 'the queue cannot be read')
    this.#looked = options.clock.now()
  }

  /** Looks for work, one turn at a time; what is asked for during a turn is one more turn. */
  look(): void {
    if (this.#options.manual || this.#isEnding) return
    if (this.#turning) {
      this.#lookAgain = true
      return
    }
    const early = this.#slots.isBusy() ? this.#nextLook() - performance.now() : 0
    if (early > 0) return this.#lookIn(early)
    this.#stopTimers()
    this.#turning = this.turn()
    void this.#turning.then(
      () => this.#afterTurn(),
      (error: unknown) => this.#afterFault(error),
    )
  }

  /** What waited behind a chain that has ended can begin. */
  chainEnded(): void {
    this.#enough = 0
    clearTimeout(this.#gathering)
    this.#gathering = undefined
    this.look()
  }

  /** One turn with the database. @returns how many chains came in. */
  async turn(): Promise<number> {
    const { queue, clock, leaseMillis } = this.#options
    const done = this.#slots.takeFinished()
    const wants = this.#isEnding || this.#hasEnough() ? [] : this.#freePlaces()
    if (wants.length > 0) this.#looked = clock.now()
    if (done.length === 0 && !(await this.#isDue(wants))) return 0
    try {
      const chains = await queue.turn({ done, wants, leaseMillis })
      this.#outage.over()
      this.#slots.add(chains)
      if (wants.length > 0) this.#enough = chains.length > 0 ? 0 : performance.now() + NOTHING_MILLIS
      return chains.length
    } catch (error) {
      this.#slots.putBackFinished(done)
      throw error
    }
  }

  isTurning(): boolean {
    return this.#turning !== undefined
  }

  /** When no turn is under way. What went wrong with it was told. */
  async settled(): Promise<void> {
    await this.#turning?.catch(() => undefined)
  }

  /** From now on there are no looks. */
  async end(): Promise<void> {
    this.#isEnding = true
    clearTimeout(this.#timer)
    clearTimeout(this.#gathering)
    await this.settled()
  }

  #hasEnough(): boolean {
    return !this.#options.manual && this.#slots.isBusy() && performance.now() < this.#enough
  }

  /** By the clock of the process, while there is work in hand. */
  #nextLook(): number {
    return this.#hasEnough() && !this.#slots.hasFinished() ? this.#enough : this.#turned + GATHER_MILLIS
  }

  /** Of none nothing is asked. */
  async #isDue(wants: readonly Want[]): Promise<boolean> {
    if (wants.length === 0) return false
    const due = await this.#options.queue.anyDue(wants.map((want) => want.queue))
    this.#outage.over()
    return due
  }

  #freePlaces(): Want[] {
    return this.#options.queues.flatMap(({ name, concurrency }) => {
      const ready = this.#slots.ready(name)
      return ready < concurrency ? [{ queue: name, limit: concurrency * READY - ready }] : []
    })
  }

  #afterTurn(): void {
    this.#turning = undefined
    this.#turned = performance.now()
    if (this.#lookAgain || this.#slots.hasFinished()) {
      this.#lookAgain = false
      this.look()
    } else if (this.#hasEnough()) {
      this.#lookIn(this.#enough - performance.now())
    } else if (!this.#isEnding) {
      void this.#planNextLook()
    }
  }

  #afterFault(error: unknown): void {
    this.#turning = undefined
    this.#lookAgain = false
    this.#outage.met(error)
    this.#wakeIn(AFTER_FAULT_MILLIS)
  }

  async #planNextLook(): Promise<void> {
    const { queue, queues, clock, pollMillis = 5000 } = this.#options
    this.#wakeIn(pollMillis)
    try {
      const names = queues.map(({ name }) => name)
      const next = await queue.nextDue(names, this.#looked)
      if (next === undefined || this.#turning) return
      this.#wakeIn(Math.min(pollMillis, Math.max(1, millisOf(next) - clock.millis())))
    } catch {
      // The next look by the clock will tell what is wrong.
    }
  }

  #lookIn(millis: number): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined
      this.look()
    }, millis)
  }

  #wakeIn(millis: number): void {
    clearTimeout(this.#timer)
    if (!this.#isEnding) this.#timer = setTimeout(() => this.look(), millis)
  }

  #stopTimers(): void {
    clearTimeout(this.#gathering)
    this.#gathering = undefined
    clearTimeout(this.#timer)
  }
}
