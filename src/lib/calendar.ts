// Calendars as other software reads them: iCalendar (RFC 5545), whole days only.
import type { Instant } from './clock.ts'

export interface CalendarDay {
  /** Unique for ever (RFC 5545 §3.8.4.7). */
  readonly uid: string
  /** YYYY-MM-DD. */
  readonly day: string
  readonly title: string
  readonly text?: string | undefined
  readonly url: string
  /** When what stands here last changed. */
  readonly changed: Instant
}

/** A calendar of whole days, with lines ended and folded as the standard asks. */
export function calendarOf(name: string, days: readonly CalendarDay[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Dwarsverband//NL',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escaped(name)}`,
    ...days.flatMap(linesOf),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

function linesOf({ uid, day, title, text, url, changed }: CalendarDay): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${changed.replace(/[-:]/g, '').replace(/\.\d+/, '')}`,
    `DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`,
    `SUMMARY:${escaped(title)}`,
    ...(text ? [`DESCRIPTION:${escaped(text)}`] : []),
    `URL:${url}`,
    // The day is not taken: other things can be planned on it.
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ]
}

/** §3.3.11; other control characters have no place in a text. */
function escaped(text: string): string {
  return (
    text
      .replace(/[\\;,]/g, (mark) => `\\${mark}`)
      .replace(/\r?\n/g, '\\n')
      // eslint-disable-next-line no-control-regex
      .replace(/[\0-\x1f\x7f]/g, '')
      .toWellFormed()
  )
}

/** §3.1: no line is longer than 75 octets; what follows stands after a space on the next. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const letter of line) {
    const size = Buffer.byteLength(letter)
    if (octets + size > (parts.length === 0 ? 75 : 74)) {
      parts.push(part)
      part = ''
      octets = 0
    }
    part += letter
    octets += size
  }
  return [...parts, part].join('\r\n ')
}
