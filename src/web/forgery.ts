// Refuses requests that another site makes a visitor's browser send (CSRF), without tokens in forms.
import type { IncomingHttpHeaders } from 'node:http'
import type { RequestHandler } from 'express'
import { Refusal } from '../core/errors.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * True when a request that changes something comes from a page of our own, or from no page at all.
 * Browsers say so in Sec-Fetch-Site (Fetch Metadata) and, older ones, in Origin; only programs send neither,
 * and those hold no cookies that somebody else could misuse.
 */
export function isOwnRequest(method: string, headers: IncomingHttpHeaders, origin: string): boolean {
  if (safeMethods.has(method)) return true
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || (site === 'none' && sameOrigin(headers, origin))
  return sameOrigin(headers, origin)
}

/** No Origin (programs) or our own. `null` is what a page without an origin sends: not ours. */
function sameOrigin(headers: IncomingHttpHeaders, origin: string): boolean {
  return headers.origin === undefined || headers.origin === origin
}

/** Answers 403 to a request that changes something and comes from another site. */
export function forgeryGuard(origin: string): RequestHandler {
  return function guardAgainstForgery(request, _response, next) {
    if (isOwnRequest(request.method, request.headers, origin)) next()
    else next(new Refusal(403, 'error.foreignForm'))
  }
}
