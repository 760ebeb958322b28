// Outgoing HTTP: no private addresses, limits on size, time and redirects, a user agent.
import type { Dispatcher } from 'undici'
import { type AgentOptions, openAgent } from './agent.ts'
import { collect, type Collected } from './collect.ts'
import { faultFrom, HttpFault } from './fault.ts'

export { guardGlobalFetch } from './agent.ts'
export { HttpFault, type HttpFaultCode } from './fault.ts'

export interface HttpInit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>> | Headers
  readonly body?: string | Buffer
  /** 'follow' (default, at most 5), 'manual' gives the answer itself, 'error' throws too-many-redirects. */
  readonly redirect?: 'follow' | 'error' | 'manual'
  /** Default 1 MB. */
  readonly maxBytes?: number
  /** For everything together: redirects, connection, body. Default 10 s. */
  readonly timeoutMillis?: number
  readonly signal?: AbortSignal
}

/** The whole answer is in when fetch returns it. Any status is an answer. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  /** After redirects. */
  readonly url: string
  text(): Promise<string>
  bytes(): Promise<Buffer>
}

export interface HttpClient {
  /** @throws HttpFault, and nothing else. */
  fetch(url: string, init?: HttpInit): Promise<HttpAnswer>
  close(): Promise<void>
}

export interface HttpOptions extends AgentOptions {
  readonly userAgent: string
}

const MAX_BYTES = 1024 * 1024
const TIMEOUT_MILLIS = 10_000
const MAX_REDIRECTS = 5

interface Hop {
  url: URL
  method: string
  headers: Record<string, string>
  body: string | Buffer | undefined
}

/** A client with connections of its own; `close` ends them. */
export function openHttp(options: HttpOptions): HttpClient {
  const agent = openAgent(options)

  async function fetch(address: string, init: HttpInit = {}): Promise<HttpAnswer> {
    const giveUp = new AbortController()
    const timer = setTimeout(
      () => giveUp.abort(new HttpFault('timeout', address)),
      init.timeoutMillis ?? TIMEOUT_MILLIS,
    )
    const signal = init.signal ? AbortSignal.any([giveUp.signal, init.signal]) : giveUp.signal
    try {
      return await followed(firstHop(address, init, options.userAgent), init, signal)
    } catch (error) {
      throw faultFrom(giveUp.signal.aborted ? giveUp.signal.reason : error, address)
    } finally {
      clearTimeout(timer)
    }
  }

  async function followed(first: Hop, init: HttpInit, signal: AbortSignal): Promise<HttpAnswer> {
    const mode = init.redirect ?? 'follow'
    let hop = first
    const limits = { maxBytes: init.maxBytes ?? MAX_BYTES, signal }
    for (let redirects = 0; ; redirects++) {
      const answer = await collect(agent, requestOf(hop), limits)
      const location = answer.headers['location']
      if (mode === 'manual' || !isRedirect(answer.status) || location === undefined)
        return answerOf(answer, hop.url.href)
      if (mode === 'error' || redirects >= MAX_REDIRECTS) throw new HttpFault('too-many-redirects', hop.url.href)
      hop = nextHop(hop, location, answer.status, options.allowPrivateAddress)
    }
  }

  return { fetch, close: () => agent.destroy() }
}

function firstHop(address: string, init: HttpInit, userAgent: string): Hop {
  const headers: Record<string, string> = { 'user-agent': userAgent }
  const given = init.headers instanceof Headers ? init.headers.entries() : Object.entries(init.headers ?? {})
  for (const [name, value] of given) headers[name.toLowerCase()] = value
  return { url: parsed(address), method: (init.method ?? 'GET').toUpperCase(), headers, body: init.body }
}

function nextHop(hop: Hop, location: string, status: number, allowPlain: boolean): Hop {
  const url = parsed(location, hop.url)
  if (hop.url.protocol === 'https:' && url.protocol === 'http:' && !allowPlain) {
    throw new HttpFault('bad-address', `${hop.url.href} leads from https to http`)
  }
  const headers = { ...hop.headers }
  delete headers['host']
  if (url.origin !== hop.url.origin) {
    for (const name of ['authorization', 'cookie', 'signature', 'signature-input']) delete headers[name]
  }
  if (hop.method === 'GET' || hop.method === 'HEAD' || status === 307 || status === 308) return { ...hop, url, headers }
  for (const name of ['content-type', 'content-length', 'content-digest', 'digest']) delete headers[name]
  return { url, method: 'GET', headers, body: undefined }
}

function parsed(address: string, base?: URL): URL {
  const url = URL.parse(address, base)
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password) {
    throw new HttpFault('bad-address', address.slice(0, 500))
  }
  return url
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}

function requestOf({ url, method, headers, body }: Hop): Dispatcher.DispatchOptions {
  const path = `${url.pathname}${url.search}`
  return { origin: url.origin, path, method: method as Dispatcher.HttpMethod, headers, body: body ?? null }
}

function answerOf({ status, headers, bytes }: Collected, url: string): HttpAnswer {
  return {
    status,
    url,
    // Made when somebody asks: of most answers, those to deliveries, nobody does.
    get headers() {
      return headersFrom(headers)
    },
    text: async () => bytes.toString('utf8'),
    bytes: async () => bytes,
  }
}

function headersFrom(given: Collected['headers']): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(given)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) headers.append(name, one)
    }
  }
  return headers
}
