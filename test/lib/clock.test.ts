// The clock: moments as text that sorts.
import { describe, expect, test } from '@jest/globals'
import { clockFrom, millisOf, toInstant } from '../../src/lib/clock.ts'

describe('clock', () => {
  const clock = clockFrom(() => 1_000)

  test('tells the time as ISO text', () => {
    expect(clock.now()).toBe('1970-01-01T00:00:01.000Z')
    expect(clock.in(-1_000)).toBe('1970-01-01T00:00:00.000Z')
  })

  test('reads moments from outside, and refuses what is none', () => {
    expect(toInstant('2026-11-22T10:00:00+01:00')).toBe('2026-11-22T09:00:00.000Z')
    expect(toInstant('yesterday')).toBeUndefined()
    expect(toInstant(undefined)).toBeUndefined()
    expect(millisOf('1970-01-01T00:00:01.000Z')).toBe(1_000)
  })
})
