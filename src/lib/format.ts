// Moments, dates and numbers as people read them, in Dutch and English, in the time of the Netherlands.
import { type Instant, millisOf } from './clock.ts'

type Language = 'nl' | 'en'
const ZONE = 'Europe/Amsterdam'
const TAGS: Record<Language, string> = { nl: 'nl-NL', en: 'en-GB' }
const DAY = 86_400_000

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Making a formatter costs far more than using one. */
function formatter(language: Language, name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${name}`
  let found = formatters.get(key)
  if (!found) {
    found = new Intl.DateTimeFormat(TAGS[language], { timeZone: ZONE, ...options })
    formatters.set(key, found)
  }
  return found
}

const relative: Record<Language, Intl.RelativeTimeFormat> = {
  nl: new Intl.RelativeTimeFormat('nl', { numeric: 'auto' }),
  en: new Intl.RelativeTimeFormat('en', { numeric: 'auto' }),
}
const numbers: Record<Language, Intl.NumberFormat> = {
  nl: new Intl.NumberFormat('nl-NL'),
  en: new Intl.NumberFormat('en-GB'),
}

/** Days since the epoch, by the calendar of the Netherlands: the words of `formatMoment` stay the same for a day. */
export function dayOf(instant: Instant): number {
  const minute = instant.slice(0, '2026-11-22T14:05'.length)
  if (minute !== last.minute) last = { minute, day: calendarDay(millisOf(instant)) }
  return last.day
}

/** Lists ask for the same moment once per line, and pages for almost the same; days begin on a whole minute. */
let last: { minute: string; day: number } = { minute: '', day: 0 }

/** The date in the Netherlands: "2026-11-22". */
export function dateIn(instant: Instant): string {
  const [day, month, year] = formatter('nl', 'day', { day: 'numeric', month: 'numeric', year: 'numeric' })
    .format(millisOf(instant))
    .split('-')
  return `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
}

function calendarDay(millis: number): number {
  const [day, month, year] = formatter('nl', 'day', { day: 'numeric', month: 'numeric', year: 'numeric' })
    .format(millis)
    .split('-')
    .map(Number)
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1) / DAY
}

/** "gisteren 14:05", "12 november 14:05", "12 november 2024". */
export function formatMoment(instant: Instant, now: Instant, language: Language): string {
  const then = millisOf(instant)
  const time = formatter(language, 'time', { hour: '2-digit', minute: '2-digit' }).format(then)
  const days = dayOf(now) - calendarDay(then)
  if (days === 0 || days === 1) return `${relative[language].format(-days, 'day')} ${time}`
  if (days > 1 && days < 180)
    return `${formatter(language, 'dayMonth', { day: 'numeric', month: 'long' }).format(then)} ${time}`
  return formatDate(instant, language)
}

/** "12 november 2026". */
export function formatDate(instant: Instant, language: Language): string {
  return formatter(language, 'date', { day: 'numeric', month: 'long', year: 'numeric' }).format(millisOf(instant))
}

/** "12 nov 2026". */
export function formatShortDate(instant: Instant, language: Language): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric' } as const
  return formatter(language, 'short', options).format(millisOf(instant))
}

/** "zondag 22 november 2026 om 14:05": the whole moment, for a title. */
export function formatFull(instant: Instant, language: Language): string {
  return formatter(language, 'full', { dateStyle: 'full', timeStyle: 'short' }).format(millisOf(instant))
}

/** "1.234,5" in Dutch, "1,234.5" in English. */
export function formatNumber(value: number, language: Language): string {
  return numbers[language].format(value)
}
