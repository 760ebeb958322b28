// Looking back, in words: nobody reads the other's before his own is given, or time is up.
import { Conflict } from '../../../core/errors.ts'
import type { Side } from '../../../core/flow.ts'
import { type Instant, millisOf } from '../../../lib/clock.ts'
import { z } from '../../../lib/schema.ts'
import { flag, moveLimits, wordsNeeded } from './fields.ts'
import { byBoth, byClock, otherSide, sideOf } from './roles.ts'
import type { KlusMove, KlusResponse } from './standing.ts'
import { patience } from './states.ts'

export const review: KlusMove<{ text: string }> = {
  offered: 'first',
  from: ['completed'],
  by: byBoth,
  payload: z.object({ text: wordsNeeded(moveLimits.text, 'klus.reviewNeeded') }),
  fields: [{ name: 'text', type: 'text', required: true, max: moveLimits.text }],
  fits: ({ data }, { maker }) => data.reviews[sideOf(maker)] === undefined,
  apply({ data }, { text }, { maker, now }) {
    const side = sideOf(maker)
    if (data.reviews[side]) throw new Conflict('klus.reviewGiven')
    const reviews = { ...data.reviews, [side]: { text, at: now, shown: false } }
    const both = reviews.author !== undefined && reviews.respondent !== undefined
    return { state: both ? 'reviewed' : 'completed', data: { ...data, reviews } }
  },
}

/** Whom a review is about decides whether others may read it on his profile. */
export const showReview: KlusMove<{ shown: boolean }> = {
  offered: 'within',
  from: ['reviewed'],
  by: byBoth,
  payload: z.object({ shown: flag }),
  fields: [{ name: 'shown', type: 'flag' }],
  initial: ({ data }, { maker }) => ({ shown: data.reviews[otherSide(sideOf(maker))]?.shown ? 'true' : '' }),
  fits: ({ data }, { maker, foreign }) => !foreign && data.reviews[otherSide(sideOf(maker))] !== undefined,
  apply({ state, data }, { shown }, { maker }) {
    const other = otherSide(sideOf(maker))
    const theirs = data.reviews[other]
    if (!theirs) throw new Conflict('klus.noReview')
    return { state, data: { ...data, reviews: { ...data.reviews, [other]: { ...theirs, shown } } } }
  },
}

/** Time is up: what was given is shown. */
export const closeReviews: KlusMove<Record<string, never>> = {
  from: ['completed'],
  by: byClock,
  payload: z.object({}),
  apply: ({ data }) => ({ state: 'reviewed', data }),
}

export function reviewsAreOpen({ reviews, completed }: KlusResponse, now: Instant): boolean {
  if (reviews.author && reviews.respondent) return true
  return completed !== undefined && millisOf(now) >= millisOf(completed) + patience.review
}

/** What one side may know now: everything but the other's review before its time. */
export function visible(data: KlusResponse, side: Side, now: Instant): KlusResponse {
  const other = otherSide(side)
  if (!data.reviews[other] || reviewsAreOpen(data, now)) return data
  const { [other]: _, ...own } = data.reviews
  return { ...data, reviews: own }
}
