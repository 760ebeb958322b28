// Hangs the pages of the rooms on express, and hands them their request.
import type { Express, Request, RequestHandler, Response } from 'express'
import { NotFound, Refusal } from '../core/errors.ts'
import type { PageHandler, PageRequest, PageRoutes } from '../core/pages.ts'
import { sendAnswer, guestKey } from './answer.ts'
import { readForm } from './body.ts'
import { parseFields, type SentForm } from './fields.ts'
import type { Frame } from './frame.ts'
import { readAround } from './render.tsx'
import { type Around, isFragment, isPlainGuest, type Visit, visitOf } from './visit.ts'

/** Pages that were made within the last second, for visitors who are not signed in. */
export function guestPages(frame: Frame): RequestHandler {
  return function answerGuest(request, response, next) {
    if (isPlainGuest(frame, request) && frame.cache.answer(request, response, guestKey(frame, request))) return
    next()
  }
}

/** Only GET, HEAD and POST exist for pages. */
export const knownMethods: RequestHandler = (request, response, next) => {
  if (['GET', 'HEAD', 'POST'].includes(request.method)) return next()
  response.setHeader('Allow', 'GET, HEAD, POST')
  next(new Refusal(405, 'error.badMethod'))
}

/** Hangs all pages of all rooms on express, in the order of the rooms. */
export function mountPages(app: Express, frame: Frame): void {
  const routes: PageRoutes = {
    get: (path, handler) => void app.get(path, run(frame, handler)),
    post: (path, handler) => void app.post(path, run(frame, handler)),
  }
  for (const feature of frame.options.features) feature.pages?.(routes)
}

/** One page as an express handler; whatever it throws goes to the error page. */
export function run(frame: Frame, handler: PageHandler): RequestHandler {
  return async function servePage(request, response) {
    const found = visitOf(response)
    if (!found) throw new Error('a page was asked before the visitor was known')
    const visit = wantsPage(request) ? { ...found, around: aroundOf(frame, found) } : found
    const sent = request.method === 'POST' ? await sentForm(request, response, visit) : nothing
    const answer = await handler(pageRequest(frame, request, response, visit, sent))
    // It may have been the name of the organisation.
    if (request.method === 'POST') frame.layout.forget()
    await sendAnswer(frame, request, response, visit, answer)
  }
}

/** And not a picture, or a part of a page; of a form only what it led to is shown. */
function wantsPage(request: Request): boolean {
  return request.method === 'GET' && !isFragment(request) && /text\/html/i.test(request.headers.accept ?? '')
}

/** Read while the page is made, not after it: what is asked at the same moment goes to the database together. */
function aroundOf(frame: Frame, visit: Visit): Promise<Around> {
  const around = readAround(frame, visit)
  // It may turn out that there is no page: then nobody waits for it.
  around.catch(() => undefined)
  return around
}

const nothing: SentForm = { form: {}, files: [] }

async function sentForm(request: Request, response: Response, visit: Visit): Promise<SentForm> {
  const sent = await readForm(request, visit.ctx.viewer.type === 'person')
  response.locals['form'] = sent.form
  return sent
}

function pageRequest(frame: Frame, request: Request, response: Response, visit: Visit, sent: SentForm): PageRequest {
  return {
    ctx: visit.ctx,
    t: visit.t,
    method: request.method === 'POST' ? 'POST' : 'GET',
    path: request.path,
    url: request.originalUrl,
    params: pathParams(request),
    query: queryOf(request),
    form: sent.form,
    files: sent.files,
    address: request.ip ?? '',
    userAgent: String(request.headers['user-agent'] ?? '').slice(0, 500),
    sessionId: visit.sessionId,
    store: frame.options.store,
    get lookup() {
      return frame.options.lookup(visit.ctx)
    },
    fragment: isFragment(request),
    kept: request.method === 'GET' ? frame.kept.take(request, response, request.path) : undefined,
  }
}

function pathParams(request: Request): Record<string, string> {
  const params: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.params)) {
    const text = Array.isArray(value) ? value.join('/') : String(value)
    if (text.includes('\0')) throw new NotFound()
    params[name] = text
  }
  return params
}

function queryOf(request: Request): Record<string, string> {
  const start = request.originalUrl.indexOf('?')
  if (start < 0) return {}
  const query: Record<string, string> = Object.create(null) as Record<string, string>
  for (const [name, value] of Object.entries(parseFields(request.originalUrl.slice(start + 1)))) {
    query[name] = typeof value === 'string' ? value : (value[0] ?? '')
  }
  return query
}
