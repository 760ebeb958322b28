// CSV files: RFC 4180, as a Dutch Excel reads them, and never a formula.
import { expect, test } from '@jest/globals'
import { csvFile, csvLine } from '../../src/lib/csv.ts'

test('cells with a separator, a quote or a line break stand between quotes', () => {
  expect(csvLine(['gewoon', 'a;b', 'a,b', 'zij zei "ja"', 'twee\nregels'])).toBe(
    'gewoon;"a;b";"a,b";"zij zei ""ja""";"twee\nregels"\r\n',
  )
})

test('numbers have a comma, and nothing is an empty cell', () => {
  expect(csvLine([24.5, 0, -3, null, undefined, ''])).toBe('24,5;0;-3;;;\r\n')
})

test.each(['=1+1', '+31 6', '-2', '@SUM(A1)', ' =1', '\t=1', '\r=1', '\t', '＝1+1', '－1', '\n=HYPERLINK("x")'])(
  'what a spreadsheet would work out as a formula gets a quote: %j',
  (text) => {
    expect(csvLine([text]).replace(/^"/, '')[0]).toBe("'")
  },
)

test.each(['Klus = leuk', 'a@b.nl', '2 - 3', "'s morgens"])('other text stays as it is: %j', (text) => {
  expect(csvLine([text])).toBe(`${text}\r\n`)
})

test('a file begins with a byte order mark and its head', async () => {
  const parts: string[] = []
  for await (const part of csvFile(['é', 'b'], [['x', 1]])) parts.push(part)
  expect(Buffer.from(parts.join('')).toString('hex')).toBe(Buffer.from('\uFEFFé;b\r\nx;1\r\n').toString('hex'))
  expect(Buffer.from(parts.join('')).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
})
