// Addresses from elsewhere: what is taken for one.
import { expect, test } from '@jest/globals'
import { parseIri } from '../../src/lib/iri.ts'

test.each([
  'ap/x',
  'ftp://x.example/a',
  'javascript:alert(1)',
  'https://jan:geheim@x.example/',
  `https://x.example/${'a'.repeat(2048)}`,
  // Few characters, and more bytes than an index holds.
  `https://x.example/${'漢'.repeat(900)}`,
  7,
  null,
  ['https://x.example/'],
])('%j is none', (text) => {
  expect(parseIri(text)).toBeUndefined()
})

test('letters of any alphabet may stand in one', () => {
  expect(parseIri('https://x.example/漢字?q=é#b')?.host).toBe('x.example')
})
