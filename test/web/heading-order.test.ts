// Headings in what people write fit into the outline of the page around them.
import { expect, test } from '@jest/globals'
import { orderHeadings } from '../../views/ds/text.tsx'

test.each([
  ['<h3>a</h3><h4>b</h4>', 1, '<h2>a</h2><h3>b</h3>'],
  ['<h2>a</h2><h4 id="x">b</h4><h2>c</h2>', 1, '<h2>a</h2><h3 id="x">b</h3><h2>c</h2>'],
  ['<h2>a</h2><hr><header>b</header>', 2, '<h3>a</h3><hr><header>b</header>'],
  ['<h6>a</h6>', 6, '<h6>a</h6>'],
])('%s under a heading of level %i', (html, under, ordered) => {
  expect(orderHeadings(html, under)).toBe(ordered)
})
