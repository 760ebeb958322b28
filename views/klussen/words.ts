// A klus's facts in words: hours, period, place, and how long one may still respond.
import { dateIn, formatDate, formatNumber } from '../../src/lib/format.ts'
import type { Translate } from '../../src/platform/i18n/texts.ts'

export interface KlusFactsShown {
  readonly purpose: 'request' | 'offer'
  readonly hoursPerWeek?: number | undefined
  readonly hoursTotal?: number | undefined
  /** Days (YYYY-MM-DD). */
  readonly starts?: string | undefined
  readonly ends?: string | undefined
  readonly flexible: boolean
  readonly where: 'place' | 'remote' | 'both'
  readonly place: string
  readonly closes?: string | undefined
  readonly places: number
  readonly placesLeft: number
}

/** "8 uur per week, 60 in totaal". */
export function hoursOf(t: Translate, { hoursPerWeek, hoursTotal }: KlusFactsShown): string | undefined {
  const week = hoursPerWeek === undefined ? undefined : formatNumber(hoursPerWeek, t.locale)
  const total = hoursTotal === undefined ? undefined : formatNumber(hoursTotal, t.locale)
  if (week && total) return t('klussen.hours.both', { week, total })
  if (week) return t('klussen.hours.week', { week })
  return total && t('klussen.hours.total', { total })
}

/** "1 maart – 30 juni 2027, in overleg". */
export function periodOf(t: Translate, { starts, ends, flexible }: KlusFactsShown): string | undefined {
  const period = daysOf(t, starts, ends)
  if (!period) return flexible ? t('klussen.period.flexible') : undefined
  return flexible ? t('klussen.period.about', { period }) : period
}

function daysOf(t: Translate, starts: string | undefined, ends: string | undefined): string | undefined {
  if (starts && ends) {
    const from = formatDate(starts, t.locale)
    const sameYear = starts.slice(0, 4) === ends.slice(0, 4)
    return `${sameYear ? from.replace(/ \d{4}$/, '') : from} – ${formatDate(ends, t.locale)}`
  }
  if (starts) return t('klussen.period.from', { date: formatDate(starts, t.locale) })
  return ends && t('klussen.period.until', { date: formatDate(ends, t.locale) })
}

/** "Zwolle, of op afstand". */
export function placeOf(t: Translate, { where, place }: KlusFactsShown): string {
  if (where === 'remote') return t('klussen.place.remote')
  if (!place) return t(`klussen.place.${where}`)
  return where === 'both' ? t('klussen.place.placeOrRemote', { place }) : place
}

/** "Sluit over 3 dagen", "Sluit op 12 maart 2027". */
export function closesOf(t: Translate, { closes }: KlusFactsShown, now: string): string | undefined {
  if (!closes) return undefined
  const days = Math.round((Date.parse(closes) - Date.parse(dateIn(now))) / 86_400_000)
  if (days === 0) return t('klussen.closes.today')
  if (days === 1) return t('klussen.closes.tomorrow')
  if (days > 1 && days <= 7) return t('klussen.closes.soon', { count: days })
  return t(days < 0 ? 'klussen.closes.passed' : 'klussen.closes.on', { date: formatDate(closes, t.locale) })
}
