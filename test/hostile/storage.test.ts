// A disk that is full, a database that goes away and comes back: told in words, nothing half done, and then it goes on.
import { createServer, connect, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from '@jest/globals'
import { sql } from 'kysely'
import { openDatabase } from '../../src/platform/db/database.ts'
import { isDatabaseAway } from '../../src/platform/db/dialect.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
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

  test('a file that cannot be kept leaves no row that shows it', async () => {
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
    // But one: the job that takes away what may have been kept of it.
    expect(await countRows(server)).toEqual({ ...before, job: 1 })
    const jobs = await server.app.ctx().db.selectFrom('job').select('name').execute()
    expect(jobs).toEqual([{ name: 'media.remove' }])
  })
})

describe('PostgreSQL', () => {
  /** Stands between the plein and its database, can be cut, and can swallow all that is said. */
  async function cuttable(target: URL) {
    const sockets = new Set<Socket>()
    let cut = false
    let swallows = false
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
      inward.on('data', (bytes) => swallows || outward.write(bytes))
      outward.on('data', (bytes) => swallows || inward.write(bytes))
    })
    await new Promise<void>((ready) => proxy.listen(0, '127.0.0.1', ready))
    return {
      port: (proxy.address() as AddressInfo).port,
      cut() {
        cut = true
        for (const socket of sockets) socket.destroy()
      },
      /** Connections stay, new ones are taken, nobody answers. */
      swallow() {
        swallows = true
      },
      mend() {
        cut = false
        swallows = false
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

  test('takes connections and never answers: who asks is told in time, and the line is not used again', async () => {
    const place = await freshPlace('postgres')
    const line = await cuttable(new URL(place.url))
    const through = new URL(place.url)
    through.port = String(line.port)
    await freshly(place.url)
    const database = openDatabase(through.toString(), 2500)
    const patient = openDatabase(through.toString(), 0)
    const wait = sql`select pg_sleep(5)`
    try {
      await database.db.selectFrom('job').select('id').execute()
      // PostgreSQL itself gives up a question that takes too long; who may take his time gets his answer.
      await expect(wait.execute(database.db)).rejects.toMatchObject({ code: '57014' })
      await wait.execute(patient.db)
      line.swallow()
      const began = performance.now()
      const faults = await Promise.all([
        database.db
          .selectFrom('job')
          .select('id')
          .execute()
          .catch((error: unknown) => error),
        database.transaction((tx) => tx.selectFrom('job').select('id').execute()).catch((error: unknown) => error),
      ])
      expect(faults.map((fault) => [fault instanceof Error, isDatabaseAway(fault)])).toEqual([
        [true, true],
        [true, true],
      ])
      expect(performance.now() - began).toBeLessThan(60_000)
      line.mend()
      // At once: not behind the question that was lost.
      await database.db.selectFrom('job').select('id').execute()
      await database.transaction((tx) => tx.selectFrom('job').select('id').execute())
    } finally {
      await database.close()
      await patient.close()
      await line.close()
      await place.remove()
    }
  })

  test('never answers: /ready says no within seconds', async () => {
    const place = await freshPlace('postgres')
    const line = await cuttable(new URL(place.url))
    const through = new URL(place.url)
    through.port = String(line.port)
    const server = await startServer({ config: { databaseUrl: through.toString() } })
    try {
      expect((await send(server.origin, '/ready')).status).toBe(200)
      line.swallow()
      const began = performance.now()
      expect((await send(server.origin, '/ready')).status).toBe(503)
      expect(performance.now() - began).toBeLessThan(60_000)
      expect((await send(server.origin, '/health')).status).toBe(200)
    } finally {
      line.mend()
      line.cut()
      await server.close()
      await line.close()
      await place.remove()
    }
  })
})

/** Brings a new place up to date. */
async function freshly(url: string): Promise<void> {
  const database = openDatabase(url)
  await migrate(database)
  await database.close()
}
