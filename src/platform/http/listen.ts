// The port that a process listens on, and how it is left.
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'

/**
 * A reverse proxy uses an idle connection again as long as it thinks that it is there. Were it closed here first, a
 * request could meet the closing, and its sender reads "502 Bad Gateway": so the proxy must be the first to close. Caddy
 * keeps one for 120 s, Traefik for 90, nginx and most balancers for 60; Node's own 5 s are shorter than all of them.
 *
 * `headersTimeout` stays Node's 60 s: it runs from the first byte of a request, not while a connection is idle.
 */
const KEEP_ALIVE_MILLIS = 130_000

/** How long requests under way may take to finish when the server closes. */
const GRACE_MILLIS = 10_000
/** How often, while closing, idle connections are looked for. */
const LEAVING_MILLIS = 50

/** @throws Error when the address cannot be had (in use, or not of this machine) */
export async function listen(handle: RequestListener, at: { host: string; port: number }): Promise<Server> {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MILLIS }, handle)
  keepUnderWay(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(at.port, at.host, resolve)
  })
  return server
}

/** Answers that are under way, by server. */
const underWay = new WeakMap<Server, Set<ServerResponse>>()

function keepUnderWay(server: Server): void {
  const responses = new Set<ServerResponse>()
  underWay.set(server, responses)
  server.prependListener('request', (_request, response: ServerResponse) => {
    responses.add(response)
    response.once('close', () => responses.delete(response))
    if (!server.listening) sayLast(response)
  })
}

/** Its sender is not to use the connection again: a request on its way would meet the closing. */
function sayLast(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close')
}

/** Takes nothing more, and waits for what is under way, but not for ever. */
export async function closeServer(server: Server, graceMillis = GRACE_MILLIS): Promise<void> {
  underWay.get(server)?.forEach(sayLast)
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  // A connection whose last answer is given would otherwise be kept for the next request.
  const leaving = setInterval(() => server.closeIdleConnections(), LEAVING_MILLIS)
  const timer = setTimeout(() => server.closeAllConnections(), graceMillis)
  await closed
  clearInterval(leaving)
  clearTimeout(timer)
}
