// Public pages for visitors who are not signed in, rendered at most once a second.
import { createHash } from 'node:crypto'
import { gzip } from 'node:zlib'
import { promisify } from 'node:util'
import type { Request, Response } from 'express'
import type { Clock } from '../lib/clock.ts'

const FRESH_MILLIS = 1000
const MAX_PAGES = 500
const compress = promisify(gzip)

interface Entry {
  readonly html: Buffer
  readonly gzipped: Buffer
  readonly etag: string
  readonly until: number
}

export interface GuestCache {
  /** Answers from memory when the page is there and fresh. */
  answer(request: Request, response: Response, key: string): boolean
  store(request: Request, response: Response, key: string, html: string): Promise<void>
}

/** One for each app: it lives in memory. */
export function guestCache(clock: Clock): GuestCache {
  const pages = new Map<string, Entry>()
  return {
    answer(request, response, key) {
      const entry = pages.get(key)
      if (!entry || entry.until <= clock.millis()) return false
      send(request, response, entry)
      return true
    },
    async store(request, response, key, html) {
      const bytes = Buffer.from(html)
      const gzipped = await compress(bytes)
      const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
      const entry = { html: bytes, gzipped, etag, until: clock.millis() + FRESH_MILLIS }
      if (pages.size >= MAX_PAGES) pages.clear()
      pages.set(key, entry)
      send(request, response, entry)
    },
  }
}

/** Whoever keeps the page asks again each time, and mostly hears that it is still the same (RFC 9110 §13.1.2). */
function send(request: Request, response: Response, entry: Entry): void {
  response.setHeader('Cache-Control', 'public, no-cache')
  response.setHeader('Vary', 'Accept, Accept-Encoding, Accept-Language, Cookie')
  response.setHeader('ETag', entry.etag)
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  if (request.headers['if-none-match']?.includes(entry.etag)) {
    response.statusCode = 304
    response.end()
    return
  }
  const small = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  const bytes = small ? entry.gzipped : entry.html
  if (small) response.setHeader('Content-Encoding', 'gzip')
  response.setHeader('Content-Length', bytes.length)
  response.end(request.method === 'HEAD' ? undefined : bytes)
}
