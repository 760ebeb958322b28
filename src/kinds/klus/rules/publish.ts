// When a klus is complete enough to be seen, and what of it nobody can change by typing. Pure.
import { Invalid, type FieldFaults } from '../../../core/errors.ts'
import type { Instant } from '../../../lib/clock.ts'
import { dateIn } from '../../../lib/format.ts'
import type { KlusData } from '../rules.ts'

/** Nobody can respond yet. */
export function isUnopened({ status }: Pick<KlusData, 'status'>): boolean {
  return status === 'draft' || status === 'review'
}

/** The last day to respond is over. */
export function isPastClosing({ closes }: Pick<KlusData, 'closes'>, now: Instant): boolean {
  return closes !== undefined && closes < dateIn(now)
}

/**
 * What a klus must say before it opens, by the field that lacks it. In the order of the form.
 * @param only names of fields to look at; default: all
 */
export function whatLacks(data: KlusData, now: Instant): FieldFaults {
  const { starts, ends, closes } = data
  const opens = isUnopened(data) || data.status === 'open'
  return {
    ...(data.result === '' ? { result: { code: 'klus.resultNeeded' } } : {}),
    ...(data.expertise.length === 0 ? { expertise: { code: 'klus.expertiseNeeded' } } : {}),
    ...(data.hoursTotal === undefined && data.hoursPerWeek === undefined
      ? { hoursTotal: { code: 'klus.hoursNeeded' } }
      : {}),
    ...(starts && ends && ends < starts ? { ends: { code: 'klus.endsBeforeStart' } } : {}),
    ...(data.where === 'place' && !data.place ? { place: { code: 'klus.placeNeeded' } } : {}),
    ...(closes === undefined ? { closes: { code: 'klus.closesNeeded' } } : {}),
    ...(opens && isPastClosing(data, now) ? { closes: { code: 'klus.closesPast' } } : {}),
  }
}

/** From draft (or approved) to open; an open one stays what it is. @throws Invalid naming what is missing */
export function publishing(data: KlusData, now: Instant): KlusData {
  const faults = whatLacks(data, now)
  if (Object.keys(faults).length > 0) throw new Invalid(faults)
  return isUnopened(data) ? { ...data, status: 'open', placesLeft: data.places } : data
}

/**
 * The house keeps the status, who holds a place, and whether anybody responded; more places are free places. Who may
 * do it stays as it was: whoever was to read it has read it.
 * @throws Invalid (places) when more are held than there would be
 */
export function carry(before: KlusData, typed: KlusData): KlusData {
  const { status, responded } = before
  if (isUnopened(before)) return { ...typed, status, responded, placesLeft: typed.places }
  const held = before.places - before.placesLeft
  if (typed.places < held) throw new Invalid({ places: { code: 'klus.placesHeld', params: { count: held } } })
  const placesLeft = typed.places - held
  const { purpose, responders } = before
  return { ...typed, purpose, responders, status: statusFor(status, placesLeft), responded, placesLeft }
}

function statusFor(status: KlusData['status'], placesLeft: number): KlusData['status'] {
  if (status === 'filled' && placesLeft > 0) return 'open'
  return status === 'open' && placesLeft === 0 ? 'filled' : status
}
