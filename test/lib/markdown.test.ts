// Markdown and foreign HTML: what is drawn, what is found, and that nothing dangerous ever comes out.
import { describe, expect, test } from '@jest/globals'
import fc from '../kit/chance.ts'
import { cleanRemoteHtml, excerpt, plainText } from '../../src/lib/html.ts'
import { renderMarkdown } from '../../src/lib/markdown.ts'

// After the module under test, which loads the same parser in its own way: jest takes no such ring.
const { DomUtils, parseDocument } = await import('htmlparser2')

const options = { mentionHref: (handle: string) => (handle === 'jan' ? '/@jan' : undefined) }

const TAGS = /^(script|style|iframe|object|embed|svg|math|form|input|link|meta|base|template|noscript|textarea|select)$/

/** Anything that a browser could run or load, by what a parser sees. */
function dangersIn(html: string): string[] {
  return DomUtils.findAll(() => true, parseDocument(html).children).flatMap(({ name, attribs }) => {
    const found = TAGS.test(name) ? [`<${name}>`] : []
    for (const [key, value] of Object.entries(attribs)) {
      if (/^on|^style$|^srcdoc$|^formaction$/i.test(key)) found.push(`${name} ${key}`)
      // eslint-disable-next-line no-control-regex
      const address = value.replace(/[\u0000-\u0020]/g, '').toLowerCase()
      if (
        (key === 'href' || key === 'src') &&
        !/^(https?:|mailto:|tel:|\/(?![/\\])|#|[^:/?#]*$|[^:]*[/?#])/.test(address)
      )
        found.push(`${key}=${value}`)
      if ((key === 'href' || key === 'src') && /^\/[/\\]/.test(address)) found.push(`${key}=${value}`)
      if (name === 'img' && key === 'src' && !value.startsWith('/media/')) found.push(`img ${value}`)
    }
    return found
  })
}

const nasty = fc.constantFrom(
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<a href="javascript:alert(1)">x</a>', '<svg onload=alert(1)>',
  '[x](javascript:alert(1))', '![x](data:text/html,<script>)', '<a href="java\nscript:alert(1)">', '<math><mtext></form><form>',
  '<style>*{}</style>', '<p style="position:fixed">', '"><script>', '<!--', '-->', '<![CDATA[', '&lt;script&gt;', '@jan', '#tag', '**',
  '<iframe srcdoc="<script>">', '<a href="//evil.example">', '`', '~~~', '<details open ontoggle=alert(1)>', '\u202e', '🙂', '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
) // prettier-ignore

describe('paragraphs of words alone', () => {
  const piece = fc.oneof(
    fc.constantFrom('<p>', '</p>', '<p></p>', '<P>', '<p >', '<br>', '</p></p>', '<p', '&amp;', '\'', '"', '\n', '\r', '\0', ' '),
    fc.string({ unit: 'binary', maxLength: 5 }),
    nasty,
  ) // prettier-ignore
  const words = fc.string({ unit: 'binary' }).map((text) => text.replace(/[<>&]/g, ''))
  const paragraphs = fc.array(words, { minLength: 1, maxLength: 4 }).map((all) => `<p>${all.join('</p><p>')}</p>`)

  test('stay as they are, and anything else is cleaned as it would be beside a comment', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          paragraphs,
          fc.array(piece).map((all) => all.join('')),
        ),
        (html) => {
          // The comment in front goes in any case, and has everything taken apart.
          expect(cleanRemoteHtml(html)).toBe(cleanRemoteHtml(`<!---->${html}`))
        },
      ),
      { numRuns: 3000 },
    )
    fc.assert(fc.property(paragraphs, (html) => expect(cleanRemoteHtml(html)).toBe(html)))
  })
})

describe('markdown', () => {
  test('finds mentions and tags, and leaves code and addresses alone', () => {
    const found = renderMarkdown(
      'Hoi @jan en @kees@plein.b:3000, #Water zie https://x.nl/#anker `#code @jan` mail a@b.nl',
      options,
    )
    expect(found.mentions).toEqual(['jan', 'kees@plein.b:3000'])
    expect(found.tags).toEqual(['Water'])
    expect(found.html).toContain('<a class="u-url mention" href="/@jan">')
    expect(found.html).toContain('href="/tag/water"')
  })
  test('draws tables, task lists, code and headings below the page’s own', () => {
    const { html } = renderMarkdown('# Kop\n\n|a|b|\n|-|-|\n|1|2|\n\n- [x] af\n- [ ] nog\n\n```js\nx\n```', options)
    expect(html).toContain('<h2>Kop</h2>')
    expect(html).toContain('<th>a</th>')
    expect(html).toContain('☑')
    expect(html).toContain('☐')
    expect(html).toContain('<code class="language-js">')
  })
  test('shows own pictures, and links to those of others', () => {
    const own = '/media/019ad000-0000-7000-8000-000000000000'
    expect(renderMarkdown(`![foto](${own})`, options).html).toContain(`<img src="${own}" alt="foto"`)
    expect(renderMarkdown('![foto](https://elders.example/f.png)', options).html).not.toContain('<img')
  })
  test('whatever is typed, nothing dangerous comes out', () => {
    const text = fc.array(fc.oneof(nasty, fc.string({ unit: 'grapheme', maxLength: 20 })), { maxLength: 12 })
    fc.assert(
      fc.property(text, (parts) => {
        const { html, summary } = renderMarkdown(parts.join(''), options)
        expect(dangersIn(html)).toEqual([])
        expect(Array.from(summary).length).toBeLessThanOrEqual(500)
      }),
      { numRuns: 400 },
    )
  })
})

describe('html from elsewhere', () => {
  test('keeps text, mentions and safe links', () => {
    const html =
      '<p>Dag <span class="h-card"><a href="https://m.example/@x" class="u-url mention" onclick="x()">@x</a></span><br>regel</p>'
    const clean = cleanRemoteHtml(html)
    expect(clean).toContain('class="u-url mention"')
    expect(clean).toContain('rel="nofollow noopener ugc"')
    expect(clean).not.toContain('onclick')
  })
  test('whatever arrives, nothing dangerous comes out, however often it is cleaned', () => {
    const text = fc.array(
      fc.oneof(
        nasty,
        fc.string({ maxLength: 20 }),
        fc.constantFrom('<p>', '</p>', '<a href="https://a.b">', '</a>', '<ul><li>'),
      ),
      { maxLength: 15 },
    )
    fc.assert(
      fc.property(text, (parts) => {
        const clean = cleanRemoteHtml(parts.join(''))
        expect(dangersIn(clean)).toEqual([])
        // A paragraph within one, left when what stood between them went, becomes two: after that nothing changes.
        const again = cleanRemoteHtml(clean)
        expect(dangersIn(again)).toEqual([])
        expect(cleanRemoteHtml(again)).toBe(again)
      }),
      { numRuns: 400, examples: [[['<p style="position:fixed">', '<A', '<script>alert(1)</script>', '<p>']]] },
    )
  })
  test('plain text and excerpts', () => {
    expect(plainText('<p>Een &amp; twee</p><p>drie<br>vier</p>')).toBe('Een & twee\ndrie\nvier')
    expect(excerpt('een twee drie vier', 12)).toBe('een twee…')
    expect(excerpt('kort', 12)).toBe('kort')
  })
})
