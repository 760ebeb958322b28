// What people and other servers write: it never becomes markup, an address that runs something, a header, or a long wait.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from '../kit/chance.ts'
import { costOf } from '../kit/cost.ts'
import { cleanRemoteHtml, excerpt, plainText } from '../../src/lib/html.ts'
import { renderMarkdown } from '../../src/lib/markdown.ts'
import { openMailer } from '../../src/platform/mail/mailer.ts'
import { startSmtp } from '../kit/mail.ts'
import { type Network, startNetwork } from '../kit/network.ts'
import { type Peer, type PeerActor, PUBLIC, startPeer } from '../kit/peer/peer.ts'
import type { Person } from '../kit/person.ts'
import { fields, markupFrom, nasty, send } from './attack.ts'

const breakouts = [
  ...Object.values(nasty),
  '<svg onload=alert(1)>', '<svg><style><img src=x onerror=alert(1)></style></svg>', '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">',
  '<a href="java\nscript:alert(1)">x</a>', '<a href="&#106;avascript:alert(1)">x</a>', '<a href=" javascript:alert(1)">x</a>', '<a href="data:text/html,<script>alert(1)</script>">x</a>',
  '<img src="https://kwaad.example/x.gif" alt="x">', '<img src="/media/../sign-out">', '<iframe srcdoc="<script>alert(1)</script>">', '<form action="/settings/account"><button>x</button></form>',
  '<style>*{display:none}</style>', '<p style="position:fixed;inset:0">x</p>', '<base href="https://kwaad.example/">', '<meta http-equiv="refresh" content="0;url=https://kwaad.example">',
  '<link rel=stylesheet href=https://kwaad.example>', '<object data="x"></object>', '<embed src="x">', '<video src=x onerror=alert(1)>', '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '[x](javascript:alert(1))', '[x](<java\tscript:alert(1)>)', '[x](vbscript:x)', '[x](data:text/html;base64,PHNjcmlwdD4=)', '![x](javascript:alert(1))', '![x](https://kwaad.example/pixel.gif)', '![x](//kwaad.example/pixel.gif)',
  '[x]: javascript:alert(1)\n\n[x]', '<javascript:alert(1)>', '[x](https://x "\\" onmouseover=alert(1) x=\\"")', '![" onerror=alert(1) x="](/media/x)', '`<script>alert(1)</script>`', '```html\n<script>alert(1)</script>\n```',
  '```"><img src=x onerror=alert(1)>\nx\n```', '@"><img src=x onerror=alert(1)>', '#"><img src=x onerror=alert(1)>', '#tag"onmouseover=alert(1)', '|<script>|\n|-|\n|<img src=x onerror=alert(1)>|', '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<img src=x onerror=alert(1)>]]>', '<?xml version="1.0"?><x onload=alert(1)>', '\u003cscript\u003ealert(1)', '&lt;script&gt;alert(1)&lt;/script&gt;', '<p id="field-body" name="location" class="utrecht-button dv-dialog">x</p>',
] // prettier-ignore

describe('texts become safe HTML', () => {
  test.each(breakouts)('%j', (text) => {
    const markdown = renderMarkdown(text, { mentionHref: (handle) => `/@${handle}` })
    for (const html of [markdown.html, cleanRemoteHtml(text), cleanRemoteHtml(markdown.html)]) {
      expect(markupFrom(html)).toBeUndefined()
      expect(html).not.toMatch(/<(?:img|source|video|audio|link|input)[^>]+(?:src|href)="?(?:https?:)?\/\//i)
      expect(html).not.toMatch(/<[a-z]+[^>]*\s(?:style|id|name)=|<form|<button|<input|<meta|<link/i)
    }
  })

  const piece = fc.constantFrom(
    '<', '>', '"', "'", '&', '`', '/', '\\', '=', '[', ']', '(', ')', '!', '#', '@', '\n', ' ', '|', '-', '*', '_', '~', ':', ';', '\0', '\u202e',
    'javascript:', 'data:', 'script', 'img', 'svg', 'style', 'a href', 'src', 'onerror=alert(1)', '<!--', '-->', '<![CDATA[', '&#x3c;', '&lt;', 'https://x.nl', '/media/', 'textarea', 'title', 'noscript', 'math', 'x',
  ) // prettier-ignore
  test('any pieces in any order', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        const { html, summary } = renderMarkdown(text, { mentionHref: (handle) => `/@${handle}` })
        expect(markupFrom(html)).toBeUndefined()
        expect(markupFrom(cleanRemoteHtml(text))).toBeUndefined()
        expect(cleanRemoteHtml(cleanRemoteHtml(text))).toBe(cleanRemoteHtml(text))
        expect(Array.from(summary).length).toBeLessThanOrEqual(500)
      }),
      { numRuns: 400 },
    )
  })
})

// Without limits some of these take minutes; on an idle machine each takes less than a second.
describe('long texts cost little time', () => {
  const size = 100_000
  const seeds = [
    '#a-', ' #a', '*a_', '_a_', '**a', '~~a', '[a][', '[', '!', '<', '<a ', '> ', '1. ', '- ', '  - ', '|a', '\\[', '`', '&#', '\n', '@a-', 'a@b.c ', '😀',
  ] // prettier-ignore
  test.each(seeds)('markdown of %j', async (seed) => {
    const text = seed.repeat(Math.ceil(size / seed.length)).slice(0, size)
    expect(await costOf(() => renderMarkdown(text, { mentionHref: () => undefined }))).toBeLessThan(8000)
  })

  test.each(['<', '<a>', '<p>', '<ul><li>', '<a href="', '&#x', '<!--', '<b><i>', '<svg>', '<table><tr><td>'])(
    'HTML of %j',
    async (seed) => {
      const text = seed.repeat(Math.ceil((2 * size) / seed.length))
      expect(await costOf(() => excerpt(plainText(cleanRemoteHtml(text)), 500))).toBeLessThan(8000)
    },
  )
})

describe('on every page', () => {
  let network: Network
  let peer: Peer
  let mallory: PeerActor
  let olga: Person
  let reader: Person
  const pages = new Set<string>()

  beforeAll(async () => {
    network = await startNetwork(['Gemeente <b>&"\'</b>'])
    const server = network.servers[0] as Network['servers'][number]
    peer = await startPeer({ now: network.clock.millis })
    olga = await server.person('Olga Eigenaar')
    reader = await server.person('Lezer')
    const evil = breakouts.join('\n\n')
    mallory = peer.actor('mallory', {
      name: '<script>alert(1)</script>"onmouseover=alert(1)',
      summary: breakouts.join(''),
      url: 'javascript:alert(1)',
      icon: { type: 'Image', url: 'javascript:alert(1)' },
      attachment: breakouts.map((value) => ({ type: 'PropertyValue', name: value.slice(0, 90), value })),
      nameMap: { '"><script>alert(1)</script>': 'x' },
    })
    await olga.submits('/settings/profile', { field: 'about' }, {
      name: nasty.script + nasty.attribute, jobTitle: nasty.element, unit: nasty.script, topics: nasty.attribute, about: evil.slice(0, 4900),
    }) // prettier-ignore
    const group = await olga.startsGroup(`${nasty.script}${nasty.attribute}`, {
      about: evil.slice(0, 9000),
      handle: 'kwaad',
    })
    await reader.joins(group)
    const item = await olga.posts({
      group,
      title: `${nasty.attribute}${nasty.script}`,
      body: evil.slice(0, 50_000),
      tags: '"><script>alert(1)</script>, <b>, tag',
      audience: 'public',
    })
    await reader.follows('/@olga')
    await olga.comments(item, `@lezer \u0001\u000b ${evil.slice(0, 9000)}`)
    const inbox = `${server.origin}/inbox`
    const iri = (
      await server.app.ctx().db.selectFrom('actor').select('iri').where('handle', '=', group).executeTakeFirstOrThrow()
    ).iri
    await mallory.send(inbox, mallory.follow(iri))
    await network.settle()
    for (const text of breakouts) {
      const note = mallory.note(text, {
        type: 'Article',
        name: text.slice(0, 150),
        summary: text,
        url: 'javascript:alert(1)',
        audience: iri,
        to: [PUBLIC, iri],
        contentMap: { '"><script>': text },
        tag: [
          { type: 'Hashtag', name: text.slice(0, 50), href: 'javascript:alert(1)' },
          { type: 'Mention', name: text.slice(0, 50), href: iri },
        ],
        attachment: [{ type: 'Image', mediaType: 'image/png"><script>', url: `${peer.origin}/x.png`, name: text }],
      })
      await mallory.send(inbox, mallory.create(note))
    }
    const reply = mallory.note(breakouts.join(''), {
      inReplyTo: (
        await server.app.ctx().db.selectFrom('content').select('iri').where('local', '=', 1).executeTakeFirstOrThrow()
      ).iri,
      to: [PUBLIC, iri],
    })
    await mallory.send(inbox, mallory.create(reply))
    await network.settle()
    const contents = await server.app.ctx().db.selectFrom('content').select('id').execute()
    expect(contents.length).toBeGreaterThan(30)
    for (const path of [
      '/',
      '/people',
      '/groups',
      `/g/${group}`,
      `/g/${group}/members`,
      `/g/${group}/edit`,
      '/@olga',
      `/@mallory@${peer.host}`,
      '/@olga/followers',
      '/notifications',
      '/search?q=script',
      '/admin/people',
      '/admin/network',
      '/tag/tag',
      '/new',
      `/new/post?group=${group}`,
      '/settings/profile',
      `${item}/history`,
      `${item}/edit`,
    ])
      pages.add(path)
    for (const { id } of contents) pages.add(`/item/${id}`)
  })
  afterAll(async () => {
    await network.close()
    await peer.close()
  })

  test('no page has markup of theirs', async () => {
    const server = network.servers[0] as Network['servers'][number]
    const admin = await server.person('Bea Beheer', { handle: 'bea' })
    const wrong: unknown[] = []
    for (const as of [olga, reader, admin, undefined]) {
      for (const path of pages) {
        const answer = await send(server.origin, path, { as })
        const html = await answer.text()
        if (answer.status >= 500) wrong.push({ path, status: answer.status })
        if (markupFrom(html)) wrong.push({ path, markup: markupFrom(html) })
        if (/<meta http-equiv="refresh|<img[^>]+src="(?:https?:)?\/\//i.test(html))
          wrong.push({ path, html: /<meta http-equiv[^>]*>|<img[^>]+>/.exec(html)?.[0] })
      }
    }
    expect(wrong).toEqual([])
    expect(server.log).toEqual([])
  })

  test('feeds are well-formed, and hold only cleaned HTML', async () => {
    const server = network.servers[0] as Network['servers'][number]
    for (const path of ['/atom', '/g/kwaad/atom', '/@olga/atom', '/tag/tag/atom']) {
      const xml = await (await send(server.origin, path)).text()
      expect(xml).not.toMatch(/<uri>\s*javascript:|<link[^>]+href="javascript:/i)
      // eslint-disable-next-line no-control-regex
      expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/)
      const content = [...xml.matchAll(/<(content|title|summary) type="html">([\s\S]*?)<\/\1>/g)].map(
        (found) => found[2] ?? '',
      )
      for (const html of content) {
        const inner = html.startsWith('<![CDATA[')
          ? html.slice(9, -3)
          : html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
        expect(markupFrom(inner)).toBeUndefined()
        expect(inner).not.toMatch(/<[a-z]+[^>]*\s(?:style|id|name)=|<form|<meta/i)
      }
    }
  })

  test('mail: no markup of theirs, one header each', async () => {
    const server = network.servers[0] as Network['servers'][number]
    expect(server.mail.sent.length).toBeGreaterThan(0)
    for (const mail of server.mail.sent) {
      expect(mail.subject).not.toMatch(/[\r\n]/)
      expect(Object.values(mail.headers ?? {}).join('')).not.toMatch(/[\r\n]/)
      if (mail.html) expect(markupFrom(mail.html)).toBeUndefined()
    }
  })

  test('documents hold plain JSON, with the HTML cleaned', async () => {
    const server = network.servers[0] as Network['servers'][number]
    const rows = await server.app
      .ctx()
      .db.selectFrom('content')
      .select('iri')
      .where('local', '=', 1)
      .where('audience', '=', 'public')
      .execute()
    for (const { iri } of rows) {
      const { json } = await mallory.get(iri)
      expect(markupFrom(String(json?.['content']))).toBeUndefined()
    }
  })
})

test('mail: what people write gets into no header and adds no recipient', async () => {
  const smtp = await startSmtp()
  const mailer = openMailer({ url: smtp.url, from: 'Plein <plein@example.nl>' }, { debug() {}, info() {}, warn() {}, error() {}, child: () => { throw new Error('unused') } }) // prettier-ignore
  for (const text of [
    nasty.line,
    'x\nBcc: b@example.nl',
    'x\rBcc: b@example.nl',
    'x\u2028Bcc: b@example.nl',
    nasty.rightToLeft,
    nasty.emoji,
    nasty.long,
  ]) {
    await mailer.send({
      to: 'olga@example.nl',
      subject: text,
      text,
      headers: { 'List-Unsubscribe': `<https://x.nl/?${text}>` },
    })
    const message = smtp.messages.at(-1) ?? ''
    const head = message.slice(0, message.indexOf('\r\n\r\n'))
    expect(head).not.toMatch(/^(?:Bcc|Cc):/im)
    expect(head.match(/^(?:To|Subject|From):/gim)).toHaveLength(3)
  }
  mailer.close()
  await smtp.close()
})

test('addresses for invitations cannot hold headers or lists', async () => {
  const { emailFault } = await import('../../src/features/accounts/rules.ts')
  for (const email of [
    'a@b.nl\nBcc: c@d.nl',
    'a@b.nl,c@d.nl',
    'a@b.nl;c@d.nl',
    '<a@b.nl>',
    '"a b"@c.nl',
    'a@b@c.nl',
    'a@',
    '@b.nl',
    'a@b..nl',
    ' a@b.nl',
    'a'.repeat(300) + '@b.nl',
    'a@b.nl\0',
    'a(b)@c.nl',
  ])
    expect({ email, fault: emailFault(email) }).toEqual({ email, fault: 'field.notEmail' })
  const cost = await costOf(() => [emailFault(`a@${'a.'.repeat(120)}`), emailFault(`${'a'.repeat(253)}@`)])
  expect(cost).toBeLessThan(1000)
  expect(fields({ a: ['1', '2'] }).getAll('a')).toEqual(['1', '2'])
})
