// Moments in words: the day is that of the Netherlands.
import { expect, test } from '@jest/globals'
import { dayOf, formatMoment } from '../../src/lib/format.ts'

test('a day begins at midnight in the Netherlands, in winter and in summer', () => {
  for (const [before, after] of [
    ['2026-11-21T22:59:59.999Z', '2026-11-21T23:00:00.000Z'],
    ['2026-07-21T21:59:59.999Z', '2026-07-21T22:00:00.000Z'],
  ] as const) {
    expect(dayOf(after)).toBe(dayOf(before) + 1)
    expect(dayOf(before)).toBe(dayOf(after) - 1)
    expect(formatMoment(before, before, 'nl')).toBe('vandaag 23:59')
    expect(formatMoment(before, after, 'nl')).toBe('gisteren 23:59')
  }
})
