// The HTML frame over real HTTP: headers, sessions, forms, forgery, limits, errors, caching.
import { writeFileSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { h } from 'preact'
import fc from 'fast-check'
import { Conflict, Forbidden, Gone, Unavailable } from '../../src/core/errors.ts'
import { clockFrom } from '../../src/lib/clock.ts'
import { z } from '../../src/lib/schema.ts'
import { adminOnly, file, form, page, redirect, signedIn } from '../../src/web/kit.ts'
import type { WebFeature } from '../../src/web/server.ts'
import { ErrorSummary, Form, formState, TextField } from '../../views/ds/index.ts'
import { openFrame, sessionCookie, type OpenFrame } from './frame-kit.ts'

let views = 0
const schema = z.object({
  title: z.string().trim().min(1).max(20),
  email: z.email(),
  age: z.coerce.number().max(99).optional(),
})

const room: WebFeature = {
  name: 'room',
  pages(routes) {
    const answer = (title: string) => page(title, h('h1', null, title))
    routes.get('/public', async () =>
      page('Open', h('h1', null, `Open ${++views}`), { public: true, description: 'Wat open is' }),
    )
    routes.get('/mine', async (request) => answer(`Hallo ${signedIn(request).personId}`))
    routes.get('/secret', async (request) => answer(String(adminOnly(request).admin)))
    routes.get('/feed', async () => file('application/atom+xml', '<feed/>', { 'Cache-Control': 'public, max-age=60' }))
    routes.get('/echo/:word', async ({ params, query }) => answer(JSON.stringify([params, query])))
    routes.get('/gone', async () => Promise.reject(new Gone()))
    routes.get('/forbidden', async () => Promise.reject(new Forbidden()))
    routes.get('/unavailable', async () => Promise.reject(new Unavailable()))
    routes.get('/away', async () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })))
    routes.get('/broken', async () => Promise.reject(new Error('the secret reason')))
    routes.post('/echo', async ({ form: fields, files }) =>
      answer(JSON.stringify([fields, files.map((one) => [one.field, one.fileName, one.mimeType, one.bytes.length])])),
    )
    routes.post('/out', async () => redirect('https://evil.example/', 'error.gone'))
    routes.post('/in', async () => redirect('/', undefined, { token: 'jan', expires: new Date('2100-01-01') }))
    for (const add of [routes.get, routes.post]) {
      add('/form', async (request) =>
        form(request, {
          schema,
          show: (values, faults) => {
            const state = formState(request.t, values, faults)
            const fields = ['title', 'email', 'age'].map((name) => h(TextField, { ...state.field(name), label: name }))
            const summary = h(ErrorSummary, { title: request.t('form.faults'), faults: state.faults })
            return page('Form', h('div', null, h('h1', null, 'Form'), h(Form, { children: [summary, ...fields] })))
          },
          submit: async (input) => {
            signedIn(request)
            if (input.title === 'taken') throw new Conflict('error.invalid', { field: 'title' })
            return redirect('/public', 'error.gone')
          },
        }),
      )
    }
  },
}

let frame: OpenFrame
let millis = Date.parse('2026-11-22T12:00:00Z')
beforeAll(async () => {
  frame = await openFrame({ features: [room], clock: clockFrom(() => millis), postsPerMinute: 5000 })
})
afterAll(() => frame.close())

interface Ask extends RequestInit {
  as?: 'jan' | 'beheer' | 'ended'
  headers?: Record<string, string>
}

async function ask(path: string, { as, ...init }: Ask = {}): Promise<Response & { html: string }> {
  const cookie = as ? { cookie: sessionCookie(frame.origin, as) } : {}
  const headers = { 'accept-language': 'nl', ...cookie, ...init.headers }
  const answer = await fetch(frame.origin + path, { redirect: 'manual', ...init, headers })
  return Object.assign(answer, { html: await answer.text() })
}

function post(path: string, fields: Record<string, string>, options: Ask = {}): ReturnType<typeof ask> {
  const headers = { origin: frame.origin, 'sec-fetch-site': 'same-origin', ...options.headers }
  return ask(path, { method: 'POST', body: new URLSearchParams(fields), ...options, headers })
}

describe('headers', () => {
  test('of every answer, also of errors', async () => {
    for (const path of ['/public', '/nowhere', '/broken', '/robots.txt', '/health']) {
      const { headers } = await ask(path)
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      expect(headers.get('permissions-policy')).toContain('camera=()')
      expect(headers.get('x-powered-by')).toBeNull()
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{10}$/)
    }
  })

  test('tell browsers to keep to https only where there is https', async () => {
    const secure = await openFrame({
      config: { origin: 'https://plein.example', dataDir: '/nowhere', trustProxy: 1, version: '1' },
    })
    const answer = await fetch(`${secure.origin}/about`)
    expect(answer.headers.get('strict-transport-security')).toContain('max-age=31536000')
    expect((await ask('/public')).headers.get('strict-transport-security')).toBeNull()
    await secure.close()
  })

  test('a page holds no script or style of its own', async () => {
    const { html } = await ask('/mine', { as: 'jan' })
    expect(html).not.toMatch(/<style|style="|<script(?![^>]*src=)|\son\w+=/)
  })
})

describe('who visits', () => {
  test('a session makes the visitor known, and its pages are kept nowhere', async () => {
    const answer = await ask('/mine', { as: 'jan' })
    expect(answer.html).toContain('Jan de Boer')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('a session that has ended asks to sign in and forgets the cookie', async () => {
    const answer = await ask('/mine?x=1', { as: 'ended' })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('/sign-in?return=%2Fmine%3Fx%3D1')
    expect(answer.headers.get('set-cookie')).toMatch(/session=; Max-Age=0/)
  })

  test('a page for administrators is not there for others', async () => {
    expect((await ask('/secret', { as: 'jan' })).status).toBe(404)
    expect((await ask('/secret', { as: 'beheer' })).status).toBe(200)
  })

  test('the cookie is out of reach of scripts and other sites', async () => {
    const cookie = (await post('/in', {})).headers.get('set-cookie') ?? ''
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    expect(cookie).toContain('Path=/')
  })

  test('the language comes from the browser, and from the switch before that', async () => {
    expect((await ask('/about', { headers: { 'accept-language': 'de, en;q=0.8, nl;q=0.3' } })).html).toContain(
      '<html lang="en"',
    )
    const answer = await ask('/about?taal=en&x=1')
    expect(answer.headers.get('location')).toBe('/about?x=1')
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    expect((await ask('/about', { headers: { cookie } })).html).toContain('<html lang="en"')
    expect((await ask('//evil.example/?taal=en')).headers.get('location') ?? '/').toMatch(/^\/(?!\/)/)
  })
})

describe('forgery', () => {
  test.each([
    [{ 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' }, 403],
    [{ 'sec-fetch-site': 'none', origin: 'null' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{}, 200],
  ])('a form with %j gets %i', async (headers, status) => {
    const answer = await ask('/echo', { method: 'POST', body: new URLSearchParams({ a: '1' }), headers, as: 'jan' })
    expect(answer.status).toBe(status)
  })

  test('nobody is sent to another site', async () => {
    expect((await post('/out', {})).headers.get('location')).toBe('/')
  })
})

describe('forms', () => {
  test('come back filled, with what is wrong at each field', async () => {
    const answer = await post('/form', { title: '', email: 'jan<script>', age: '200' }, { as: 'jan' })
    expect(answer.status).toBe(422)
    expect(answer.html).toContain('value="jan&lt;script>"')
    expect(answer.html).toContain('Vul dit in.')
    expect(answer.html).toContain('Vul een e-mailadres in')
    expect(answer.html).toContain('Vul 99 of minder in.')
    expect(answer.html).toContain('href="#field-title"')
    expect(answer.html).toMatch(/id="field-title"[^>]*aria-describedby="field-title-fault" aria-invalid="true"/)
  })

  test('a clash comes back at its field too', async () => {
    const answer = await post('/form', { title: 'taken', email: 'jan@zandstede.nl' }, { as: 'jan' })
    expect(answer.status).toBe(422)
    expect(answer.html).toContain('value="taken"')
  })

  test('what happened is said once on the next page', async () => {
    const answer = await post('/form', { title: 'Goed', email: 'jan@zandstede.nl' }, { as: 'jan' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/public'])
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const next = await ask('/public', { headers: { cookie } })
    expect(next.html).toContain('Dit is verwijderd.')
    expect(next.headers.get('set-cookie')).toMatch(/flash=; Max-Age=0/)
  })

  test('what was typed when the session had ended stands there again after signing in', async () => {
    const sent = { title: 'Lang getypt', email: 'jan@zandstede.nl', password: 'geheim' }
    const answer = await post('/form', sent, { headers: { referer: `${frame.origin}/form` } })
    expect(answer.headers.get('location')).toBe('/sign-in?return=%2Fform')
    const kept = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const again = await ask('/form', { headers: { cookie: `${kept}; ${sessionCookie(frame.origin, 'jan')}` } })
    expect(again.html).toContain('value="Lang getypt"')
    expect(again.html).not.toContain('geheim')
  })

  test('files come along for who is signed in, within limits', async () => {
    const body = new FormData()
    body.set('naam', 'één')
    body.set('foto', new Blob([new Uint8Array(1000)], { type: 'image/png' }), 'põto.png')
    const answer = await ask('/echo', { method: 'POST', body, as: 'jan' })
    expect(answer.html).toContain(
      '[{&quot;naam&quot;:&quot;één&quot;},[[&quot;foto&quot;,&quot;põto.png&quot;,&quot;image/png&quot;,1000]]]',
    )
    expect((await ask('/echo', { method: 'POST', body })).html).toContain(',[]]')
    body.set('foto', new Blob([new Uint8Array(8 * 1_048_576 + 1)]), 'groot.png')
    const large = await ask('/echo', { method: 'POST', body, as: 'jan' })
    expect(large.status).toBe(413)
    expect(large.html).toContain('Een bestand mag 8 MB zijn.')
  })

  test('too many files are refused', async () => {
    const body = new FormData()
    for (let index = 0; index < 9; index++) body.append('foto', new Blob(['x']), `${index}.png`)
    const answer = await ask('/echo', { method: 'POST', body, as: 'jan' })
    expect([answer.status, answer.html.includes('niet meer dan 8')]).toEqual([413, true])
  })
})

describe('hostile input', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  test.each([
    ['no UTF-8', 'a=%ff%fe', 400],
    ['half a letter', 'a=%C3', 400],
    ['a zero character', 'a=x%00y', 400],
    ['a stray percent sign', 'a=100%', 400],
    ['raw bytes', new Uint8Array([97, 61, 255]), 400],
    ['more than a megabyte', `a=${'x'.repeat(1_100_000)}`, 413],
    ['thousands of fields', 'a&'.repeat(2000), 413],
    ['names of the prototype', '__proto__=1&constructor=2&toString=3', 200],
  ])('%s in a form', async (_what, body, status) => {
    const answer = await ask('/echo', { method: 'POST', body, headers: form })
    expect(answer.status).toBe(status)
    expect(answer.html).toContain('<h1')
  })

  test.each([
    ['/echo/%ff', 400],
    ['/echo/a%00b', 404],
    ['/echo/x?q=%ff', 400],
    [`/echo/${'a'.repeat(3000)}`, 200],
  ])('path %s gets %i and a page', async (path, status) => {
    const answer = await ask(path)
    expect(answer.status).toBe(status)
    expect(answer.html).toContain('<h1')
  })

  test('a body that is no form, a broken multipart, and other methods', async () => {
    const json = await ask('/echo', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } })
    expect(json.status).toBe(415)
    const broken = {
      method: 'POST',
      body: '--x\r\nnonsense',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    }
    expect((await ask('/echo', broken)).status).toBe(400)
    expect((await ask('/echo', { ...broken, headers: { 'content-type': 'multipart/form-data' } })).status).toBe(400)
    const put = await ask('/public', { method: 'PUT' })
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST'])
  })

  test('any fields come back as they were sent, and never as markup', async () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 50 })
      .filter((value) => !value.includes('\0') && value.isWellFormed())
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { maxLength: 5 }), async (pairs) => {
        const answer = await ask('/form', {
          method: 'POST',
          body: new URLSearchParams([...pairs, ['title', '']]),
          as: 'jan',
        })
        expect(answer.status).toBe(422)
        expect(answer.html).not.toContain('<script>')
      }),
      { numRuns: 60 },
    )
  })

  test('any headers get an answer that is no fault of ours', async () => {
    const value = fc.string({ maxLength: 60 }).map((text) => text.replace(/[^\x20-\x7e]/g, ''))
    const names = [
      'cookie',
      'accept-language',
      'accept-encoding',
      'if-none-match',
      'origin',
      'referer',
      'x-fragment',
      'content-type',
    ]
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), value, fc.boolean(), async (name, text, posting) => {
        const answer = await ask(posting ? '/echo' : '/public', {
          headers: { [name]: text },
          ...(posting ? { method: 'POST', body: 'a=1' } : {}),
        })
        expect(answer.status).toBeLessThan(500)
      }),
      { numRuns: 150 },
    )
  })
})

describe('errors', () => {
  test.each([
    ['/nowhere', 404, 'Niet gevonden'],
    ['/forbidden', 403, 'Dit mag je niet doen'],
    ['/gone', 410, 'Verwijderd'],
    ['/unavailable', 503, 'Even niet bereikbaar'],
    ['/away', 503, 'Het plein is even niet bereikbaar.'],
    ['/broken', 500, 'Er ging iets mis'],
  ])('%s is a page with status %i that helps on', async (path, status, words) => {
    const answer = await ask(path)
    expect(answer.status).toBe(status)
    expect(answer.html).toContain(words)
    expect(answer.html).toContain('href="/search"')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.html.match(/<h1/g)).toHaveLength(1)
  })

  test('a fault of ours shows its number, not its reason; the log has both', async () => {
    const answer = await ask('/broken')
    const id = answer.headers.get('x-request-id') ?? 'none'
    expect(answer.html).toContain(id)
    expect(answer.html).not.toContain('secret reason')
    const line = frame.log.find((one) => one.level === 'error' && one.facts['requestId'] === id)
    expect(JSON.stringify(line)).toContain('the secret reason')
  })

  test('when the rooms cannot be asked, there is still a page', async () => {
    const broken = Object.assign(new Error('gone'), { code: 'SQLITE_IOERR' })
    const away: WebFeature = {
      name: 'people',
      session: { resolve: () => Promise.reject(broken), isSetUp: async () => true },
      layout: { organisation: () => Promise.reject(broken) },
    }
    const opened = await openFrame({ features: [away] })
    for (const token of ['jan', undefined] as const) {
      const headers = token ? { cookie: sessionCookie(opened.origin, token) } : {}
      const answer = await fetch(`${opened.origin}/about`, { headers })
      expect(answer.status).toBe(503)
      expect(await answer.text()).toContain('<h1')
    }
    await opened.close()
  })

  test('who posts too often waits', async () => {
    const strict = await openFrame({ features: [room], postsPerMinute: 3 })
    const statuses: number[] = []
    for (let index = 0; index < 4; index++) {
      const answer = await fetch(`${strict.origin}/echo`, { method: 'POST', body: new URLSearchParams({ a: '1' }) })
      statuses.push(answer.status)
      if (index === 3) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(statuses).toEqual([200, 200, 200, 429])
    await strict.close()
  })
})

describe('pages for guests', () => {
  test('are made once a second, for whoever sends nothing of their own', async () => {
    millis += 5000
    const first = await ask('/public')
    const second = await ask('/public')
    expect(second.html).toBe(first.html)
    expect((await ask('/public', { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })).status).toBe(304)
    expect((await ask('/public', { as: 'jan' })).html).not.toContain(first.html.match(/Open \d+/)?.[0])
    millis += 1001
    expect((await ask('/public')).html).not.toBe(first.html)
  })

  test('and differ by language', async () => {
    const dutch = await ask('/public')
    const english = await ask('/public', { headers: { 'accept-language': 'en' } })
    expect([dutch.html.includes('lang="nl"'), english.html.includes('<html lang="en"')]).toEqual([true, true])
    expect(dutch.headers.get('vary')).toContain('Accept-Language')
  })

  test('tell other programs what they are', async () => {
    const { html } = await ask('/public')
    expect(html).toContain('<meta property="og:title" content="Open"')
    expect(html).toContain('<meta name="description" content="Wat open is"')
    expect(html).not.toContain('noindex')
  })
})

describe('what programs expect', () => {
  test('health, ready, security.txt, robots.txt, change-password', async () => {
    expect((await ask('/health')).html).toBe('ok\n')
    expect((await ask('/ready')).status).toBe(200)
    const security = (await ask('/.well-known/security.txt')).html
    const expires = Date.parse(/^Expires: (.*)$/m.exec(security)?.[1] ?? '')
    expect(expires - millis).toBeGreaterThan(0)
    expect(expires - millis).toBeLessThan(365 * 86_400_000)
    expect((await ask('/robots.txt')).html).toContain('Disallow: /settings')
    expect((await ask('/.well-known/change-password')).headers.get('location')).toBe('/settings/account')
  })

  test('not ready while the database is away', async () => {
    const opened = await openFrame({ ready: () => Promise.reject(new Error('away')) })
    expect((await fetch(`${opened.origin}/ready`)).status).toBe(503)
    await opened.close()
  })

  test('until it is set up, every page leads there', async () => {
    const bare: WebFeature = {
      name: 'accounts',
      session: { resolve: async () => undefined, isSetUp: async () => false },
      pages: (routes) => routes.get('/setup', async () => page('Begin', h('h1', null, 'Begin'))),
    }
    const opened = await openFrame({ features: [bare] })
    const answer = await fetch(`${opened.origin}/about`, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/setup'])
    expect((await fetch(`${opened.origin}/setup`)).status).toBe(200)
    await opened.close()
  })

  test('a fragment has no layout around it', async () => {
    const { html } = await ask('/public', { headers: { 'x-fragment': '1' } })
    expect(html).toContain('<main id="dv-main"><h1>')
    expect(html).not.toContain('<html')
  })
})

test('a theme that cannot be read well is left away and told in the log', async () => {
  for (const [colour, used] of [
    ['#0b5a2e', true],
    ['#ffee88', false],
  ] as const) {
    const dataDir = mkdtempSync(join(tmpdir(), 'theme-'))
    const both = `--basis-color-action-1-inverse-bg-default:${colour};--basis-color-action-1-inverse-color-default:#fff`
    writeFileSync(join(dataDir, 'theme.css'), `.x{${both}}`)
    const opened = await openFrame({ dataDir })
    const html = await (await fetch(`${opened.origin}/about`)).text()
    expect(html.includes('plein-theme')).toBe(used)
    expect(opened.log.some((line) => line.level === 'error' && line.message.includes('theme.css'))).toBe(!used)
    const sheet = /href="(\/theme\/[^"]+)"/.exec(html)?.[1]
    if (used) expect(await (await fetch(opened.origin + sheet)).text()).toContain(`${colour};`)
    await opened.close()
  }
})
