// What all parts of one plein share: database, queue, clock, log, texts, kinds, and the contexts made of them.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx, Tools } from './core/context.ts'
import type { EventName } from './core/events.ts'
import type { RemoteLookup } from './core/federation.ts'
import type { Proofs } from './core/proofs.ts'
import { type AnyKind, type Kinds, kindsFrom } from './core/kind.ts'
import { type ListenersOf, transactionWith } from './core/transaction.ts'
import { system, type Viewer } from './core/viewer.ts'
import type { WayIn } from './federation/federation.ts'
import type { Outbox } from './federation/outbox.ts'
import { type Clock, systemClock } from './lib/clock.ts'
import { type Urls, urlsOf } from './lib/urls.ts'
import { type Config, ConfigFault } from './platform/config/config.ts'
import { type DataVersion, openDataVersion } from './platform/db/data-version.ts'
import { type Database, openDatabase, type OpenDatabase } from './platform/db/database.ts'
import { migrate } from './platform/db/migrate.ts'
import { openSteadyReads } from './platform/db/steady-reads.ts'
import { openFileStore } from './platform/files/store.ts'
import { type HttpClient, openHttp } from './platform/http/fetch.ts'
import { defaultLocale, type Locale, type Translations, translationsFrom } from './platform/i18n/texts.ts'
import { type Logger, type LogSink, openLog } from './platform/log.ts'
import { type Mailer, openMailer } from './platform/mail/mailer.ts'
import { openQueue, type Queue } from './platform/queue/queue.ts'
import type { Assets } from './web/assets/assets.ts'
import { kinds as ownKinds } from './kinds/index.ts'
import { listenersOf as roomsThatListen, textsOf } from './registry.ts'

/** What tests, the demo and the command line put in place of the ordinary parts. */
export interface Overrides {
  readonly clock?: Clock
  readonly log?: { readonly level?: Config['logLevel']; readonly sink?: LogSink }
  readonly mailer?: Mailer
  /** More kinds, for the proof that a kind is one folder and one line. */
  readonly kinds?: readonly AnyKind[]
  readonly theme?: 'voorbeeld' | 'ma'
  /** Style sheets and scripts that are not in dist/assets. */
  readonly assets?: Assets
  /** false: the database is taken as it is (restore). */
  readonly migrate?: boolean
}

export interface House {
  readonly config: Config
  readonly log: Logger
  readonly clock: Clock
  readonly urls: Urls
  readonly database: OpenDatabase
  readonly queue: Queue
  readonly http: HttpClient
  readonly kinds: Kinds
  readonly texts: Translations
  readonly tools: Tools
  /** The tools with this look-up in place of the usual one: it has the budget of one activity. */
  toolsWith(remote: RemoteLookup): Tools
  /** @param db default: every question goes to the database */
  ctx(viewer?: Viewer, locale?: Locale, db?: Database): Ctx
  /** Hands over the federation frame, which is opened after the house because it needs it. Before any work begins. */
  connect(ways: { wayIn: WayIn; outbox: Outbox }): void
  /** Who listens to an event, by name. */
  readonly listenersOf: ListenersOf
  /** Database and queue answer. */
  ready(): Promise<boolean>
  /** Changes with every committed change of the database. */
  readonly dataVersion: DataVersion
  /** A database for one page. */
  readonly steadyReads: () => Promise<Database>
  close(): Promise<void>
}

/** How long the database may take to answer /ready. */
const READY_MILLIS = 3000

/** Listener that turns events into activities. */
export const FEDERATION = 'federation'

/** @throws Error when the database cannot be opened or migrated. */
export async function openHouse(config: Config, overrides: Overrides): Promise<House> {
  const log = openLog(overrides.log?.level ?? config.logLevel, overrides.log?.sink)
  const clock = overrides.clock ?? systemClock
  const kinds = kindsFrom([...ownKinds, ...(overrides.kinds ?? [])])
  const texts = translationsFrom(textsOf(kinds.all))
  const database = openDatabase(config.databaseUrl)
  if (overrides.migrate !== false) await prepareDatabase(database, { config, log })
  const http = openHttp({ allowPrivateAddress: config.allowPrivateAddress, userAgent: userAgent(config) })
  const mailer = overrides.mailer ?? openMailer(config.mail, log)
  const queue = openQueue(database, clock)
  if (config.allowPrivateAddress) log.warn('ALLOW_PRIVATE_ADDRESS is on: for development and tests only')

  let ways: { wayIn: WayIn; outbox: Outbox } | undefined
  const listenersOf: ListenersOf = (event: EventName) =>
    ways?.outbox.events.includes(event) ? [...roomsThatListen(event), FEDERATION] : roomsThatListen(event)
  const transaction = transactionWith(database, clock, listenersOf)

  const proofs = laterProofs(() => ways?.wayIn.proofs)

  function ctx(viewer: Viewer = system, locale: Locale = defaultLocale, db = database.db): Ctx {
    return { viewer, locale, db, clock, log, config, kinds, proofs, transaction }
  }

  const withoutRemote = {
    mailer,
    http,
    texts,
    database,
    files: openFileStore(join(config.dataDir, 'files')),
    as: (viewer: Viewer) => ctx(viewer),
  }
  const toolsWith = (remote: RemoteLookup): Tools => ({ ...withoutRemote, remote })
  const tools: Tools = {
    ...withoutRemote,
    get remote() {
      if (!ways) throw new Error('nothing can be looked up before the house is open')
      return ways.wayIn.lookup()
    },
  }

  async function ready(): Promise<boolean> {
    const asked = database.db
      .selectFrom('job')
      .select('id')
      .limit(1)
      .execute()
      .then(() => true)
    // A load balancer that asks whether we are ready must not wait for a database that hangs.
    return withinMillis(READY_MILLIS, asked, false)
  }

  async function close(): Promise<void> {
    await queue.close()
    await http.close()
    mailer.close()
    await database.close()
  }

  return {
    config,
    log,
    clock,
    urls: urlsOf(config.origin),
    database,
    queue,
    http,
    kinds,
    texts,
    tools,
    toolsWith,
    ctx,
    listenersOf,
    connect: (opened) => void (ways = opened),
    ready,
    dataVersion: openDataVersion(database),
    steadyReads: openSteadyReads(database),
    close,
  }
}

/** The answer, or `otherwise` when it takes longer than this. What comes after that, an error too, is ignored. */
async function withinMillis<T>(millis: number, answer: Promise<T>, otherwise: T): Promise<T> {
  const waiting = new AbortController()
  const late = sleep(millis, otherwise, { signal: waiting.signal }).catch(() => otherwise)
  try {
    return await Promise.race([answer, late])
  } finally {
    waiting.abort()
    answer.catch(() => undefined)
  }
}

/** Contexts are made before the federation frame, which knows the keys: it is looked up at each call. */
function laterProofs(find: () => Proofs | undefined): Proofs {
  function given(): Proofs {
    const proofs = find()
    if (!proofs) throw new Error('nothing can be signed before the house is open')
    return proofs
  }
  return {
    hash: (document) => given().hash(document),
    sign: (document, by, created) => given().sign(document, by, created),
    signer: (document, proof) => given().signer(document, proof),
  }
}

async function prepareDatabase(database: OpenDatabase, parts: { config: Config; log: Logger }): Promise<void> {
  try {
    const names = await migrate(database)
    if (names.length > 0) parts.log.info('the database was brought up to date', { migrations: names.length })
    await mustBelongTo(parts.config.origin, database)
  } catch (error) {
    // Open connections would keep the process alive, which has nothing left to do.
    await database.close()
    throw error
  }
}

/** ORIGIN is part of every id: with another one, people and posts that are here would belong to nobody. */
async function mustBelongTo(origin: string, { db }: OpenDatabase): Promise<void> {
  const people = db.selectFrom('actor').select('iri').where('local', '=', 1).where('type', '=', 'person')
  const person = await people.limit(1).executeTakeFirst()
  const before = person ? new URL(person.iri).origin : origin
  if (before === origin) return
  const mend = `set ORIGIN=${before}, or take an empty DATA_DIR (or another DATABASE_URL) for another plein`
  throw new ConfigFault([`ORIGIN: is ${origin}, but this database is of ${before}; ${mend}`])
}

function userAgent(config: Config): string {
  return `Dwarsverband/${config.version} (+${config.origin})`
}
