// How often anybody may knock: rates per address and per host.
import { TooMany } from '../core/errors.ts'
import { putBounded } from '../lib/bounded-map.ts'
import type { Clock } from '../lib/clock.ts'

export interface Rate {
  /** In the long run. */
  readonly perSecond: number
  /** At once. */
  readonly burst: number
}

export interface Rates {
  /** All requests of one address, before anything is read. */
  readonly address: Rate
  /** Activities of one host, by the verified key. */
  readonly host: Rate
  /** Requests of one address whose signature did not hold: each may have cost a fetch. */
  readonly failure: Rate
}

const usual: Rates = {
  address: { perSecond: 500, burst: 10_000 },
  host: { perSecond: 500, burst: 10_000 },
  failure: { perSecond: 2, burst: 100 },
}
const MAX_NAMES = 10_000

interface Bucket {
  left: number
  at: number
}

export interface Limits {
  /** Takes one. @throws TooMany with the seconds to wait. */
  take(rate: keyof Rates, name: string): void
  /** @throws TooMany when none is left; takes none. */
  check(rate: keyof Rates, name: string): void
}

/** Token buckets in memory: each process keeps its own, and forgets them when it stops. */
export function openLimits(clock: Clock, rates: Partial<Rates> = {}): Limits {
  const limits = { ...usual, ...rates }
  const buckets = new Map<string, Bucket>()

  function bucketOf(rate: keyof Rates, name: string): Bucket {
    const key = `${rate} ${name}`
    const { perSecond, burst } = limits[rate]
    const now = clock.millis()
    const known = buckets.get(key)
    const gained = known ? (Math.max(0, now - known.at) / 1000) * perSecond : 0
    const bucket = { left: known ? Math.min(burst, known.left + gained) : burst, at: now }
    putBounded(buckets, key, bucket, MAX_NAMES)
    if (bucket.left < 1) throw new TooMany(Math.max(1, Math.ceil((1 - bucket.left) / perSecond)), 'activity.tooMany')
    return bucket
  }

  return {
    take: (rate, name) => {
      bucketOf(rate, name).left -= 1
    },
    check: (rate, name) => {
      bucketOf(rate, name)
    },
  }
}
