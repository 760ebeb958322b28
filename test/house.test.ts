// Opening a plein: on a database that was there before, and what its processes answer on their port.
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/platform/config/config.ts'
import { jsonLine } from '../src/platform/log.ts'
import { startServer } from './kit/server.ts'

describe.each(['sqlite', 'postgres'] as const)('a database that was set up under an ORIGIN (%s)', (dialect) => {
  test('is opened under that ORIGIN only, and says which', async () => {
    await using server = await startServer({ dialect })
    const { config } = server.app
    const silent = { log: { level: 'error', sink: () => undefined } } as const
    await expect(createApp({ ...config, origin: 'http://127.0.0.1:1' }, silent)).rejects.toThrow(
      `ORIGIN: is http://127.0.0.1:1, but this database is of ${config.origin}; set ORIGIN=${config.origin}`,
    )
    const again = await createApp(config, silent)
    await again.dispose()
  })
})

test('a new database of SQLite can be read by its owner only, also in a folder that was not there yet', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plein-house-'))
  const config = readConfig({ DATA_DIR: join(folder, 'new', 'place'), SECRET_KEY: 'x'.repeat(32) })
  const app = await createApp(config, { log: { level: 'error', sink: () => undefined } })
  const modes = ['', 'plein.sqlite', 'plein.sqlite-wal'].map(
    (name) => statSync(join(config.dataDir, name)).mode & 0o777,
  )
  await app.dispose()
  rmSync(folder, { recursive: true, force: true })
  expect(modes).toEqual([0o700, 0o600, 0o600])
})

test.each(['web', 'worker'] as const)(
  '%s: says how it is, and lets the proxy tire of a connection first',
  async (role) => {
    const folder = mkdtempSync(join(tmpdir(), 'plein-house-'))
    const given = readConfig({ DATA_DIR: folder, SECRET_KEY: 'x'.repeat(32), PORT: '0', HOST: '127.0.0.1' })
    const app = await createApp({ ...given, role }, { log: { level: 'error', sink: () => undefined } })
    try {
      const port = await app.start()
      const ask = async (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
      const [health, ready, page] = [await ask('/health'), await ask('/ready'), await ask('/sign-in')]
      expect([health.status, await health.text(), ready.status, await ready.text()]).toEqual([
        200,
        'ok\n',
        200,
        'ready\n',
      ])
      // Nobody is set up here: the pages of a web process lead to the set-up.
      expect([page.status, new URL(page.url).pathname]).toEqual(role === 'web' ? [200, '/setup'] : [404, '/sign-in'])
      // And from there nothing leads back to it.
      const links = [...(await page.text()).matchAll(/<a\s[^>]*href="([^"]*)"|action="([^"]*)"/g)]
      expect(links.map(([, href, action]) => href ?? action)).toEqual(role === 'web' ? ['#dv-main', '/setup'] : [])
      expect(health.headers.get('keep-alive')).toBe('timeout=130')
    } finally {
      await app.dispose()
      rmSync(folder, { recursive: true, force: true })
    }
  },
)

test('the link to set it up is shown when it listens, and by nobody who could not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plein-house-'))
  const lines: string[] = []
  const links = () => lines.filter((line) => line.includes('/setup?token='))
  const open = (port: number) =>
    createApp(readConfig({ DATA_DIR: folder, SECRET_KEY: 'x'.repeat(32), PORT: String(port), HOST: '127.0.0.1' }), {
      log: { level: 'info', sink: (line) => lines.push(jsonLine(line)) },
    })
  const app = await open(0)
  const port = await app.start()
  const second = await open(port)
  try {
    expect([links().length, lines.findIndex((line) => line.includes('the plein is open'))]).toEqual([
      1,
      lines.length - 2,
    ])
    const { pathname, search } = new URL(/http:[^"]+/.exec(links()[0] ?? '')?.[0] ?? '')
    await expect(second.start()).rejects.toMatchObject({ code: 'EADDRINUSE' })
    expect(links()).toHaveLength(1)
    // And the one that was shown still works.
    const page = await (await fetch(`http://127.0.0.1:${port}${pathname}${search}`)).text()
    expect(page).toContain('name="organisation"')
  } finally {
    await second.dispose()
    await app.dispose()
    rmSync(folder, { recursive: true, force: true })
  }
})
