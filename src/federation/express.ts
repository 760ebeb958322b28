// Between Express 5 and the frame: reads bodies within limits, answers in JSON, adapts Fedify's fetch for discovery.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Federation } from '@fedify/fedify'
import type { IRouter, Request as ExpressRequest, RequestHandler, Response as ExpressResponse } from 'express'
import { NotFound, TooLarge } from '../core/errors.ts'
import type { Viewer } from '../core/viewer.ts'
import type { DocumentAnswer, Documents } from './documents.ts'
import { answerTo } from './errors.ts'
import type { Frame } from './frame.ts'
import type { Inbox } from './inbox.ts'
import { MAX_BYTES } from './json.ts'
import { nodeInfoLinks, NODEINFO_PATH } from './nodeinfo.ts'
import type { HeaderReader } from './signatures.ts'

export interface Inboxes {
  readonly frame: Frame
  readonly inbox: Inbox
  /** Is there a local actor with that id, who has an inbox? */
  hasInbox(actorId: string): Promise<boolean>
}

export interface Doors {
  readonly frame: Frame
  readonly documents: Documents
  readonly discovery: Federation<void>
  visitor(request: ExpressRequest): Promise<Viewer>
}

/** Mount before anything that reads bodies, or is there for browsers. Federation switched off: none. */
export function mountInboxes(router: IRouter, inboxes: Inboxes): void {
  const { frame, hasInbox } = inboxes
  if (frame.mode === 'off') return
  router.post(
    ['/inbox', '/ap/inbox', '/ap/instance/inbox'],
    answering(frame, (request, response) => receive(inboxes, request, response)),
  )
  router.post(
    '/ap/actors/:id/inbox',
    answering(frame, async (request, response) => {
      if (!(await hasInbox(String(request.params['id'])))) throw new NotFound('actor.notFound')
      await receive(inboxes, request, response)
    }),
  )
}

/** All that is not an inbox. */
export function mountDoors(router: IRouter, doors: Doors): void {
  const { frame } = doors
  if (frame.mode === 'off') {
    router.all(['/inbox', '/ap/{*rest}', '/.well-known/webfinger', '/.well-known/nodeinfo', NODEINFO_PATH], nothingHere)
    return
  }
  const answered = (work: Work): RequestHandler => answering(frame, work)
  router.get(
    '/.well-known/nodeinfo',
    answered(async (_, response) => {
      response.set('access-control-allow-origin', '*').json(await nodeInfoLinks(frame))
    }),
  )
  router.get(
    ['/.well-known/webfinger', NODEINFO_PATH],
    answered((request, response) => discover(doors, request, response)),
  )
  router.get(
    '/ap/{*rest}',
    answered((request, response) => giveDocument(doors, request, response)),
  )
}

type Work = (request: ExpressRequest, response: ExpressResponse) => Promise<void>

/** Refusals become JSON with their status; faults go on to the application. */
function answering(frame: Frame, work: Work): RequestHandler {
  return async (request, response) => {
    try {
      await work(request, response)
    } catch (error) {
      const answer = answerTo(error)
      if (!answer) throw error
      if (answer.status >= 500) frame.log.warn('cannot answer now', { path: request.path, error: answer.body.error })
      // The rest of a body that was not read is not waited for.
      if (!request.readableEnded && request.method === 'POST') response.set('connection', 'close')
      response.set('x-content-type-options', 'nosniff')
      response.status(answer.status).set(answer.headers).json(answer.body)
    }
  }
}

function nothingHere(_: ExpressRequest, response: ExpressResponse): void {
  response.status(404).json({ error: 'federation is switched off' })
}

async function receive(doors: Inboxes, request: ExpressRequest, response: ExpressResponse): Promise<void> {
  const headers = headersOf(request)
  const address = request.ip ?? request.socket.remoteAddress ?? ''
  doors.inbox.knock({ headers, address })
  const body = await readBody(request)
  await doors.inbox.accept({ method: request.method, url: urlOf(doors.frame, request), headers, body }, address)
  response.status(202).end()
}

/** @throws TooLarge as soon as it is, whatever its Content-Length says. */
async function readBody(request: ExpressRequest): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BYTES) throw new TooLarge('activity.tooLarge')
    chunks.push(chunk)
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)
}

async function giveDocument(doors: Doors, request: ExpressRequest, response: ExpressResponse): Promise<void> {
  const url = urlOf(doors.frame, request)
  const { pathname, searchParams } = new URL(url)
  const answer = await doors.documents.find({
    path: decoded(pathname.slice('/ap/'.length)),
    query: Object.fromEntries(searchParams),
    url,
    headers: headersOf(request),
    visitor: () => doors.visitor(request),
  })
  if (!answer) throw new NotFound()
  send(response, answer)
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch (cause) {
    throw new NotFound('error.notFound', {}, { cause })
  }
}

function send(response: ExpressResponse, { status, headers, body }: DocumentAnswer): void {
  response.status(status)
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.end(body)
}

/** As it was signed: path and query exactly as they came, on our own origin whatever the proxy calls us. */
function urlOf(frame: Frame, request: ExpressRequest): string {
  return `${frame.urls.origin}${request.originalUrl}`
}

/** As they came, repeated ones too: Node joins or drops some of these in `request.headers`. */
export function headersOf({ rawHeaders }: Pick<ExpressRequest, 'rawHeaders'>): HeaderReader {
  const values = new Map<string, string>()
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] as string).toLowerCase()
    const before = values.get(name)
    const value = rawHeaders[at + 1] as string
    values.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return { get: (name) => values.get(name) ?? null, has: (name) => values.has(name) }
}

/** Fedify speaks fetch; the published adapter breaks under Express 5 (406 behind async middleware, lost bodies). */
async function discover(doors: Doors, request: ExpressRequest, response: ExpressResponse): Promise<void> {
  const headers = new Headers()
  const { rawHeaders } = request
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] as string, rawHeaders[at + 1] as string)
  const asked = new Request(urlOf(doors.frame, request), { headers })
  const answer = await doors.discovery.fetch(asked, { contextData: undefined })
  response.status(answer.status)
  for (const [name, value] of answer.headers) response.setHeader(name, value)
  if (answer.body === null || request.method === 'HEAD') response.end()
  else await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), response)
}
