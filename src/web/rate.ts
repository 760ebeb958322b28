// How much one visitor may send: a bucket for each, in this process's memory.
import type { RequestHandler } from 'express'
import { TooMany } from '../core/errors.ts'
import type { Clock } from '../lib/clock.ts'
import { visitOf } from './visit.ts'

/** More buckets than this are not kept; full ones are thrown away first. */
const MAX_BUCKETS = 20_000

export interface RateLimit {
  /** Takes one. Seconds to wait when there is none left, else 0. */
  take(key: string): number
}

/** @param perMinute how many a minute, and at once */
export function rateLimit(clock: Clock, perMinute: number): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>()
  function sweep(now: number): void {
    for (const [key, bucket] of buckets) if (now - bucket.at >= 60_000) buckets.delete(key)
    if (buckets.size >= MAX_BUCKETS) buckets.clear()
  }
  return {
    take(key) {
      const now = clock.millis()
      const known = buckets.get(key)
      if (!known && buckets.size >= MAX_BUCKETS) sweep(now)
      const bucket = known ?? { left: perMinute, at: now }
      bucket.left = Math.min(perMinute, bucket.left + (Math.max(0, now - bucket.at) * perMinute) / 60_000)
      bucket.at = now
      if (bucket.left < 1) {
        buckets.set(key, bucket)
        return Math.ceil(((1 - bucket.left) * 60) / perMinute)
      }
      bucket.left -= 1
      buckets.set(key, bucket)
      return 0
    },
  }
}

/** One person has a whole /64 of IPv6 addresses: count them as one. */
export function addressKey(address: string): string {
  const plain = address.replace(/^::ffff:/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('::')
  const left = head ? head.split(':') : []
  const right = tail ? tail.split(':') : []
  const middle = plain.includes('::') ? Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0') : []
  return [...left, ...middle, ...right].slice(0, 4).join(':')
}

/** Who is signed in has a bucket of one's own: colleagues behind one address do not use up each other's. */
export function limitPosts(limit: RateLimit): RequestHandler {
  return function limitByVisitor(request, response, next) {
    if (request.method !== 'POST') return next()
    const viewer = visitOf(response)?.ctx.viewer
    const key = viewer?.type === 'person' ? viewer.accountId : addressKey(request.ip ?? '')
    const wait = limit.take(key)
    next(wait > 0 ? new TooMany(wait) : undefined)
  }
}
