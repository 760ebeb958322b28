// A plein of its own for a test: the real app on 127.0.0.1 and a free port, with its own database and captured mail.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, createApp, type Overrides } from '../../src/app.ts'
import type { Viewer } from '../../src/core/viewer.ts'
import type { Config } from '../../src/platform/config/config.ts'
import type { DialectName } from '../../src/platform/db/dialect.ts'
import { jsonLine } from '../../src/platform/log.ts'
import { cliCommands, features } from '../../src/registry.ts'
import { migratedPlace } from './databases.ts'
import { captureMail, type CapturedMail } from './mail.ts'
import { Person } from './person.ts'

/** Long enough for the rules, the same for everybody. */
export const PASSWORD = 'correct-paard-batterij-nietje'

export interface ServerOptions {
  readonly dialect?: DialectName
  /** Name of the organisation, set up with an administrator `bea`; null: not set up yet. Default "Testgemeente". */
  readonly organisation?: string | null
  readonly config?: Partial<Config>
  readonly overrides?: Overrides
}

export interface TestServer {
  readonly app: App
  readonly origin: string
  readonly host: string
  readonly mail: CapturedMail
  readonly databaseUrl: string
  /** What was logged from warnings up. */
  readonly log: readonly string[]
  /** Makes an account and signs in through the form. The handle comes from the name unless it is given. */
  person(name: string, options?: { handle?: string; admin?: boolean }): Promise<Person>
  /** Runs a command of the command line, as `npm run cli` does. */
  cli(name: string, input?: Record<string, string | true | undefined>): Promise<unknown>
  viewer(handle: string): Promise<Viewer>
  /** Stops answering, as if the machine were off; `resume` answers again. */
  pause(): void
  resume(): void
  /** Ends the app and opens it again on the same database, as after an update. */
  restart(): Promise<void>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  let listener: RequestListener = (_request, response) => void response.writeHead(503).end()
  let paused = false
  // On a busy machine a connection must not be closed here just when the other uses it again.
  const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    if (paused) request.socket.destroy()
    else listener(request, response)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const port = (server.address() as AddressInfo).port
  const dialect = options.dialect ?? 'sqlite'
  const place = await migratedPlace(dialect)
  const dataDir = mkdtempSync(join(tmpdir(), 'plein-'))
  const config = testConfig(port, dataDir, place.url, options.config)
  const mail = captureMail()
  const log: string[] = []
  const overrides: Overrides = {
    mailer: mail,
    log: {
      level: 'warning',
      // That tests may use 127.0.0.1 is no news in a test.
      sink: (line) => line.message.startsWith('ALLOW_PRIVATE_ADDRESS') || log.push(jsonLine(line)),
    },
    ...options.overrides,
  }
  let app = await createApp(config, overrides)
  listener = app.http

  async function cli(name: string, input: Record<string, string | true | undefined> = {}): Promise<unknown> {
    const command = cliCommands.find((one) => one.name === name)
    if (!command) throw new Error(`no command ${name}; there are: ${cliCommands.map((one) => one.name).join(', ')}`)
    return command.run(app.ctx(), input, app.tools)
  }
  async function restart(): Promise<void> {
    await app.dispose()
    app = await createApp(config, overrides)
    listener = app.http
  }
  async function close(): Promise<void> {
    server.closeAllConnections()
    await new Promise<void>((closed) => server.close(() => closed()))
    await app.dispose()
    await place.remove()
    rmSync(dataDir, { recursive: true, force: true })
  }
  const organisation = options.organisation === undefined ? 'Testgemeente' : options.organisation
  if (organisation !== null) {
    const admin = { handle: 'bea', name: 'Bea Beheer', email: 'bea@example.nl', password: PASSWORD }
    // A server that stays would keep the whole run alive.
    await cli('setup', { organisation, ...admin }).catch(async (error: unknown) => {
      await close()
      throw error
    })
  }
  for (const feature of features) await feature.opened?.(app.ctx(), app.tools)
  const people = peopleOf(() => app, config.origin, cli)
  return {
    get app() {
      return app
    },
    origin: config.origin,
    host: config.hostName,
    mail,
    databaseUrl: place.url,
    log,
    cli,
    ...people,
    pause: () => {
      paused = true
    },
    resume: () => {
      paused = false
    },
    restart,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function peopleOf(app: () => App, origin: string, cli: TestServer['cli']): Pick<TestServer, 'person' | 'viewer'> {
  return {
    async person(name, { handle = handleFrom(name), admin = false } = {}) {
      const email = `${handle}@example.nl`
      if (handle !== 'bea') {
        await cli('person create', { handle, name, email, password: PASSWORD, ...(admin ? { admin: true } : {}) })
      }
      const person = new Person(origin, { name, handle, email, password: PASSWORD })
      await person.signsIn()
      return person
    },
    async viewer(handle) {
      const { personViewer } = await import('../../src/features/accounts/index.ts')
      return personViewer(app().ctx().db, `${handle}@example.nl`)
    },
  }
}

function testConfig(port: number, dataDir: string, databaseUrl: string, changes: Partial<Config> = {}): Config {
  const origin = `http://127.0.0.1:${port}`
  return {
    port,
    host: '127.0.0.1',
    origin,
    hostName: new URL(origin).host,
    dataDir,
    databaseUrl,
    role: 'all',
    mail: null,
    secretKey: 'a-secret-key-for-tests-only-0123456789',
    trustProxy: 0,
    allowPrivateAddress: true,
    federation: 'open',
    logLevel: 'warning',
    version: '0.0.0-test',
    ...changes,
  }
}

/** "Fatima El Amrani" → "fatima". */
export function handleFrom(name: string): string {
  return (name.split(' ')[0] ?? name)
    .normalize('NFD')
    .replace(/\P{ASCII}/gu, '')
    .toLowerCase()
}
