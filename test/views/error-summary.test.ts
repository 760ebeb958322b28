// What is wrong is listed as one meets it in the form.
import { expect, test } from '@jest/globals'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { ErrorSummary } from '../../views/ds/index.ts'

test('in the order of the form; what belongs to no field of it comes first', () => {
  const faults = ['email', 'all', 'name'].map((field) => ({ field, text: 'Vul dit in.' }))
  const labels = { name: 'Je naam', email: 'E-mailadres' }
  const drawn = renderToString(h(ErrorSummary, { title: 'Kijk dit nog na', faults, labels }))
  expect([...drawn.matchAll(/#field-(\w+)/g)].map((match) => match[1])).toEqual(['all', 'name', 'email'])
})
