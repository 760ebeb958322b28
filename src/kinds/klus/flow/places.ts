// The places of a klus: how many there are, whether one may respond, and what the klus says of them afterwards.
import { Conflict } from '../../../core/errors.ts'
import type { Tally } from '../../../core/flow.ts'
import { type Instant, millisOf } from '../../../lib/clock.ts'
import { dayOf } from '../../../lib/format.ts'
import type { KlusData, KlusStatus } from '../rules.ts'

const DAY = 86_400_000

export function places({ places: number }: KlusData): number {
  return number
}

/** The last day counts whole, by the calendar of the Netherlands. */
export function isPast(date: string, now: Instant): boolean {
  return dayOf(now) > millisOf(date) / DAY
}

/** @throws Conflict with words when one may not begin to respond now */
export function mayRespond(subject: KlusData, now: Instant): void {
  if (subject.status === 'filled' || (subject.status === 'open' && subject.placesLeft < 1)) {
    throw new Conflict('klus.full')
  }
  if (subject.status !== 'open') throw new Conflict('klus.notOpen')
  if (subject.closes !== undefined && isPast(subject.closes, now)) throw new Conflict('klus.responsesClosed')
}

/** What the klus says of its places after its responses changed; the same object when that is what it said. */
export function settle(subject: KlusData, tally: Tally): KlusData {
  const placesLeft = Math.max(0, subject.places - tally.taken)
  const responded = subject.responded || tally.total > 0
  const status = statusAfter(subject, placesLeft, tally)
  const same = placesLeft === subject.placesLeft && responded === subject.responded && status === subject.status
  return same ? subject : { ...subject, placesLeft, responded, status }
}

function statusAfter({ status }: KlusData, placesLeft: number, { byState, taken }: Tally): KlusStatus {
  const done = (byState['completed'] ?? 0) + (byState['reviewed'] ?? 0)
  const allDone = done > 0 && done === taken
  // What its author closed, or what time closed, is completed by whom he had; an open one waits for more.
  const closed = status === 'closed' || status === 'expired' || placesLeft === 0
  if (['open', 'filled', 'closed', 'expired'].includes(status) && allDone && closed) return 'completed'
  if (status === 'open' && placesLeft === 0) return 'filled'
  if (status === 'filled' && placesLeft > 0) return 'open'
  return status
}
