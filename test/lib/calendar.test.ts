// iCalendar as RFC 5545 wants it: marks escaped, lines folded at 75 octets, whole days.
import { expect, test } from '@jest/globals'
import { calendarOf } from '../../src/lib/calendar.ts'

const day = {
  uid: 'starts-1@plein.test',
  day: '2027-01-10',
  title: 'Start klus: mappen; ordenen, snel',
  text: `Eerste regel\nTweede regel met een é ${'lang '.repeat(30)}`,
  url: 'http://plein.test/item/1',
  changed: '2026-11-22T09:00:00.123Z',
}

test('a day in a calendar', () => {
  const lines = calendarOf('Mijn klussen', [day]).split('\r\n')
  expect(lines).toEqual(
    expect.arrayContaining([
      'BEGIN:VCALENDAR',
      'DTSTAMP:20261122T090000Z',
      'DTSTART;VALUE=DATE:20270110',
      'SUMMARY:Start klus: mappen\\; ordenen\\, snel',
      'END:VEVENT',
      'END:VCALENDAR',
    ]),
  )
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
  const unfolded = calendarOf('Mijn klussen', [day]).replace(/\r\n /g, '')
  expect(unfolded).toContain(`DESCRIPTION:Eerste regel\\nTweede regel met een é ${'lang '.repeat(30)}\r\n`)
})

test('no text breaks out of its line', () => {
  const text = calendarOf('x', [{ ...day, title: 'a\r\nEND:VEVENT\u0007', text: undefined }])
  expect(text.match(/END:VEVENT/g)).toHaveLength(2)
  expect(text).toContain('SUMMARY:a\\nEND:VEVENT\r\n')
})
