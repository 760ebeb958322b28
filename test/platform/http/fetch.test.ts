// Outgoing HTTP against local servers: the address guard, limits, redirects.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo, LookupFunction } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { type HttpClient, type HttpOptions, openHttp } from '../../../src/platform/http/fetch.ts'

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

async function serve(answer: RequestListener): Promise<{ url: string; port: number; requests: IncomingMessage[] }> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  opened.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, requests }
}

function client(options: Partial<HttpOptions> = {}): HttpClient {
  const http = openHttp({ allowPrivateAddress: true, userAgent: 'plein/test', ...options })
  opened.push(() => http.close())
  return http
}

/** 127.0.0.1 plays the public internet; every other address is private. */
function guarded(lookup?: LookupFunction): HttpClient {
  const refuses = (address: string) => address !== '127.0.0.1'
  return client({ allowPrivateAddress: false, refuses, ...(lookup ? { lookup } : {}) })
}

function ok(_request: IncomingMessage, response: ServerResponse): void {
  response.end('ok')
}

function redirect(to: string, status = 302): RequestListener {
  return (_request, response) => response.writeHead(status, { location: to }).end('elsewhere')
}

describe('an answer', () => {
  test('has status, headers, body and address; the request names us', async () => {
    const { url, requests } = await serve((_request, response) =>
      response.writeHead(404, { 'content-type': 'text/plain', 'set-cookie': ['a=1', 'b=2'] }).end('één'),
    )
    const answer = await client().fetch(`${url}/x?y=1`, { headers: { Accept: 'text/plain' } })
    expect([answer.status, answer.headers.get('content-type'), answer.url]).toEqual([404, 'text/plain', `${url}/x?y=1`])
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect([await answer.text(), (await answer.bytes()).length]).toEqual(['één', 5])
    expect(requests[0]?.headers).toMatchObject({ 'user-agent': 'plein/test', accept: 'text/plain' })
  })

  test('comes to a POST with a body', async () => {
    const { url } = await serve((request, response) => request.pipe(response))
    const answer = await client().fetch(url, { method: 'post', body: '{"a":1}' })
    expect(await answer.text()).toBe('{"a":1}')
  })
})

describe('the guard', () => {
  test.each([
    'http://127.0.0.1:9/',
    'http://127.1:9/',
    'http://0x7f000001:9/',
    'http://2130706433:9/',
    'http://[::1]:9/',
    'http://[::ffff:127.0.0.1]:9/',
    'http://[fe80::1]:9/',
    'http://10.1.2.3:9/',
    'http://169.254.169.254/latest/meta-data',
    'https://192.168.0.1/',
    'http://localhost:9/',
    'http://0:9/',
  ])('refuses %s', async (url) => {
    await expect(client({ allowPrivateAddress: false }).fetch(url)).rejects.toMatchObject({ code: 'private-address' })
  })

  test('lets a public address through', async () => {
    const { url } = await serve(ok)
    expect((await guarded().fetch(url)).status).toBe(200)
  })

  test('refuses a name that leads to a private address, or to several of which one is private', async () => {
    const { port, requests } = await serve(ok)
    const lookup: LookupFunction = (name, _options, callback) =>
      callback(null, [
        { address: '127.0.0.1', family: 4 },
        ...(name === 'mixed.test' ? [{ address: '10.0.0.1', family: 4 }] : []),
      ])
    expect((await guarded(lookup).fetch(`http://public.test:${port}/`)).status).toBe(200)
    await expect(guarded(lookup).fetch(`http://mixed.test:${port}/`)).rejects.toMatchObject({ code: 'private-address' })
    expect(requests).toHaveLength(1)
  })

  test('refuses when a second DNS answer is private', async () => {
    const { port, requests } = await serve((_request, response) =>
      response.writeHead(200, { connection: 'close' }).end(),
    )
    let asked = 0
    const lookup: LookupFunction = (_name, _options, callback) =>
      callback(null, [{ address: asked++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }])
    const http = guarded(lookup)
    await http.fetch(`http://rebind.test:${port}/`)
    await expect(http.fetch(`http://rebind.test:${port}/`)).rejects.toMatchObject({ code: 'private-address' })
    expect(requests).toHaveLength(1)
  })

  test.each(['http://127.0.0.2:1/', 'http://[::1]:1/', 'http://localhost:1/'])(
    'refuses a redirect to %s',
    async (to) => {
      const { url } = await serve(redirect(to))
      const lookup: LookupFunction = (_name, _options, callback) =>
        callback(null, [{ address: '127.0.0.2', family: 4 }])
      await expect(guarded(lookup).fetch(url)).rejects.toMatchObject({ code: 'private-address' })
    },
  )

  test.each([
    'file:///etc/passwd',
    'ftp://a.example/',
    'gopher://a.example/',
    'http://user:pass@a.example/',
    'nonsense',
    '//a.example',
  ])('refuses the address %s', async (url) => {
    await expect(client().fetch(url)).rejects.toMatchObject({ code: 'bad-address' })
  })

  test('refuses a redirect to another scheme', async () => {
    const { url } = await serve(redirect('file:///etc/passwd'))
    await expect(client().fetch(url)).rejects.toMatchObject({ code: 'bad-address' })
  })
})

describe('limits', () => {
  test('a body that is larger than said, and one that never ends', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/exact') return void response.end('x'.repeat(100))
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(1000)));
      }
      response.on('drain', more)
      more()
    })
    expect((await client().fetch(`${url}/exact`, { maxBytes: 100 })).status).toBe(200)
    await expect(client().fetch(`${url}/exact`, { maxBytes: 99 })).rejects.toMatchObject({ code: 'too-large' })
    await expect(client().fetch(`${url}/endless`)).rejects.toMatchObject({ code: 'too-large' })
  })

  test('a server that never answers, one that drips, one that redirects slowly', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/silent') return
      response.writeHead(200)
      const drip = setInterval(() => response.write('x'), 10)
      response.on('close', () => clearInterval(drip))
    })
    const http = client()
    await expect(http.fetch(`${url}/silent`, { timeoutMillis: 50 })).rejects.toMatchObject({ code: 'timeout' })
    await expect(http.fetch(`${url}/drip`, { timeoutMillis: 80 })).rejects.toMatchObject({ code: 'timeout' })
  })

  test('nobody there, a connection that is broken off, a caller that gives up', async () => {
    const { url } = await serve((request) => request.socket.destroy())
    const http = client()
    await expect(http.fetch('http://127.0.0.1:1/')).rejects.toMatchObject({ name: 'HttpFault', code: 'network' })
    await expect(http.fetch(url)).rejects.toMatchObject({ name: 'HttpFault', code: 'network' })
    await expect(http.fetch(url, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'HttpFault' })
  })
})

describe('redirects', () => {
  test('are followed, relative ones too, and the answer knows where it came from', async () => {
    const { url } = await serve((request, response) =>
      request.url === '/b' ? response.end('here') : redirect('/b')(request, response),
    )
    const answer = await client().fetch(`${url}/a`)
    expect([answer.url, await answer.text()]).toEqual([`${url}/b`, 'here'])
  })

  test('stop after five', async () => {
    const { url, requests } = await serve((request, response) => redirect(`${request.url}x`)(request, response))
    await expect(client().fetch(`${url}/`)).rejects.toMatchObject({ code: 'too-many-redirects' })
    expect(requests).toHaveLength(6)
  })

  test('can be seen or refused instead', async () => {
    const { url } = await serve(redirect('/b', 307))
    expect((await client().fetch(url, { redirect: 'manual' })).status).toBe(307)
    await expect(client().fetch(url, { redirect: 'error' })).rejects.toMatchObject({ code: 'too-many-redirects' })
  })

  test('leave credentials and signatures behind at another origin', async () => {
    const other = await serve(ok)
    const { url } = await serve(redirect(`${other.url}/`))
    const headers = {
      authorization: 'x',
      cookie: 'x',
      signature: 'x',
      'signature-input': 'x',
      accept: 'x',
      host: 'a.example',
    }
    await client().fetch(url, { headers })
    const got = Object.keys(other.requests[0]?.headers ?? {})
    expect(got).toContain('accept')
    for (const name of ['authorization', 'cookie', 'signature', 'signature-input']) expect(got).not.toContain(name)
    expect(other.requests[0]?.headers.host).toBe(`127.0.0.1:${other.port}`)
  })

  test('turn a POST into a GET without body at 303, and keep it at 307', async () => {
    const { url, requests } = await serve((request, response) => {
      request.resume()
      if (request.url === '/303') redirect('/end', 303)(request, response)
      else if (request.url === '/307') redirect('/end', 307)(request, response)
      else response.end()
    })
    await client().fetch(`${url}/303`, { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } })
    await client().fetch(`${url}/307`, { method: 'POST', body: 'x' })
    expect(requests.map((request) => request.method)).toEqual(['POST', 'GET', 'POST', 'POST'])
    expect(requests[1]?.headers['content-type']).toBeUndefined()
  })
})
