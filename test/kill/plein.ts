// A plein as a real process that can be killed and started again, with its own database.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface PleinOptions {
  readonly name: string
  readonly port: number
  readonly folder: string
  /** Absent: SQLite below the folder. */
  readonly databaseUrl?: string
  /** For node itself (`--cpu-prof`). */
  readonly nodeOptions?: readonly string[]
}

export class Plein {
  readonly name: string
  readonly origin: string
  readonly databaseUrl: string
  kills = 0
  #child: ChildProcess | undefined
  readonly #env: NodeJS.ProcessEnv
  readonly #nodeOptions: readonly string[]
  /** The last lines of its log, for when something goes wrong. */
  readonly log: string[] = []

  constructor({ name, port, folder, databaseUrl, nodeOptions = [] }: PleinOptions) {
    this.name = name
    this.#nodeOptions = nodeOptions
    this.origin = `http://127.0.0.1:${port}`
    this.databaseUrl = databaseUrl ?? `sqlite:${folder}/${name}/plein.sqlite`
    this.#env = {
      PATH: process.env['PATH'],
      PORT: String(port),
      HOST: '127.0.0.1',
      ORIGIN: this.origin,
      DATA_DIR: `${folder}/${name}`,
      DATABASE_URL: this.databaseUrl,
      ALLOW_PRIVATE_ADDRESS: 'true',
      LOG_LEVEL: 'warning',
    }
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [...this.#nodeOptions, 'dist/src/main.js'], {
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part: Buffer) => {
        this.log.push(...part.toString('utf8').split('\n').filter(Boolean))
        this.log.splice(0, this.log.length - 50)
      })
    }
    for (let tries = 0; tries < 400; tries++) {
      // Looked at after the answer: another process on this port would answer too.
      const answers = await this.answers()
      if (answers && child.exitCode === null) return
      if (child.exitCode !== null) throw new Error(`${this.name} ended by itself:\n${this.log.join('\n')}`)
      await sleep(25)
    }
    throw new Error(`${this.name} does not start:\n${this.log.join('\n')}`)
  }

  async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.origin}/ready`)).ok
    } catch {
      return false
    }
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** SIGKILL: nothing is finished, nothing is given back. */
  async kill(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>((done) => child.once('exit', () => done()))
    child.kill('SIGKILL')
    await ended
    this.kills++
  }

  async stop(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>((done) => child.once('exit', () => done()))
    child.kill('SIGTERM')
    await ended
  }

  /** A command of the command line, beside the running server. */
  async cli(...args: string[]): Promise<string> {
    return (await run(process.execPath, ['dist/src/cli.js', ...args], { env: this.#env })).stdout
  }
}
