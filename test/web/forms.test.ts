// Forms over real HTTP: they come back filled, and nothing that is sent breaks the frame.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from '../kit/chance.ts'
import { openFrame, sessionCookie, type OpenFrame } from './frame-kit.ts'
import { type Ask, ask as askFrame, post as postTo, room } from './room.ts'

let frame: OpenFrame
beforeAll(async () => {
  frame = await openFrame({ features: [room], postsPerMinute: 5000 })
})
afterAll(() => frame.close())

type Path = [path: string, options?: Ask]
const ask = (...[path, options]: Path) => askFrame(frame, path, options)
const post = (path: string, fields: Record<string, string>, options?: Ask) => postTo(frame, path, fields, options)

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
    expect(next.html).toContain('Wat hier stond is weggehaald.')
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
