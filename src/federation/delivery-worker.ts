// The worker that brings activities to other servers: takes what is due, sends it, writes down what came of it.
import { sql } from 'kysely'
import { type Clock, millisOf } from '../lib/clock.ts'
import type { OpenDatabase } from '../platform/db/database.ts'
import { openInTurn } from '../platform/in-turn.ts'
import type { Logger } from '../platform/log.ts'
import { openOutage } from '../platform/outage.ts'
import type { Wake } from '../platform/queue/wake.ts'
import { claimDeliveries, type Parcel } from './delivery-claim.ts'
import { writeAttempts } from './delivery-outcome.ts'
import { type Attempt, send, type SendOptions } from './deliver.ts'

/** Topic of the signal that there are deliveries. */
export const DELIVERY_TOPIC = 'delivery'

export interface DeliverOptions extends SendOptions {
  readonly database: OpenDatabase
  readonly clock: Clock
  readonly log: Logger
  readonly wake: Pick<Wake, 'on'>
  /** As it is now: what was asked for when it was another is dropped (`off`: stays). */
  readonly mode: 'open' | 'allowlist' | 'off'
  /** Under way at once, in total (default 64) and to one host (default 8). */
  readonly total?: number
  readonly perHost?: number
  /** False: only drain() delivers (tests). Default true. */
  readonly automatic?: boolean
}

export interface Delivering {
  /** Takes nothing more, finishes what is under way and writes it down. */
  stop(): Promise<void>
  /** Delivers all that is due now, what becomes due by it included. @returns number of attempts. */
  drain(): Promise<number>
}

/** An attempt takes at most 20 s: after a crash others may take over soon. */
const LEASE_MILLIS = 30_000
/** Answers that come within this time are written together. */
const GATHER_MILLIS = 15
/** Looks by itself so often at least: wake-ups may be lost, leases of dead workers end. */
const LOOK_MILLIS = 15_000
const SHORTEST_NAP = 20

/** Starts delivering; goes on until `stop`. Several workers may run at once, also in other processes. */
export function startDelivering(options: DeliverOptions): Delivering {
  const outage = openOutage(options, 'deliveries cannot be claimed')
  const worker = openWorker(options, outage.over)
  let stopped = false
  let rouse: () => void = () => undefined
  const wakeUp = () => rouse()
  const deaf = options.wake.on(wakeUp)
  worker.onFree(wakeUp)

  async function loop(): Promise<void> {
    while (!stopped) {
      // A wake-up that comes while we look counts for the next round.
      const called = new Promise<void>((resolve) => (rouse = resolve))
      const nap = await worker.look().then(
        (found) => (found > 0 ? 0 : worker.untilNextDue()),
        (error: unknown) => {
          outage.met(error)
          return 1000
        },
      )
      if (nap > 0 && !stopped) await Promise.race([called, sleeping(nap, called)])
    }
  }

  const looping = options.automatic === false ? undefined : loop()

  async function stop(): Promise<void> {
    stopped = true
    deaf()
    wakeUp()
    await looping
    await worker.settle()
  }

  async function drain(): Promise<number> {
    const before = worker.attempts()
    for (let again = true; again; await worker.freed()) {
      // What was under way when we looked may have been in the way of others that are due.
      const wasBusy = worker.isBusy()
      again = (await worker.look()) > 0 || wasBusy
    }
    return worker.attempts() - before
  }

  return { stop, drain }
}

/** A timer that does not outlive its purpose. */
function sleeping(millis: number, called: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis)
    void called.then(() => clearTimeout(timer))
  })
}

/**
 * Claims, sends and writes down; knows what is under way.
 * @param claimed is told each time that the database was asked
 */
function openWorker(options: DeliverOptions, claimed: () => void) {
  const { database, clock, log, mode, total = 64, perHost = 8 } = options
  const underWay = new Map<string, number>()
  const running = new Set<Promise<void>>()
  let finished: Attempt[] = []
  let count = 0
  let attempts = 0
  /** Looks are one after the other, so that none counts on places that another is about to take. */
  const lookInTurn = openInTurn()
  const writeInTurn = openInTurn()
  let gathering: NodeJS.Timeout | undefined
  const whenFree = new Set<() => void>()

  const look = () => lookInTurn(claimAndStart)

  async function claimAndStart(): Promise<number> {
    const limit = total - count
    if (limit <= 0) return 0
    const want = { limit, perHost, underWay, leaseMillis: LEASE_MILLIS }
    const by = { clock, dialect: database.dialect, mode }
    const parcels = await database.transaction((tx) => claimDeliveries(tx, want, by))
    claimed()
    for (const parcel of parcels) start(parcel)
    return parcels.length
  }

  function start(parcel: Parcel): void {
    count++
    attempts++
    underWay.set(parcel.host, (underWay.get(parcel.host) ?? 0) + 1)
    const sending = send(options, parcel).then((attempt) => {
      running.delete(sending)
      finished.push(attempt)
      if (finished.length >= count) return write()
      gathering ??= setTimeout(() => void write(), GATHER_MILLIS)
    })
    running.add(sending)
  }

  function write(): Promise<void> {
    clearTimeout(gathering)
    gathering = undefined
    return writeInTurn(writeFinished)
  }

  async function writeFinished(): Promise<void> {
    const batch = finished
    finished = []
    if (batch.length === 0) return
    try {
      await database.transaction((tx) => writeAttempts(tx, batch, { clock, dialect: database.dialect }))
    } catch (error) {
      // They were sent, but that is not written down: they go once more when their lease ends.
      log.error('deliveries cannot be written down', { error, deliveries: batch.length })
    }
    for (const { parcel } of batch) {
      count--
      const left = (underWay.get(parcel.host) ?? 1) - 1
      if (left > 0) underWay.set(parcel.host, left)
      else underWay.delete(parcel.host)
    }
    for (const attempt of batch) if (attempt.error !== null) logTrouble(log, attempt)
    for (const listener of whenFree) listener()
  }

  /** When places have become free, at once when all are. */
  function freed(): Promise<void> {
    if (count === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const once = () => {
        whenFree.delete(once)
        resolve()
      }
      whenFree.add(once)
    })
  }

  async function settle(): Promise<void> {
    await lookInTurn(async () => undefined)
    while (running.size > 0) await Promise.all(running)
    await write()
  }

  async function untilNextDue(): Promise<number> {
    if (count > 0) return LOOK_MILLIS
    const row = await database.db
      .selectFrom('delivery')
      .select('runAt')
      .where(sql<boolean>`"state" = 'waiting'`)
      .where('runAt', '>', clock.now())
      .orderBy('runAt')
      .limit(1)
      .executeTakeFirst()
    const nap = row ? millisOf(row.runAt) - clock.millis() : LOOK_MILLIS
    return Math.min(LOOK_MILLIS, Math.max(SHORTEST_NAP, nap))
  }

  return {
    look,
    settle,
    untilNextDue,
    attempts: () => attempts,
    isBusy: () => count > 0,
    onFree: (listener: () => void) => void whenFree.add(listener),
    freed,
  }
}

function logTrouble(log: Logger, { parcel, status, error }: Attempt): void {
  log.info('not delivered', { delivery: parcel.id, inbox: parcel.inbox, status, answer: error?.slice(0, 200) })
}
