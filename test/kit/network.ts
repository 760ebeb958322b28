// Several pleinen in one process that talk to each other over real HTTP, and one button to let them finish: settle().
import type { Clock } from '../../src/lib/clock.ts'
import { clockFrom } from '../../src/lib/clock.ts'
import type { Person } from './person.ts'
import { type ServerOptions, startServer, type TestServer } from './server.ts'

export interface TestClock extends Clock {
  /** Moves the time of all servers on. */
  advance(millis: number): void
  /** Lets it stand still, for what is counted by time. @returns lets it run again */
  hold(): () => void
}

/** Real time plus what was added: it does not stand still by itself, so that what comes later is later. */
export function testClock(): TestClock {
  let offset = 0
  let held: number | undefined
  const millis = (): number => (held ?? Date.now()) + offset
  return {
    ...clockFrom(millis),
    advance(more) {
      offset += more
    },
    hold() {
      held = Date.now()
      return () => (held = undefined)
    },
  }
}

export interface Network {
  readonly servers: readonly TestServer[]
  readonly clock: TestClock
  server(name: string): TestServer
  /** Makes an account at a plein and signs in. */
  person(name: string, server: string): Promise<Person>
  /**
   * Works off all queues and deliveries of all servers until nothing is due anywhere.
   * @throws Error when it does not come to rest (two servers that answer each other for ever).
   */
  settle(): Promise<void>
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

export interface NetworkOptions extends ServerOptions {
  /** Other options for one of them. */
  readonly each?: Readonly<Record<string, ServerOptions>>
}

const ROUNDS = 200

/** @param names also the names of the organisations */
export async function startNetwork(names: readonly string[], options: NetworkOptions = {}): Promise<Network> {
  const clock = testClock()
  const servers = new Map<string, TestServer>()
  for (const name of names) {
    const own = options.each?.[name] ?? {}
    const overrides = { clock, ...options.overrides, ...own.overrides }
    servers.set(name, await startServer({ organisation: name, ...options, ...own, overrides }))
  }
  const all = [...servers.values()]

  function server(name: string): TestServer {
    const found = servers.get(name)
    if (!found) throw new Error(`no server ${name}; there are: ${names.join(', ')}`)
    return found
  }
  async function settle(): Promise<void> {
    for (let round = 0; round < ROUNDS; round++) {
      let done = 0
      for (const one of all) done += await one.app.drain()
      if (done === 0) return
    }
    throw new Error(`the network does not come to rest after ${ROUNDS} rounds`)
  }
  async function close(): Promise<void> {
    await Promise.all(all.map((one) => one.close()))
  }
  return {
    servers: all,
    clock,
    server,
    person: (name, at) => server(at).person(name),
    settle,
    close,
    [Symbol.asyncDispose]: close,
  }
}
