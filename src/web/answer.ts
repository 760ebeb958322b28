// Sends the answer of a room: a page, a redirect with a message, a file.
import { transcode } from 'node:buffer'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Request, Response } from 'express'
import type { PageAnswer, SessionChange } from '../core/pages.ts'
import { millisOf } from '../lib/clock.ts'
import type { Frame } from './frame.ts'
import { localPath } from './kit.ts'
import { type PageOf, renderPage } from './render.tsx'
import { guestLocale, isFragment, isPlainGuest, type Visit, wantsActivity } from './visit.ts'

const FLASH_SECONDS = 60

/** Sends what a page answered; sets or clears the session cookie when it asks for that. */
export async function sendAnswer(
  frame: Frame,
  request: Request,
  response: Response,
  visit: Visit,
  answer: PageAnswer,
): Promise<void> {
  if (answer.type === 'page') return sendPage(frame, request, response, visit, answer)
  if (answer.type === 'file') return sendFile(response, visit, answer)
  if (answer.session !== undefined) changeSession(frame, response, answer.session)
  if (answer.flash !== undefined) frame.cookies.set(response, 'flash', answer.flash, FLASH_SECONDS)
  response.setHeader('Cache-Control', 'no-store')
  response.redirect(303, localPath(answer.to, frame.options.config.origin))
}

/** The key under which a guest's page is remembered. */
export function guestKey(frame: Frame, request: Request): string {
  return `${guestLocale(frame, request)} ${request.originalUrl}`
}

async function sendPage(
  frame: Frame,
  request: Request,
  response: Response,
  visit: Visit,
  answer: PageOf,
): Promise<void> {
  const { activityIri } = answer.options
  if (activityIri?.startsWith(`${frame.options.config.origin}/`) && wantsActivity(request)) {
    response.setHeader('Cache-Control', 'no-store')
    return response.redirect(303, activityIri)
  }
  const showing = {
    url: request.originalUrl,
    flash: takeFlash(frame, request, response, visit),
    fragment: isFragment(request),
  }
  const html = await renderPage(frame, visit, answer, showing)
  const status = answer.options.status ?? 200
  if (answer.options.public && status === 200 && visit.ctx.viewer.type === 'guest' && isPlainGuest(frame, request)) {
    return frame.cache.store(request, response, guestKey(frame, request), html)
  }
  response.setHeader('Cache-Control', 'no-store')
  sendHtml(request, response, status, html)
}

/** The same as Buffer.from(html), which takes four times as long for a text with a single letter beyond Latin-1. */
function utf8Of(html: string): Buffer {
  if (!/[^\0-\xff]/.test(html)) return Buffer.from(html)
  try {
    return transcode(Buffer.from(html, 'utf16le'), 'utf16le', 'utf8')
  } catch {
    // Half of a pair, where a text was cut: it becomes the mark for what cannot be read.
    return Buffer.from(html)
  }
}

/** Without an ETag, which express would count out over the whole page: nobody may keep it. */
function sendHtml(request: Request, response: Response, status: number, html: string): void {
  const bytes = utf8Of(html)
  response.statusCode = status
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Content-Length', bytes.length)
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

/** The text of the message that the page before left, shown once. */
function takeFlash(frame: Frame, request: Request, response: Response, visit: Visit): string | undefined {
  const key = frame.cookies.read(request, 'flash')
  if (key === undefined) return undefined
  frame.cookies.clear(response, 'flash')
  return visit.t.find(key)
}

function changeSession(frame: Frame, response: Response, change: SessionChange): void {
  if (change === null) return frame.cookies.clear(response, 'session')
  const seconds = (millisOf(change.expires.toISOString()) - frame.options.clock.millis()) / 1000
  frame.cookies.set(response, 'session', change.token, Math.max(0, Math.floor(seconds)))
}

async function sendFile(
  response: Response,
  visit: Visit,
  answer: Extract<PageAnswer, { type: 'file' }>,
): Promise<void> {
  response.status(answer.status ?? 200)
  response.setHeader('Cache-Control', visit.sessionId === undefined ? 'no-cache' : 'private, no-cache')
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value)
  response.setHeader('Content-Type', answer.contentType)
  if (answer.body instanceof Readable) await pipeline(answer.body, response)
  else response.send(typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body)
}
