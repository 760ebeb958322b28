// A plein of real processes that can be killed and started again, with its own database.
import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Process } from './process.ts'

const run = promisify(execFile)

export interface PleinOptions {
  readonly name: string
  readonly port: number
  readonly folder: string
  /** Absent: SQLite below the folder. */
  readonly databaseUrl?: string
  /** For node itself (`--cpu-prof`). */
  readonly nodeOptions?: readonly string[]
  /** Folder of the build, default `dist`. */
  readonly dist?: string
  /** Worker processes beside one that serves pages (PostgreSQL only). Default: one process that does both. */
  readonly workers?: number
  readonly env?: Readonly<Record<string, string>>
}

/** How long a start may take, in steps of 25 ms. */
const START_STEPS = 1200

export class Plein {
  readonly name: string
  readonly origin: string
  readonly databaseUrl: string
  /** The last lines of its log, for when something goes wrong. */
  readonly log: string[] = []
  readonly #cli: string
  readonly #env: NodeJS.ProcessEnv
  readonly #web: Process
  readonly #workers: readonly Process[]

  constructor(options: PleinOptions) {
    const { name, port, folder, nodeOptions = [], dist = 'dist', workers = 0 } = options
    this.name = name
    this.origin = `http://127.0.0.1:${port}`
    this.databaseUrl = options.databaseUrl ?? `sqlite:${folder}/${name}/plein.sqlite`
    this.#env = {
      PATH: process.env['PATH'],
      PORT: String(port),
      HOST: '127.0.0.1',
      ORIGIN: this.origin,
      DATA_DIR: `${folder}/${name}`,
      DATABASE_URL: this.databaseUrl,
      ALLOW_PRIVATE_ADDRESS: 'true',
      LOG_LEVEL: 'warning',
      ...options.env,
    }
    this.#cli = `${dist}/src/cli.js`
    const args = [...nodeOptions, `${dist}/src/main.js`]
    const inRole = (ROLE: string, own: NodeJS.ProcessEnv = {}) =>
      new Process(args, { ...this.#env, ROLE, ...own }, this.log)
    this.#web = inRole(workers > 0 ? 'web' : 'all')
    // Nobody asks them how they are: any port will do.
    this.#workers = Array.from({ length: workers }, () => inRole('worker', { PORT: '0' }))
  }

  get host(): string {
    return new URL(this.origin).host
  }

  get pid(): number | undefined {
    return this.#web.pid
  }

  get processes(): readonly Process[] {
    return [this.#web, ...this.#workers]
  }

  /** Starts what does not run, and waits until it answers. */
  async start(): Promise<void> {
    for (const one of this.processes) if (!one.alive) one.start()
    for (let step = 0; step < START_STEPS; step++) {
      // Looked at after the answer: another process on this port would answer too.
      const answers = await this.answers()
      if (answers && this.#web.alive) return
      if (!this.#web.alive) throw new Error(`${this.name} ended by itself:\n${this.log.join('\n')}`)
      await sleep(25)
    }
    throw new Error(`${this.name} does not start:\n${this.log.join('\n')}`)
  }

  async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.origin}/ready`, { signal: AbortSignal.timeout(2000) })).ok
    } catch {
      return false
    }
  }

  /** SIGKILL for all its processes: nothing is finished, nothing is given back. */
  async kill(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.end('SIGKILL')))
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((one) => one.end('SIGTERM')))
  }

  /** A command of the command line, beside the running server. */
  async cli(...args: string[]): Promise<string> {
    return (await run(process.execPath, [this.#cli, ...args], { env: this.#env })).stdout
  }
}
