// What is wrong with a choice of several is told about all of them, not about the first.
import { expect, test } from '@jest/globals'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { CheckboxGroup } from '../../views/ds/index.ts'

test('the fault belongs to the group; the link from the list of faults leads to the first box', () => {
  const options = ['anna', 'bob'].map((value) => ({ value, label: value }))
  const group = { name: 'who', label: 'Wie wijs je af?', values: ['bob'], options, fault: 'Kies minstens één collega.' }
  const drawn = renderToString(h(CheckboxGroup, group))
  const [fault] = /id="([^"]+)"[^>]*>Kies minstens één collega\./.exec(drawn)?.slice(1) ?? []
  expect(drawn).toMatch(new RegExp(`<fieldset[^>]*aria-describedby="${fault}"`))
  expect(drawn.match(/<input[^>]*name="who"[^>]*>/g)).toEqual([
    expect.stringContaining('id="field-who"'),
    expect.stringMatching(/value="bob".*checked|checked.*value="bob"/),
  ])
  expect(drawn.match(/Kies minstens één collega/g)).toHaveLength(1)
})
