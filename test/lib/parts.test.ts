// A long list in parts.
import { expect, test } from '@jest/globals'
import { partsOf } from '../../src/lib/parts.ts'

test('nothing is left out, nothing comes twice, and there is no empty part', () => {
  expect(partsOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(partsOf([1, 2], 2)).toEqual([[1, 2]])
  expect(partsOf([], 2)).toEqual([])
})
