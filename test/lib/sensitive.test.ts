// What looks as if it must not stand in a klus, and what only looks a bit like it.
import { expect, test } from '@jest/globals'
import { looksSensitive } from '../../src/lib/sensitive.ts'

test.each([
  ['Mijn nummer is 111222333', 'bsn'],
  ['111 222 333', 'bsn'],
  ['1112.22.333', 'bsn'],
  ['van 2026-12-02 tot 111222333', 'bsn'],
  ['NL91 ABNA 0417 1643 00', 'iban'],
  ['schaal 10', 'salary'],
])('%s', (text, what) => {
  expect(looksSensitive(text)).toBe(what)
})

test('no date of four years, however one writes it, is taken for a citizen number', () => {
  const days = Array.from({ length: 1461 }, (_, index) => new Date(Date.UTC(2025, 0, 1 + index)))
  const written = days.flatMap((date) => {
    const [year = '', month = '', day = ''] = date.toISOString().slice(0, 10).split('-')
    return [`${year}-${month}-${day}`, `${day}-${month}-${year}`, `${day}.${month}.${year}`, `${day} ${month} ${year}`]
  })
  expect(written.filter((text) => looksSensitive(`Van ${text} af.`))).toEqual([])
})
