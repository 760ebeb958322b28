// What is kept as text is drawn anew as soon as anything on it is another.
import { expect, test } from '@jest/globals'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { kinds } from '../../src/kinds/index.ts'
import { translationsFrom } from '../../src/platform/i18n/texts.ts'
import { textsOf } from '../../src/registry.ts'
import { type CardItem, ContentCard } from '../../views/content/card.tsx'
import { kept } from '../../views/ds/index.ts'

test('the same is drawn once, anything else anew, and what stands in it stays escaped', () => {
  let drawn = 0
  const Line = kept(({ text }: { text: string }) => (drawn++, h('p', {}, text)), {
    keyOf: () => 'line',
    shownOf: ({ text }) => [text],
  })
  const page = (text: string) => renderToString(h('div', {}, h(Line, { key: 'a', text }), h(Line, { key: 'b', text })))
  expect(page('een & <b>')).toBe('<div><p>een &amp; &lt;b></p><p>een &amp; &lt;b></p></div>')
  expect(drawn).toBe(1)
  expect(page('twee')).toBe('<div><p>twee</p><p>twee</p></div>')
  expect(page('een & <b>')).toContain('een &amp;')
  expect(drawn).toBe(3)
})

test('a card is drawn anew when any part of it is another', () => {
  const t = translationsFrom(textsOf(kinds)).in('nl')
  const Brief = ({ data }: { data: unknown }) => h('p', {}, String((data as { words: string }).words))
  const person = { name: 'Jan', path: '/@jan', picture: '/p', jobTitle: 'Jurist', organisation: 'O', handle: 'jan' }
  const item = {
    path: '/item/1',
    title: 'Titel',
    summary: 'Tekst',
    language: 'nl',
    published: '2026-11-20T10:00:00.000Z',
    commentCount: 1,
    likeCount: 2,
    author: { ...person, elsewhere: false },
    group: { name: 'Groep', path: '/g/groep' },
    icon: 'message',
    word: 'post.name',
    tags: [{ tag: 'a', label: 'A' }],
    picture: { path: '/media/1', alt: 'Foto' },
    own: { data: { words: 'meer' }, Brief },
    sharedBy: { last: { ...person, elsewhere: true }, others: 3 },
  }
  const now = '2026-11-22T10:00:00.000Z'
  const draw = (id: string, of: object) =>
    renderToString(h(ContentCard, { t, now, item: { ...item, ...of, id } as unknown as CardItem }))
  const changes = changesOf(item)
  expect(changes.length).toBeGreaterThan(30)
  for (const [at, changed] of changes.entries()) {
    draw('same', item)
    expect(draw('same', changed as object)).toBe(draw(`fresh ${at}`, changed as object))
  }
})

/** The same with one thing in it changed, for each thing in it. */
function changesOf(value: unknown): unknown[] {
  if (typeof value === 'string') return [value.includes('T10:') ? value.replace('T10', 'T11') : `${value}x`]
  if (typeof value === 'number') return [value + 1]
  if (typeof value === 'boolean') return [!value]
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return [[], ...value.flatMap((one) => changesOf(one).map((changed) => [changed]))]
  return Object.entries(value).flatMap(([name, one]) =>
    changesOf(one).map((changed) => ({ ...value, [name]: changed })),
  )
}

test('letters that need more room are written as numbers', () => {
  const Line = kept(({ text }: { text: string }) => h('div', {}, h('p', { title: text }, text)), {
    keyOf: ({ text }) => text,
    shownOf: () => [],
  })
  const html = renderToString(h(Line, { text: 'één · … 👋🏽' }))
  expect(html).toBe('<div><p title="één · &#8230; &#128075;&#127997;">één · &#8230; &#128075;&#127997;</p></div>')
})
