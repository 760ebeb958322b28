// A request may name the whole address of what it asks for (RFC 9112 §3.2.2): read as its path, like any other.
import type { RequestHandler } from 'express'

const ORIGIN = /^https?:\/\/[^/?#]*\/?/i

/** Whose name stands in the address changes nothing: no more than that in `Host`. */
export const originForm: RequestHandler = (request, _response, next) => {
  if (ORIGIN.test(request.originalUrl)) {
    request.originalUrl = request.originalUrl.replace(ORIGIN, '/')
    request.url = request.originalUrl
  }
  next()
}
