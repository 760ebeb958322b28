// Before a jest run: a desk where suites ask for what all of them share, and that is made when the first one asks for it:
// a PostgreSQL server of this run, an SQLite file with all tables, and a build of the program.
// TEST_POSTGRES_URL in the environment names a server that runs already, and then none is started.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildInto } from '../kill/build.ts'
import { type Cluster, startCluster } from './postgres-cluster.ts'

declare global {
  // eslint-disable-next-line no-var
  var closeDesk: (() => Promise<void>) | undefined
}

export default async function globalSetup(): Promise<void> {
  let cluster: Promise<Cluster> | undefined
  let sqlite: Promise<string> | undefined
  let build: Promise<string> | undefined
  const folders: string[] = []

  async function buildOnce(): Promise<string> {
    // Inside the project: what is built finds its packages from there.
    mkdirSync('scratch', { recursive: true })
    const folder = mkdtempSync(join(process.cwd(), 'scratch', 'build-'))
    folders.push(folder)
    return buildInto(folder)
  }
  async function migrateOnce(): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), 'migrated-'))
    folders.push(folder)
    const file = join(folder, 'plein.sqlite')
    // Loaded when it is needed: a run of some suites has no database at all.
    const { migrateSqliteInto } = await import('./fresh-database.ts')
    await migrateSqliteInto(file)
    return file
  }
  const shared: Record<string, () => Promise<string>> = {
    '/postgres': async () => (await (cluster ??= startCluster())).url,
    '/sqlite': () => (sqlite ??= migrateOnce()),
    '/build': () => (build ??= buildOnce()),
  }
  const desk = createServer((request, answer) => {
    const make = shared[request.url ?? '']
    if (!make) return void answer.writeHead(404).end()
    make().then(
      (what) => answer.end(what),
      (error: unknown) => answer.writeHead(500).end(String(error)),
    )
  })
  // A build may take long on a busy machine.
  desk.requestTimeout = 0
  await new Promise<void>((ready) => desk.listen(0, '127.0.0.1', ready))
  desk.unref()
  const leaving = pathToFileURL(join(process.cwd(), 'test/kit/leave-at-once.js')).href
  process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} --import ${leaving}`.trim()
  process.env['TEST_DESK'] = `http://127.0.0.1:${(desk.address() as AddressInfo).port}`
  globalThis.closeDesk = async () => {
    desk.close()
    desk.closeAllConnections()
    await Promise.allSettled([build, sqlite])
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    await cluster?.then((started) => started.stop()).catch(() => undefined)
  }
}
