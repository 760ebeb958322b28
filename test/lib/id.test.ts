// Ids: of the right version, each once, in the order in which they were made.
import { describe, expect, test } from '@jest/globals'
import { newId } from '../../src/lib/id.ts'

describe('a new id', () => {
  const before = Date.now()
  // More than one draw of random bytes, and more than one millisecond.
  const ids = Array.from({ length: 20_000 }, () => newId())
  const after = Date.now()

  test('is a UUID of version 7 that says when it was made', () => {
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      const millis = parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
      expect(millis).toBeGreaterThanOrEqual(before)
      expect(millis).toBeLessThanOrEqual(after)
    }
  })

  test('sorts after all that were made before it', () => {
    expect(ids).toEqual(ids.toSorted())
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('is not to be guessed from another: its last part differs', () => {
    expect(new Set(ids.map((id) => id.slice(-10))).size).toBeGreaterThan(ids.length - 10)
  })
})
