// Gives each request an id, and writes a line in the log when it has been answered.
import { randomUUID } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import type { Clock } from '../lib/clock.ts'
import type { Logger } from '../platform/log.ts'

/** Answers that take longer stand in the log whatever they are. */
const SLOW_MILLIS = 1000

/** Id of the request, as the log and the error page say it: ten letters and figures that one can read out. */
export function requestIdOf(response: Response): string {
  return String(response.locals['requestId'] ?? '')
}

/** Pages that were fetched without trouble are logged at debug: they are many, and say little. */
export function accessLog(log: Logger, clock: Clock): RequestHandler {
  return function logAccess(request, response, next) {
    const started = clock.millis()
    // Node draws many of these at once; bytes of its own for each request cost ten times as much.
    response.locals['requestId'] = randomUUID().replaceAll('-', '').slice(-10)
    response.setHeader('X-Request-Id', requestIdOf(response))
    response.once('finish', () => {
      const millis = clock.millis() - started
      const quiet = response.statusCode < 400 && request.method === 'GET' && millis < SLOW_MILLIS
      log[quiet ? 'debug' : 'info'](`${request.method} ${request.path} ${response.statusCode}`, {
        requestId: requestIdOf(response),
        millis,
        address: request.ip,
      })
    })
    next()
  }
}
