// Requests without manners: bodies that are too large, lie about themselves or never end; answers keep their headers.
import { request as rawRequest } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Request, Response } from 'express'
import sharp from 'sharp'
import type { Cookies } from '../../src/web/cookies.ts'
import { keptForms } from '../../src/web/kept.ts'
import { testClock } from '../kit/network.ts'
import type { Person } from '../kit/person.ts'
import { startServer, type TestServer } from '../kit/server.ts'
import { allRoutes, countRows, fields, markupFrom, send } from './attack.ts'

const MEGABYTE = 1_048_576

describe('requests', () => {
  const clock = testClock()
  let server: TestServer
  let olga: Person
  let other: Person

  beforeAll(async () => {
    server = await startServer({ overrides: { clock } })
    olga = await server.person('Olga Eigenaar')
    other = await server.person('Ander Mens')
  })
  afterAll(() => server.close())

  test('colleagues behind one address do not use up each other’s posts', async () => {
    const read = (as: Person | undefined) => send(server.origin, '/notifications/read', { method: 'POST', as })
    // Room comes back as time goes by.
    const goOn = clock.hold()
    const all = await Promise.all(Array.from({ length: 320 }, () => read(other)))
    // Which of them come too late is up to the sockets: only their number is sure.
    expect(all.filter(({ status }) => status === 429).length).toBeGreaterThan(0)
    expect(all.filter(({ status }) => status === 303).length).toBeGreaterThan(0)
    expect((await read(olga)).status).toBe(303)
    expect((await read(undefined)).status).toBe(303)
    goOn()
    clock.advance(60_000)
  })

  /** Sends chunks without saying how long they are, until it is answered. @returns status and how much was sent. */
  function pour(path: string, headers: Record<string, string>, chunk: () => Buffer, most: number) {
    return new Promise<{ status: number; sent: number; text: string }>((resolve, reject) => {
      let sent = 0
      let done = false
      const request = rawRequest(`${server.origin}${path}`, {
        method: 'POST',
        headers: { 'sec-fetch-site': 'same-origin', ...headers },
      })
      request.on('response', (response) => {
        done = true
        let text = ''
        response.on('data', (part: Buffer) => void (text += part.toString()))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, sent, text }))
        response.on('error', () => resolve({ status: response.statusCode ?? 0, sent, text }))
      })
      // The server hangs up on who goes on sending; the answer may then be lost on its way: status 0.
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (done) return
        done = true
        if (error.code === 'EPIPE' || error.code === 'ECONNRESET') resolve({ status: 0, sent, text: '' })
        else reject(error)
      })
      function more(): void {
        if (done) return
        const part = chunk()
        sent += part.length
        if (sent > most) return void request.end()
        if (request.write(part)) setImmediate(more)
        else request.once('drain', more)
      }
      more()
    })
  }

  test('a form that never ends is cut off, whatever its shape', async () => {
    const letters = Buffer.alloc(65_536, 'x')
    const form = await pour(
      '/sign-in',
      { 'content-type': 'application/x-www-form-urlencoded' },
      () => letters,
      50 * MEGABYTE,
    )
    expect([413, 0]).toContain(form.status)
    expect(form.sent).toBeLessThan(8 * MEGABYTE)

    // Many fields of just under a megabyte each.
    const field = Buffer.concat([
      Buffer.from('--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n'),
      Buffer.alloc(MEGABYTE - 1000, 'x'),
      Buffer.from('\r\n'),
    ])
    const many = await pour(
      '/sign-in',
      { 'content-type': 'multipart/form-data; boundary=b' },
      () => field,
      150 * MEGABYTE,
    )
    expect([413, 0]).toContain(many.status)
    expect(many.sent).toBeLessThan(20 * MEGABYTE)
  })

  test('forms of guests that are kept until they sign in: not large ones, and not all', () => {
    const answer = { setHeader() {}, append() {} } as unknown as Response
    const jar = new Map<string, string>()
    const cookies: Cookies = {
      read: (_, name) => jar.get(name),
      set: (_, name, value) => void jar.set(name, value),
      clear: (_, name) => void jar.delete(name),
    }
    const kept = keptForms(cookies, clock)
    const request = {} as Request
    kept.keep(answer, '/new/post', { body: 'y'.repeat(900_000) })
    expect(kept.take(request, answer, '/new/post')).toBeUndefined()
    kept.keep(answer, '/new/post', { body: 'first' })
    const first = jar.get('kept') ?? ''
    for (let at = 0; at < 100; at++) kept.keep(answer, '/new/post', { body: 'y'.repeat(400_000) })
    expect(kept.take(request, answer, '/new/post')).toBeDefined()
    jar.set('kept', first)
    expect(kept.take(request, answer, '/new/post')).toBeUndefined()
  })

  test('bodies that are no forms: told in words, nothing changes', async () => {
    const before = await countRows(server)
    const cases: [string, string | Uint8Array, number[]][] = [
      ['application/json', '{"body":"x"}', [415]],
      ['text/plain', 'body=x', [415]],
      ['application/xml', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', [415]],
      ['application/x-www-form-urlencoded', 'body=%ff%fe', [400]],
      ['application/x-www-form-urlencoded', 'body=%00', [400]],
      ['application/x-www-form-urlencoded', new Uint8Array([0x62, 0x3d, 0xff, 0xfe]), [400]],
      ['application/x-www-form-urlencoded', 'body=%', [400]],
      ['application/x-www-form-urlencoded', Array.from({ length: 2000 }, (_, at) => `a${at}=1`).join('&'), [413]],
      ['application/x-www-form-urlencoded', '__proto__=1&constructor=2&prototype=3&toString=4', [422]],
      ['application/x-www-form-urlencoded', 'body[]=1&body[x]=2&body.x=3', [422]],
      ['multipart/form-data', 'x', [400]],
      ['multipart/form-data; boundary=b', '--b\r\nnonsense', [400]],
      ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="body"\r\n\r\nx', [400]],
      [
        'multipart/form-data; boundary=b',
        '--b\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\nx\r\n--b--',
        [422],
      ],
      [
        'multipart/form-data; boundary=b',
        '--b\r\nContent-Disposition: form-data; name="body"; filename="../../x"\r\n\r\nx\r\n--b--',
        [422],
      ],
    ]
    for (const [type, body, statuses] of cases) {
      const answer = await send(server.origin, '/new/post', { as: olga, type, body: body as BodyInit })
      const html = await answer.text()
      expect({ type, body: String(body).slice(0, 60), status: answer.status, words: html.includes('<h1') }).toEqual({
        type,
        body: String(body).slice(0, 60),
        status: statuses.includes(answer.status) ? answer.status : statuses,
        words: true,
      })
    }
    const gzipped = await send(server.origin, '/new/post', {
      as: olga,
      type: 'application/x-www-form-urlencoded',
      headers: { 'content-encoding': 'gzip' },
      body: 'body=x',
    })
    expect([303, 415, 422]).toContain(gzipped.status)
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
    expect(await countRows(server)).toMatchObject({ media: before['media'] })
  })

  test('methods that there are not, and tunnels through headers', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
      const answer = await send(server.origin, '/settings/profile', { method, as: olga })
      expect({ method, status: answer.status }).toEqual({ method, status: 405 })
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
    const overridden = await send(server.origin, '/notifications/read', {
      as: olga,
      headers: { 'x-http-method-override': 'POST', 'x-method-override': 'POST' },
    })
    expect(overridden.status).toBe(404)
  })

  test('requests that two servers would read in two ways are refused', async () => {
    const { port } = new URL(server.origin)
    const speak = (text: string) =>
      new Promise<string>((resolve) => {
        let heard = ''
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(text))
        socket.on('data', (part) => void (heard += part.toString()))
        socket.on('close', () => resolve(heard))
        socket.on('error', () => resolve(heard))
        // Whoever refuses hangs up. If not, that is an answer too, but not the usual one.
        setTimeout(() => socket.destroy(), 30_000).unref()
      })
    const head = `POST /sign-in HTTP/1.1\r\nHost: x\r\n`
    for (const text of [
      `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n\r\n`,
      `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde`,
      `${head}Transfer-Encoding: xchunked\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: x\r\nX: a\0b\r\n\r\n`,
    ])
      expect(await speak(text)).toMatch(/^HTTP\/1\.1 400|^$/)
    // A whole address is read as its path, whoever it names.
    const whole = (path: string) =>
      speak(`GET http://kwaad.example${path} HTTP/1.1\r\nHost: kwaad.example\r\nConnection: close\r\n\r\n`)
    const finger = `/.well-known/webfinger?resource=${encodeURIComponent(server.origin)}`
    for (const path of ['/ap/instance', finger, '/groups', '?taal=nl']) {
      const answer = await whole(path)
      expect(answer).toMatch(/^HTTP\/1\.1 [23]0/)
      expect(answer).not.toContain('kwaad.example')
    }
    // Somebody else's name in Host comes back nowhere.
    const host = await speak(
      'GET /groups HTTP/1.1\r\nHost: kwaad.example\r\nX-Forwarded-Host: kwaad.example\r\nConnection: close\r\n\r\n',
    )
    expect(host).toContain('200 OK')
    expect(host).not.toContain('kwaad.example')
  })

  test('every answer keeps its headers: pages, errors, files, feeds, documents, redirects', async () => {
    const item = await olga.posts({ title: 'Met kop', body: 'x', audience: 'public' })
    const actor = await server.app
      .ctx()
      .db.selectFrom('actor')
      .select('iri')
      .where('handle', '=', 'olga')
      .executeTakeFirstOrThrow()
    const picture = await pictureOf(olga)
    const paths: [string, RequestInit?][] = [
      ['/'], ['/sign-in'], ['/nowhere'], ['/%ff'], ['/admin'], [item], [`${item}/edit`], ['/atom'], ['/robots.txt'],
      ['/.well-known/security.txt'], ['/health'], ['/ready'], ['/assets/nothing.js'], ['/favicon.ico'], ['/?taal=en'],
      ['/.well-known/nodeinfo'], ['/.well-known/webfinger?resource=acct:olga@x'], ['/.well-known/webfinger'],
      [new URL(actor.iri).pathname], ['/ap/nothing'], ['/ap/%ff'], ['/theme.css'], [picture], ['/media/x'],
      ['/inbox', { method: 'POST', body: 'x' }], ['/sign-in', { method: 'POST' }], ['/sign-in', { method: 'PUT' }],
      ['/new/post', { method: 'POST', body: new Uint8Array(2 * MEGABYTE), headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' } }],
    ] // prettier-ignore
    const wrong: unknown[] = []
    for (const [path, init] of paths) {
      const answer = await fetch(`${server.origin}${path}`, { redirect: 'manual', ...init })
      await answer.arrayBuffer()
      const policy = answer.headers.get('content-security-policy') ?? ''
      const good =
        policy.includes("default-src 'none'") &&
        !policy.includes('unsafe') &&
        answer.headers.get('x-content-type-options') === 'nosniff' &&
        answer.headers.get('x-frame-options') === 'DENY' &&
        answer.headers.get('x-powered-by') === null &&
        answer.headers.has('referrer-policy')
      if (!good || answer.status >= 500) wrong.push({ path, status: answer.status, policy })
    }
    expect(wrong).toEqual([])
  })

  async function pictureOf(person: Person): Promise<string> {
    const bytes = await sharp({ create: { width: 40, height: 40, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    await person.submits(
      '/settings/profile',
      { field: 'picture' },
      { picture: { fileName: 'x.png', type: 'image/png', bytes } },
    )
    const page = await person.visits('/settings/profile')
    const found = /\/media\/[0-9a-f-]{36}/.exec(page.source)?.[0]
    if (!found) throw new Error('no picture')
    return found
  }

  test('files that are no pictures, or would be dangerous ones, are told at their field and kept nowhere', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><image href="file:///etc/passwd"/></svg>'
    const png = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const bomb = await sharp({
      create: { width: 12_000, height: 12_000, channels: 3, background: 'red' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer()
    const cases: [string, string, Buffer][] = [
      ['x.svg', 'image/svg+xml', Buffer.from(svg)],
      ['x.png', 'image/png', Buffer.from(svg)],
      ['x.png', 'image/png', Buffer.from('<html><script>alert(1)</script>')],
      ['x.gif', 'image/gif', Buffer.from('GIF89a/*<script>alert(1)</script>*/=1;')],
      ['x.jpg', 'image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0])],
      ['x.png', 'image/png', png.subarray(0, png.length - 20)],
      ['x.pdf', 'application/pdf', Buffer.from('%PDF-1.4')],
      ['x.zip', 'image/png', Buffer.from('PK\u0003\u0004')],
      ['bomb.png', 'image/png', bomb],
      ['x'.repeat(5000) + '.png', 'image/png', Buffer.from('x')],
      ['<script>alert(1)</script>.png', 'text/html', Buffer.from('x')],
      ['..\\..\\x.png', '../../x', Buffer.from('x')],
    ]
    const forms = [
      ['/settings/profile', 'picture', { name: 'Olga Eigenaar' }],
      ['/new/post', 'image', { title: 'x', body: 'x', alt: 'x', action: 'place' }],
    ] as const
    const before = await countRows(server)
    for (const [path, field, values] of forms) {
      for (const [name, type, bytes] of cases) {
        const body = new FormData()
        for (const [key, value] of Object.entries(values)) body.append(key, value)
        body.append(field, new Blob([new Uint8Array(bytes)], { type }), name)
        const answer = await send(server.origin, path, { as: olga, body })
        const html = await answer.text()
        expect({ path, name: name.slice(0, 30), status: answer.status }).toEqual({
          path,
          name: name.slice(0, 30),
          status: 422,
        })
        expect(html).toContain(`field-${field}`)
        expect(markupFrom(html)).toBeUndefined()
      }
    }
    expect(await countRows(server)).toEqual(before)
    expect(bomb.length).toBeLessThan(2 * MEGABYTE)
    const large = new FormData()
    large.append('picture', new Blob([new Uint8Array(9 * MEGABYTE)], { type: 'image/png' }), 'x.png')
    const answer = await send(server.origin, '/settings/profile', { as: olga, body: large })
    expect(answer.status).toBe(413)
    expect(await answer.text()).toContain('<h1')
    expect(await countRows(server)).toEqual(before)
  })

  test('a picture is given as what it is, to nobody as a page', async () => {
    const address = `${server.origin}${await pictureOf(olga)}`
    const answer = await fetch(address)
    expect(answer.headers.get('content-type')).toBe('image/webp')
    // Kept no longer than an hour, as it may be gone for who sees it now; to ask again costs little.
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600')
    const same = { 'if-none-match': answer.headers.get('etag') ?? '', 'cache-control': 'max-age=0' }
    expect((await fetch(address, { headers: same })).status).toBe(304)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
  })

  test('a picture that somebody uploaded but placed nowhere is nobody else’s', async () => {
    const bytes = await sharp({ create: { width: 40, height: 40, channels: 3, background: 'blue' } })
      .png()
      .toBuffer()
    const body = new FormData()
    for (const [key, value] of Object.entries({ title: 't', body: 'b', alt: 'Blauw', action: 'add-image' }))
      body.append(key, value)
    body.append('image', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'x.png')
    const portrait = (await pictureOf(olga)).slice('/media/'.length)
    const html = await (await send(server.origin, '/new/post', { as: olga, body })).text()
    const id =
      [...html.matchAll(/\/media\/([0-9a-f-]{36})/g)].map((found) => found[1] ?? '').find((one) => one !== portrait) ??
      ''
    expect(id).not.toBe('')
    expect((await send(server.origin, `/media/${id}`, { as: olga })).status).toBe(200)
    expect((await send(server.origin, `/media/${id}`, { as: other })).status).toBe(404)
    expect((await send(server.origin, `/media/${id}`)).status).toBe(404)
    // Nor can another hang it on an item of theirs.
    const stolen = await other.posts({ title: 'Gestolen', body: 'x', audience: 'public' })
    await send(server.origin, `${stolen}/edit`, {
      as: other,
      body: fields({ title: 'Gestolen', body: 'x', media: id }),
    })
    await send(server.origin, '/new/post', {
      as: other,
      body: fields({ title: 'Weer', body: 'x', media: id, audience: 'public' }),
    })
    expect((await send(server.origin, `/media/${id}`)).status).toBe(404)
  })

  test('nothing of this was a fault of ours', () => {
    expect(server.log).toEqual([])
    expect(allRoutes().get.length).toBeGreaterThan(20)
  })
})
