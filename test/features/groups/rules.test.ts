// Rules of groups: handles from names, ways in, who may write.
import { describe, expect, test } from '@jest/globals'
import { mayAnswer, mayStart, searchTextOf, suggestHandle, waysIn } from '../../../src/features/groups/rules.ts'

describe('groups', () => {
  test.each([
    ['Omgevingswet in de praktijk', 'omgevingswet-in-de-praktijk'],
    ['  Crème & Brûlée! ', 'creme-brulee'],
    ['Zeer lange naam van een groep die niet past', 'zeer-lange-naam-van-een-groep'],
    ['🌳', ''],
  ])('a handle for %s', (name, handle) => {
    expect(suggestHandle(name)).toBe(handle)
  })

  test('an open group takes everyone, a closed one asks, a hidden one is not there', () => {
    expect([waysIn('open'), waysIn('closed'), waysIn('hidden')]).toEqual(['accepted', 'pending', 'unknown'])
  })

  test('members start threads; in a restricted group managers only', () => {
    const open = { access: 'open', restricted: false } as const
    expect(mayStart(open, 'member', false)).toBe(true)
    expect(mayStart(open, undefined, false)).toBe(false)
    expect(mayStart(open, undefined, true)).toBe(true)
    expect(mayStart({ access: 'closed', restricted: false }, undefined, true)).toBe(false)
    expect(mayStart({ ...open, restricted: true }, 'member', true)).toBe(false)
    expect(mayStart({ ...open, restricted: true }, 'manager', false)).toBe(true)
  })

  test('in an open group everyone answers, elsewhere members', () => {
    expect(mayAnswer({ access: 'open' }, undefined)).toBe(true)
    expect(mayAnswer({ access: 'closed' }, undefined)).toBe(false)
    expect(mayAnswer({ access: 'hidden' }, 'member')).toBe(true)
  })

  test('search looks through name and text in lower case', () => {
    expect(searchTextOf('Archief', 'Over  Bewaren\n')).toBe('archief over bewaren')
  })
})
