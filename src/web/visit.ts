// Who visits, and in which language: session cookie → viewer → context, once per request.
import type { Request, RequestHandler, Response } from 'express'
import type { LayoutProps } from '../../views/layout/page.tsx'
import type { Ctx } from '../core/context.ts'
import { guest } from '../core/viewer.ts'
import type { Locale, Translate } from '../platform/i18n/texts.ts'
import type { Frame } from './frame.ts'
import { acceptedLocale, toLocale } from './locale.ts'

export interface Visit {
  readonly ctx: Ctx
  readonly t: Translate
  readonly sessionId: string | undefined
  /** When it was asked for already. */
  readonly around?: Promise<Around>
}

/** What the layout shows besides the page: whose plein it is, who is looking. */
export type Around = Pick<LayoutProps, 'site' | 'person'>

/** The header that our own script sends when it wants a part of a page. */
const FRAGMENT_HEADER = 'x-fragment'

/** Our own script asks for a part of a page. */
export function isFragment(request: Request): boolean {
  return request.headers[FRAGMENT_HEADER] !== undefined
}

/** The visit that `visitors` found, or undefined when the request failed before. */
export function visitOf(response: Response): Visit | undefined {
  return response.locals['visit'] as Visit | undefined
}

/** Language of somebody who is not (yet) known to be signed in. */
export function guestLocale(frame: Frame, request: Request): Locale {
  return toLocale(frame.cookies.read(request, 'language')) ?? acceptedLocale(request.headers['accept-language'])
}

/** Another server asks by the address of a page, such as somebody there pasted: it wants the document, no HTML. */
export function wantsActivity(request: Request): boolean {
  const accept = request.headers.accept ?? ''
  return /application\/(activity|ld)\+json/i.test(accept) && !/text\/html/i.test(accept)
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** True when nothing in the request belongs to one visitor alone: then a page from memory will do. */
export function isPlainGuest(frame: Frame, request: Request): boolean {
  if (!isRead(request)) return false
  if (isFragment(request) || wantsActivity(request) || request.headers['signature'] !== undefined) return false
  if (request.headers.cookie === undefined) return true
  return (['session', 'flash', 'kept'] as const).every((name) => frame.cookies.read(request, name) === undefined)
}

/** Finds out who visits, once per request; later steps ask `visitOf`. */
export function visitors(frame: Frame): RequestHandler {
  return async function findVisitor(request, response, next) {
    const locale = guestLocale(frame, request)
    const token = frame.cookies.read(request, 'session')
    let visit = visitAs(frame, guest, locale, undefined)
    if (token !== undefined) {
      // Who it is, is always asked; what he reads may be what it was.
      const [found, db] = await Promise.all([
        frame.session?.resolve(visit.ctx, token),
        isRead(request) ? frame.options.steadyReads?.() : undefined,
      ])
      if (found) {
        const chosen = toLocale(frame.cookies.read(request, 'language')) ?? found.locale ?? locale
        visit = visitAs(frame, found.viewer, chosen, found.sessionId, db)
      } else frame.cookies.clear(response, 'session')
    }
    if (token === undefined && isSigned(request)) {
      const viewer = await frame.options.signer?.(request)
      if (viewer) visit = visitAs(frame, viewer, locale, undefined)
    }
    response.locals['visit'] = visit
    next()
  }
}

/** Other servers fetch pictures of what their people may read, and sign for it. All else on the pages is for people. */
function isSigned(request: Request): boolean {
  return isRead(request) && request.path.startsWith('/media/') && request.headers['signature'] !== undefined
}

function visitAs(
  frame: Frame,
  viewer: Ctx['viewer'],
  locale: Locale,
  sessionId: string | undefined,
  db?: Ctx['db'],
): Visit {
  return { ctx: frame.options.context(viewer, locale, db), t: frame.options.texts.in(locale), sessionId }
}

/** Until the first administrator exists, every page leads to the set-up page. */
export function setUpFirst(frame: Frame): RequestHandler {
  let done = frame.session === undefined
  return async function leadToSetUp(request, response, next) {
    if (done || request.path === '/setup') return next()
    const visit = visitOf(response)
    done = visit === undefined || (await frame.session?.isSetUp(visit.ctx)) !== false
    if (done) return next()
    response.setHeader('Cache-Control', 'no-store')
    response.redirect(303, '/setup')
  }
}
