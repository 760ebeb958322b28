// What time does: invitations and offers lapse, work starts on its first day, silence completes, reviews open.
import type { Due } from '../../../core/flow.ts'
import { clockFrom, type Instant, millisOf } from '../../../lib/clock.ts'
import type { KlusData } from '../rules.ts'
import type { KlusStanding } from './standing.ts'
import { patience } from './states.ts'
import { termsInForce } from './terms.ts'

function after(moment: Instant, millis: number): Instant {
  return clockFrom(() => millisOf(moment)).in(millis)
}

interface When {
  readonly subject: KlusData
  readonly moved: Instant
}

export function deadline({ state, data }: KlusStanding, { subject, moved }: When): Due | null {
  if (state === 'invited') return { at: after(moved, patience.invitation), move: 'expire' }
  if (state === 'interested' || state === 'in_talks') {
    const closes = subject.closes === undefined ? moved : after(subject.closes, 0)
    return { at: after(closes > moved ? closes : moved, patience.talk), move: 'expire' }
  }
  if (state === 'offered') return { at: after(moved, patience.offer), move: 'expire' }
  if (state === 'closing' && data.reminded !== undefined)
    return { at: after(data.reminded, patience.lastWord), move: 'completeByTime' }
  if (state === 'closing') return { at: after(data.finished ?? moved, patience.confirmation), move: 'remindWorker' }
  if (state === 'completed') return { at: after(data.completed ?? moved, patience.review), move: 'closeReviews' }
  const starts = state === 'agreed' ? termsInForce(data)?.facts.starts : undefined
  return starts === undefined ? null : { at: after(starts, 0), move: 'start' }
}
