// What somebody typed into a form when the session had ended: kept here until one has signed in again.
import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Clock } from '../lib/clock.ts'
import type { Cookies } from './cookies.ts'
import type { Fields } from './fields.ts'

const KEEP_SECONDS = 1800
/** More are not kept: the oldest goes. */
const MOST_FORMS = 200

export interface KeptForms {
  keep(response: Response, path: string, form: Fields): void
  /** The form that was typed for this path in this browser; it is given once. */
  take(request: Request, response: Response, path: string): Fields | undefined
}

/**
 * In this process's memory: it is a kindness that may be lost, and must not be written down.
 * Passwords are left away.
 */
export function keptForms(cookies: Cookies, clock: Clock): KeptForms {
  const forms = new Map<string, { path: string; form: Fields; until: number }>()
  return {
    keep(response, path, form) {
      for (const [key, entry] of forms) {
        if (forms.size >= MOST_FORMS || entry.until < clock.millis()) forms.delete(key)
      }
      const key = randomBytes(24).toString('base64url')
      const kept = Object.fromEntries(Object.entries(form).filter(([name]) => !/password/i.test(name)))
      forms.set(key, { path, form: kept, until: clock.millis() + KEEP_SECONDS * 1000 })
      cookies.set(response, 'kept', key, KEEP_SECONDS)
    },
    take(request, response, path) {
      const key = cookies.read(request, 'kept')
      const entry = key === undefined ? undefined : forms.get(key)
      if (key === undefined || !entry || entry.path !== path) return undefined
      forms.delete(key)
      cookies.clear(response, 'kept')
      return entry.until < clock.millis() ? undefined : entry.form
    },
  }
}
