// What is kept as text is drawn anew as soon as anything on it is another.
import { expect, test } from '@jest/globals'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { kept } from '../../views/ds/index.ts'

test('the same is drawn once, anything else anew, and what stands in it stays escaped', () => {
  let drawn = 0
  const Line = kept(
    ({ text }: { text: string }) => (drawn++, h('p', {}, text)),
    ({ text }) => text,
  )
  const page = (text: string) => renderToString(h('div', {}, h(Line, { key: 'a', text }), h(Line, { key: 'b', text })))
  expect(page('een & <b>')).toBe('<div><p>een &amp; &lt;b></p><p>een &amp; &lt;b></p></div>')
  expect(drawn).toBe(1)
  expect(page('twee')).toBe('<div><p>twee</p><p>twee</p></div>')
  expect(page('een & <b>')).toContain('een &amp;')
  expect(drawn).toBe(2)
})
