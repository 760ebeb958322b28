// What somebody typed into a form when the session had ended: kept here until one has signed in again.
import { randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import type { Clock } from '../lib/clock.ts'
import type { Cookies } from './cookies.ts'
import type { Fields } from './fields.ts'

const KEEP_SECONDS = 1800
/** More are not kept: the oldest goes. */
const MAX_FORMS = 200
/** Characters of one form, and of all of them: anybody can fill in forms. */
const MAX_OF_ONE = 500_000
const MAX_OF_ALL = 10_000_000

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
  const forms = new Map<string, { path: string; form: Fields; size: number; until: number }>()
  let total = 0
  function forget(key: string): void {
    total -= forms.get(key)?.size ?? 0
    forms.delete(key)
  }
  return {
    keep(response, path, form) {
      const kept = Object.fromEntries(Object.entries(form).filter(([name]) => !/password/i.test(name)))
      const size = sizeOf(kept)
      if (size > MAX_OF_ONE) return
      total += size
      for (const [key, entry] of forms) {
        if (forms.size < MAX_FORMS && total <= MAX_OF_ALL && entry.until >= clock.millis()) continue
        forget(key)
      }
      const key = randomBytes(24).toString('base64url')
      forms.set(key, { path, form: kept, size, until: clock.millis() + KEEP_SECONDS * 1000 })
      cookies.set(response, 'kept', key, KEEP_SECONDS)
    },
    take(request, response, path) {
      const key = cookies.read(request, 'kept')
      const entry = key === undefined ? undefined : forms.get(key)
      if (key === undefined || !entry || entry.path !== path) return undefined
      forget(key)
      cookies.clear(response, 'kept')
      return entry.until < clock.millis() ? undefined : entry.form
    },
  }
}

function sizeOf(form: Fields): number {
  return Object.entries(form).reduce((sum, [name, value]) => sum + name.length + [value].flat().join('').length, 0)
}
