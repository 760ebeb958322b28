// The HTML frame over real HTTP: headers, sessions, forgery, limits, errors, caching.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { h } from 'preact'
import { clockFrom } from '../../src/lib/clock.ts'
import { page } from '../../src/web/kit.ts'
import type { WebFeature } from '../../src/web/server.ts'
import { openFrame, sessionCookie, type OpenFrame } from './frame-kit.ts'
import { type Ask, ask as askFrame, post as postTo, room } from './room.ts'

let frame: OpenFrame
let millis = Date.parse('2026-11-22T12:00:00Z')
beforeAll(async () => {
  frame = await openFrame({ features: [room], clock: clockFrom(() => millis), postsPerMinute: 5000 })
})
afterAll(() => frame.close())

type Path = [path: string, options?: Ask]
const ask = (...[path, options]: Path) => askFrame(frame, path, options)
const post = (path: string, fields: Record<string, string>, options?: Ask) => postTo(frame, path, fields, options)

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

  test('who signs in while his browser still has a session that ended is told one thing about it', async () => {
    const answer = await post('/in', {}, { as: 'ended' })
    const told = answer.headers.getSetCookie().filter((cookie) => cookie.includes('session='))
    expect(told).toEqual([expect.stringMatching(/session=jan;/)])
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
    expect(answer.html.includes('Dit formulier werkt hier niet')).toBe(status === 403)
  })

  test('nobody is sent to another site', async () => {
    expect((await post('/out', {})).headers.get('location')).toBe('/')
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
    const strict = await openFrame({ features: [room], postsPerMinute: 3, clock: clockFrom(() => millis) })
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

  test('who found a weak spot is led to the address of the organisation, else to the page about the plein', async () => {
    const contact = async (origin: string) =>
      /^Contact: (.*)$/m.exec(await (await fetch(`${origin}/.well-known/security.txt`)).text())?.[1]
    const security = 'mailto:veilig@zandstede.example'
    const layout = { contacts: async () => ({ general: 'https://zandstede.example/contact', security }) }
    const said = await openFrame({ features: [{ name: 'contacts', layout }] })
    const unsaid = await openFrame()
    expect(await contact(said.origin)).toBe(security)
    expect(await contact(unsaid.origin)).toBe(`${unsaid.origin}/about`)
    const about = await (await fetch(`${said.origin}/about`)).text()
    expect(about).toContain(`href="${security}">veilig@zandstede.example</a>`)
    expect(about).toContain('href="https://zandstede.example/contact"')
    await said.close()
    await unsaid.close()
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
