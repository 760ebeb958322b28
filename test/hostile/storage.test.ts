// A disk that is full, a database that goes away and comes back: told in words, nothing half done, and then it goes on.
import { createServer, connect, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { freshPlace } from '../kit/databases.ts'
import { testClock } from '../kit/network.ts'
import { startServer } from '../kit/server.ts'
import { countRows, fields, send } from './attack.ts'

describe('a full disk', () => {
  test('503 in words, nothing half done, and it goes on when there is room', async () => {
    const clock = testClock()
    await using server = await startServer({ overrides: { clock } })
    const olga = await server.person('Olga Eigenaar')
    await olga.posts({ title: 'Ervoor', body: 'x' })
    const { sqlite } = server.app.tools.database.raw
    if (!sqlite) throw new Error('this test is about SQLite')
    const pages = Number(sqlite.pragma('page_count', { simple: true }))
    sqlite.pragma(`max_page_count = ${pages}`)
    const before = await countRows(server)
    const statuses = new Set<number>()
    for (let at = 0; at < 5; at++) {
      const answer = await send(server.origin, '/new/post', {
        as: olga,
        body: fields({ title: `Vol ${at}`, body: 'y'.repeat(90_000) }),
      })
      statuses.add(answer.status)
      const html = await answer.text()
      expect(html).toContain('<h1')
      expect(html).not.toMatch(/sqlite|no space|\.ts:\d/i)
      expect(answer.headers.get('retry-after')).not.toBeNull()
    }
    expect([...statuses]).toEqual([503])
    expect(await countRows(server)).toEqual(before)
    // Reading goes on, and who writes little beside who writes much gets the answer that is theirs.
    expect((await send(server.origin, '/', { as: olga })).status).toBe(200)
    sqlite.pragma('max_page_count = 1073741823')
    const path = await olga.posts({ title: 'Erna', body: 'y'.repeat(90_000) })
    expect((await olga.visits(path)).status).toBe(200)
    await server.app.drain()
    expect(await olga.sees('/', 'Erna')).toBe(true)
  })

  test('a file that cannot be kept leaves no row', async () => {
    await using server = await startServer()
    const olga = await server.person('Olga Eigenaar')
    const { default: sharp } = await import('sharp')
    const bytes = await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const before = await countRows(server)
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    const files = server.app.tools.files as { put: unknown }
    const put = files.put
    files.put = () => Promise.reject(full)
    const body = new FormData()
    body.append('name', 'Olga Eigenaar')
    body.append('picture', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'x.png')
    const answer = await send(server.origin, '/settings/profile', { as: olga, body })
    expect(answer.status).toBe(503)
    expect(await answer.text()).toContain('<h1')
    files.put = put
    expect(await countRows(server)).toEqual(before)
  })
})

describe('PostgreSQL', () => {
  /** Stands between the plein and its database, and can be cut. */
  async function cuttable(target: URL) {
    const sockets = new Set<Socket>()
    let cut = false
    const proxy = createServer((inward) => {
      if (cut) return void inward.destroy()
      const outward = connect(Number(target.port), target.hostname)
      for (const socket of [inward, outward]) {
        sockets.add(socket)
        socket.on('error', () => {})
        socket.on('close', () => {
          sockets.delete(socket)
          inward.destroy()
          outward.destroy()
        })
      }
      inward.pipe(outward).pipe(inward)
    })
    await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready))
    return {
      port: (proxy.address() as AddressInfo).port,
      cut() {
        cut = true
        for (const socket of sockets) socket.destroy()
      },
      mend() {
        cut = false
      },
      close: () =>
        new Promise<void>((closed) => {
          for (const socket of sockets) socket.destroy()
          proxy.close(() => closed())
        }),
    }
  }

  test('goes away and comes back: 503 in words, nothing half done, and it goes on by itself', async () => {
    const place = await freshPlace('postgres')
    const direct = new URL(place.url)
    const line = await cuttable(direct)
    const through = new URL(place.url)
    through.port = String(line.port)
    const server = await startServer({ config: { databaseUrl: through.toString() } })
    try {
      const olga = await server.person('Olga Eigenaar')
      const item = await olga.posts({ title: 'Ervoor', body: 'x' })
      await server.app.drain()
      const before = await countRows(server)
      line.cut()
      for (const [path, attack] of [
        ['/', { as: olga }],
        [item, { as: olga }],
        ['/groups', {}],
        ['/new/post', { as: olga, body: fields({ title: 'Weg', body: 'x' }) }],
        [`${item}/comment`, { as: olga, body: fields({ body: 'Weg' }) }],
      ] as const) {
        const answer = await send(server.origin, path, attack)
        const html = await answer.text()
        expect({ path, status: answer.status }).toEqual({ path, status: 503 })
        expect(html).toContain('<h1')
        expect(html).not.toMatch(/ECONN|postgres|\.ts:\d/i)
      }
      expect((await send(server.origin, '/health')).status).toBe(200)
      expect((await send(server.origin, '/ready')).status).toBe(503)
      const inbox = await fetch(`${server.origin}/inbox`, {
        method: 'POST',
        headers: {
          'content-type': 'application/activity+json',
          signature: `keyId="http://127.0.0.1:9/k",headers="date",signature="eA=="`,
        },
        body: '{"type":"Create","actor":"http://127.0.0.1:9/a","object":"http://127.0.0.1:9/o"}',
      })
      expect(inbox.status).toBe(503)
      line.mend()
      expect((await send(server.origin, '/ready')).status).toBe(200)
      expect(await countRows(server)).toEqual(before)
      const again = await olga.posts({ title: 'Erna', body: 'x' })
      expect((await olga.visits(again)).status).toBe(200)
    } finally {
      await server.close()
      await line.close()
      await place.remove()
    }
  })
})
