// One real process that can be killed: its output is kept, its end is noticed.
import { type ChildProcess, spawn } from 'node:child_process'

const KEPT_LINES = 50

export class Process {
  readonly #args: readonly string[]
  readonly #env: NodeJS.ProcessEnv
  readonly #log: string[]
  #child: ChildProcess | undefined

  /** @param log gets the last lines that it prints */
  constructor(args: readonly string[], env: NodeJS.ProcessEnv, log: string[]) {
    this.#args = args
    this.#env = env
    this.#log = log
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get alive(): boolean {
    const child = this.#child
    return child !== undefined && child.exitCode === null && child.signalCode === null
  }

  start(): void {
    const child = spawn(process.execPath, this.#args, { env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part: Buffer) => {
        this.#log.push(...part.toString('utf8').split('\n').filter(Boolean))
        this.#log.splice(0, this.#log.length - KEPT_LINES)
      })
    }
  }

  /** @returns false when it had ended already. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<boolean> {
    const child = this.#child
    if (!child || !this.alive) return false
    const ended = new Promise<void>((done) => child.once('exit', () => done()))
    child.kill(signal)
    await ended
    return true
  }
}
