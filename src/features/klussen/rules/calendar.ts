// The private address of somebody's calendar of klussen: whoever has it reads along, so it can be made anew.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ActorId } from '../../../lib/id.ts'

/** Setting that holds what the present address of somebody rests on. */
export const calendarSetting = (personId: ActorId): string => `klussen.calendar.${personId}`

/** HMAC-SHA-256 with the plein's own key, base64url. @param seed changed to end the addresses before */
export function calendarKey(secretKey: string, personId: ActorId, seed: string): string {
  return createHmac('sha256', secretKey).update(`klussen calendar ${personId} ${seed}`).digest('base64url')
}

export function isCalendarKey(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}
