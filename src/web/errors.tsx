// The last stop: whatever was thrown becomes a page that says what is the matter, and helps on.
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import { errorTitle, ErrorPage } from '../../views/error/page.tsx'
import { NotFound, Refusal, TooMany, Unauthenticated, Unavailable } from '../core/errors.ts'
import { refusalOf } from './failures.ts'
import type { Fields } from './fields.ts'
import type { Frame } from './frame.ts'
import { localPath } from './kit.ts'
import { type PageOf, renderBare, renderPage } from './render.tsx'
import { requestIdOf } from './request-id.ts'
import { guestLocale, isFragment, visitOf } from './visit.ts'

export const nothingHere: RequestHandler = (_request, _response, next) => next(new NotFound())

/** The last handler: the page of a Refusal, or an id for a fault of ours, which is logged. */
export function showErrors(frame: Frame): ErrorRequestHandler {
  return async function showError(error: unknown, request, response, next) {
    const refusal = refusalOf(error) ?? new Refusal(500, 'error.unexpected', {}, { cause: error })
    writeDown(frame, request, response, refusal, error)
    if (response.headersSent) return next(error)
    if (refusal instanceof Unauthenticated) return askToSignIn(frame, request, response)
    if (refusal instanceof TooMany) response.setHeader('Retry-After', refusal.retryAfter)
    if (refusal instanceof Unavailable) response.setHeader('Retry-After', 60)
    response.setHeader('Cache-Control', 'no-store')
    response.removeHeader('ETag')
    if (!request.complete) refuseTheRest(request, response)
    response
      .status(refusal.status)
      .type('html')
      .send(await errorHtml(frame, request, response, refusal))
  }
}

/** What is our own fault is an error with its stack; the rest is told by the access log. */
function writeDown(frame: Frame, request: Request, response: Response, refusal: Refusal, error: unknown): void {
  const facts = { requestId: requestIdOf(response), method: request.method, path: request.path, code: refusal.code }
  if (refusal.status === 500) {
    frame.options.log.error('a request failed', {
      ...facts,
      error: error instanceof Error ? error.stack : String(error),
    })
  } else if (refusal instanceof Unavailable) {
    frame.options.log.warn('a request could not be served', {
      ...facts,
      error: String(refusal.cause ?? refusal.message),
    })
  }
}

async function errorHtml(frame: Frame, request: Request, response: Response, refusal: Refusal): Promise<string> {
  const visit = visitOf(response)
  const t = visit?.t ?? frame.options.texts.in(guestLocale(frame, request))
  const answer: PageOf = {
    type: 'page',
    title: errorTitle(t, refusal),
    options: {},
    body: (
      <ErrorPage
        t={t}
        status={refusal.status}
        code={refusal.code}
        text={t.find(refusal.code, refusal.params) ?? t('error.unexpected')}
        requestId={requestIdOf(response)}
        guest={visit?.ctx.viewer.type === 'guest'}
        url={request.method === 'GET' ? request.originalUrl : '/'}
      />
    ),
  }
  const showing = { url: request.originalUrl, flash: undefined, fragment: isFragment(request) }
  try {
    return visit ? await renderPage(frame, visit, answer, showing) : renderBare(frame, t, answer, showing)
  } catch {
    // The rooms that the layout asks fail as well (the database is away): show the page without them.
    return renderBare(frame, t, answer, showing)
  }
}

/** What is still on its way is thrown away unread, and the connection with it: who sends on gets no second answer. */
function refuseTheRest(request: Request, response: Response): void {
  response.setHeader('Connection', 'close')
  request.resume()
}

/** To the sign-in page and back here; what was typed comes along. */
function askToSignIn(frame: Frame, request: Request, response: Response): void {
  const back = request.method === 'GET' ? request.originalUrl : formPage(frame, request)
  if (request.method === 'POST') {
    const form = response.locals['form'] as Fields | undefined
    if (form) frame.kept.keep(response, back.split('?')[0] ?? back, form)
  }
  response.setHeader('Cache-Control', 'no-store')
  response.redirect(303, `/sign-in?return=${encodeURIComponent(back)}`)
}

/** The page that a form was on. */
function formPage(frame: Frame, request: Request): string {
  return request.headers.referer ? localPath(request.headers.referer, frame.options.config.origin) : '/'
}
