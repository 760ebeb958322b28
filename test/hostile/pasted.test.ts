// An odd server that somebody pastes an address of: whatever it answers, one hears soon and in words.
import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type Peer, type PeerActor, startPeer } from '../kit/peer/peer.ts'
import type { Person } from '../kit/person.ts'
import { startServer, type TestServer } from '../kit/server.ts'

describe('an odd server is asked', () => {
  let server: TestServer
  let peer: Peer
  let mallory: PeerActor
  let olga: Person

  beforeAll(async () => {
    server = await startServer()
    peer = await startPeer()
    mallory = peer.actor('mallory')
    olga = await server.person('Olga Eigenaar')
  })
  afterAll(async () => {
    await server.close()
    await peer.close()
  })

  test('what is pasted leads to odd servers: told soon and in words', async () => {
    const long = (response: ServerResponse, type: string) => {
      response.writeHead(200, { 'content-type': type })
      response.on('error', () => {})
      const more = () => {
        while (!response.destroyed && response.write(randomBytes(65_536))) if (response.writableEnded) return
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    }
    const json = 'application/activity+json'
    const traps: Record<string, (request: unknown, response: ServerResponse) => void> = {
      '/html': (_, response) =>
        void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><script>alert(1)</script>'),
      '/endless': (_, response) => long(response, json),
      '/bomb': (_, response) =>
        void response
          .writeHead(200, { 'content-type': json, 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.alloc(50_000_000, ' '))),
      '/circle': (_, response) => void response.writeHead(302, { location: '/circle' }).end(),
      '/chain': (request, response) =>
        void response
          .writeHead(302, { location: `/chain?${String((request as { url: string }).url.length)}${'x'.repeat(10)}` })
          .end(),
      '/elsewhere': (_, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
      '/gopher': (_, response) => void response.writeHead(302, { location: 'gopher://127.0.0.1:25/x' }).end(),
      '/drip': (_, response) => {
        response.writeHead(200, { 'content-type': json })
        const timer = setInterval(() => response.write(' '), 100)
        response.on('close', () => clearInterval(timer))
      },
      '/nonsense': (_, response) => void response.writeHead(200, { 'content-type': json }).end('{"id":'),
      '/stolen': (_, response) =>
        void response
          .writeHead(200, { 'content-type': json })
          .end(JSON.stringify({ ...mallory.document, id: `${server.origin}/ap/actors/olga` })),
      '/500': (_, response) => void response.writeHead(500).end(),
      '/cut': (_, response) => void response.destroy(),
      '/headers': (_, response) =>
        void response.writeHead(200, { 'content-type': json, 'x-long': 'x'.repeat(60_000) }).end('{}'),
    }
    for (const [path, trap] of Object.entries(traps)) peer.documents.set(path, trap as never)
    const addresses = [
      ...Object.keys(traps).map((path) => `${peer.origin}${path}`),
      `${server.origin}/../../x`, 'http://user:pass@127.0.0.1/', 'http://127.0.0.1:1/', 'http://[::1]:1/', 'https://0x7f.1/', 'http://2130706433/', '@a@127.0.0.1:1', '@x@[::1]', '@x@localhost:1',
      `@${'a'.repeat(400)}@x.nl`, '@__proto__@constructor', 'http://a b/', 'http://%00/', `http://${'a.'.repeat(200)}nl/`, 'javascript://x', `@mallory@${peer.host}/../x`,
    ] // prettier-ignore
    for (const address of addresses) {
      const started = performance.now()
      const page = await olga.visits(`/search?q=${encodeURIComponent(address)}`)
      expect({ address, good: page.status === 200 || page.status === 404 }).toEqual({ address, good: true })
      expect({ address, late: performance.now() - started > 60_000 }).toEqual({ address, late: false })
      expect(page.source).not.toContain('alert(1)')
    }
    expect(server.log.filter((line) => line.includes('"level":"error"'))).toEqual([])
  }, 600_000)
})
