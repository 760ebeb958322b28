// The shared list of subjects: each once, short enough for every field that takes one, and written one way.
import { expect, test } from '@jest/globals'
import { themeGroups, themes } from '../../src/core/themes.ts'
import { TOPIC_MAX, topicsFrom } from '../../src/features/people/index.ts'
import { klusLimits } from '../../src/kinds/klus/rules.ts'

test('about eighty subjects in groups, each once', () => {
  expect(themes.length).toBeGreaterThan(75)
  expect(new Set(themes).size).toBe(themes.length)
  expect(new Set(themeGroups.map((group) => group.name)).size).toBe(themeGroups.length)
  expect(themeGroups.flatMap((group) => group.themes).toSorted()).toEqual(themes.toSorted())
})

test('a subject is the same in a profile as in a klus', () => {
  expect(topicsFrom(themes.join(', '))).toEqual([...themes])
  const longest = Math.max(...themes.map((theme) => theme.length))
  expect(longest).toBeLessThanOrEqual(Math.min(TOPIC_MAX, klusLimits.expertiseLength))
})
