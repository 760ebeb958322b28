// A Ctx for data tests: a real database, a clock that the test sets, and the events that were told.
import type { Ctx } from '../../src/core/context.ts'
import type { EventName, Events } from '../../src/core/events.ts'
import { type AnyKind, kindsFrom } from '../../src/core/kind.ts'
import { guest, type Viewer } from '../../src/core/viewer.ts'
import { actors } from '../../src/features/actors/federation/source.ts'
import { openProofs } from '../../src/federation/document-proofs.ts'
import { type Clock, clockFrom } from '../../src/lib/clock.ts'
import { type EventId, newId } from '../../src/lib/id.ts'
import type { Config } from '../../src/platform/config/config.ts'
import type { OpenDatabase } from '../../src/platform/db/database.ts'
import type { Logger } from '../../src/platform/log.ts'

export interface ToldEvent<E extends EventName = EventName> {
  readonly id: EventId
  readonly name: E
  readonly payload: Events[E]
  readonly orderingKey: string | undefined
}

export interface TestContext extends Ctx {
  /** Events of transactions that were committed, oldest first; shared by all contexts made with `as`. */
  readonly events: ToldEvent[]
  /** The same world for somebody else. */
  as(viewer: Viewer): TestContext
  /** Moves the clock forward. */
  pass(millis: number): void
  /** Payloads of one event, oldest first. */
  told<E extends EventName>(name: E): Events[E][]
}

export interface TestContextOptions {
  readonly viewer?: Viewer
  /** Default http://plein.test */
  readonly origin?: string
  readonly kinds?: readonly AnyKind[]
  readonly config?: Partial<Config>
  readonly locale?: 'nl' | 'en'
}

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent }

/** @param database from `eachDatabase`: call this inside a test or hook. */
export function testContext(database: OpenDatabase, options: TestContextOptions = {}): TestContext {
  const time = { millis: Date.UTC(2026, 10, 22, 9) }
  // Each reading is a millisecond later, so that what is made later also sorts later.
  const clock = clockFrom(() => time.millis++)
  const origin = options.origin ?? 'http://plein.test'
  const config: Config = {
    port: 0,
    host: '127.0.0.1',
    origin,
    hostName: new URL(origin).host,
    dataDir: '/nowhere',
    databaseUrl: '',
    role: 'all',
    mail: null,
    secretKey: 'a key for tests, long enough to be one',
    trustProxy: 0,
    allowPrivateAddress: true,
    federation: 'open',
    logLevel: 'error',
    version: '0.0.0-test',
    ...options.config,
  }
  const world = { database, time, clock, config, kinds: kindsFrom(options.kinds ?? []), events: [] as ToldEvent[] }
  return contextFor(world, options.viewer ?? guest, options.locale ?? 'nl')
}

interface World {
  readonly database: OpenDatabase
  readonly time: { millis: number }
  readonly clock: Clock
  readonly config: Config
  readonly kinds: Ctx['kinds']
  readonly events: ToldEvent[]
}

function contextFor(world: World, viewer: Viewer, locale: 'nl' | 'en'): TestContext {
  const { database, clock, config, kinds, events } = world
  const context: TestContext = {
    viewer,
    locale,
    clock,
    config,
    kinds,
    events,
    log: silent,
    db: database.db,
    get proofs() {
      return openProofs({ actors, ctx: context, findKey: (iri) => actors.findKey(context, iri) })
    },
    async transaction(work) {
      const { result, told } = await database.transaction(async (tx) => {
        const pending: ToldEvent[] = []
        const answer = await work(tx, (name, payload, orderingKey) => {
          const id = newId<'event'>()
          pending.push({ id, name, payload, orderingKey })
          return id
        })
        return { result: answer, told: pending }
      })
      events.push(...told)
      return result
    },
    as: (other) => contextFor(world, other, locale),
    pass: (millis) => void (world.time.millis += millis),
    told: <E extends EventName>(name: E) =>
      events.filter((event) => event.name === name).map((event) => event.payload as Events[E]),
  }
  return context
}
