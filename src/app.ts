// The only composition: configuration in, a running plein out. Nothing here is a singleton, so that tests and the demo
// run several in one process.
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express } from 'express'
import type { Ctx, Tools } from './core/context.ts'
import type { RemoteLookup } from './core/federation.ts'
import { guest, type Viewer } from './core/viewer.ts'
import { openAskHost } from './federation/ask-host.ts'
import { openFederation, sourcesOf, type WayIn } from './federation/federation.ts'
import { openHostFacts } from './federation/host-facts.ts'
import { openOutbox, type Outbox } from './federation/outbox.ts'
import type { Urls } from './lib/urls.ts'
import type { Config } from './platform/config/config.ts'
import type { Locale } from './platform/i18n/texts.ts'
import { type Logger, takeLibraryLogs } from './platform/log.ts'
import { closeServer, listen } from './platform/http/listen.ts'
import { startWorker } from './platform/queue/worker.ts'
import { type House, openHouse, type Overrides } from './house.ts'
import { features } from './registry.ts'
import { openHealth } from './web/health.ts'
import { openWeb } from './web/server.ts'
import { visitorSource } from './web/visitor.ts'
import { startWork, workerOptions } from './work.ts'

export type { Overrides } from './house.ts'

export interface App {
  readonly config: Config
  readonly log: Logger
  readonly urls: Urls
  readonly tools: Tools
  readonly http: Express
  /** Default: the system, in Dutch. */
  ctx(viewer?: Viewer, locale?: Locale): Ctx
  /** Listens and works, as the role says; a worker answers only /health and /ready on its port. @returns the port */
  start(): Promise<number>
  /** Does everything that is due now, deliveries too. For tests: without `start`. @returns how much it did. */
  drain(): Promise<number>
  /** Requests under way are finished, leases given back, everything closed. */
  dispose(): Promise<void>
}

/**
 * Opens everything, brings the database up to date, and puts the parts together. Nothing listens or works until `start`.
 * @throws Error when the database cannot be opened or migrated.
 */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const house = await openHouse(config, overrides)
  const frame = frameOptions(house)
  const wayIn = openWayIn(house, frame)
  const outbox = openOutbox({ ...frame, database: house.database, ctx: house.ctx() })
  house.connect({ wayIn, outbox })
  const http = openPages(house, wayIn, overrides)
  await takeLibraryLogs(house.log)
  let server: Server | undefined
  let stopWork: () => Promise<void> = () => Promise.resolve()

  async function start(): Promise<number> {
    const isWorker = config.role === 'worker'
    server = await listen(isWorker ? openHealth(house.ready) : http, config)
    // Work begins when nothing can keep this process from staying.
    if (config.role !== 'web') stopWork = startWork({ house, wayIn, outbox })
    const { port } = server.address() as AddressInfo
    if (isWorker) house.log.info('the worker is at work', { port })
    else house.log.info('the plein is open', { address: config.origin, port })
    for (const feature of features) await feature.opened?.(house.ctx(), house.tools)
    return port
  }

  async function dispose(): Promise<void> {
    if (server) await closeServer(server)
    await stopWork()
    await outbox.close()
    await house.close()
  }

  return {
    config,
    log: house.log,
    urls: house.urls,
    tools: house.tools,
    http,
    ctx: house.ctx,
    start,
    drain: () => drain({ house, wayIn, outbox }),
    dispose,
  }
}

type FrameOptions = ReturnType<typeof frameOptions>

function frameOptions(house: House) {
  const sources = sourcesOf(features.flatMap((feature) => feature.federation ?? []))
  const { http, urls, clock, log, config } = house
  const askHost = openAskHost(http, config.allowPrivateAddress)
  const hostFacts = openHostFacts({ hosts: sources.hosts, clock, askHost })
  return { ...sources, http, urls, clock, log, hostFacts, mode: config.federation }
}

function openWayIn(house: House, frame: FrameOptions): WayIn {
  const { config } = house
  const organisation = features.find((feature) => feature.layout?.organisation)?.layout?.organisation
  const session = features.find((feature) => feature.session)?.session
  return openFederation({
    ...frame,
    makeCtx: (viewer) => house.ctx(viewer),
    makeTools: house.toolsWith,
    visitor: visitorSource(config.origin, session, house.ctx(guest)),
    version: config.version,
    nodeName: async (ctx) => (await organisation?.(ctx))?.name,
    allowPrivateAddress: config.allowPrivateAddress,
    dataVersion: house.dataVersion,
  })
}

const LOOKUP_MILLIS = 5000

function openPages(house: House, wayIn: WayIn, overrides: Overrides): Express {
  const { config, log, clock, texts, kinds } = house
  const { app } = openWeb({
    config,
    log: log.child('web'),
    clock,
    texts,
    kinds,
    features,
    store: house.tools.files,
    context: (viewer, locale, db) => house.ctx(viewer, locale, db),
    steadyReads: house.steadyReads,
    lookup: (): RemoteLookup => wayIn.lookup(LOOKUP_MILLIS),
    ready: house.ready,
    signer: (request) => wayIn.signer(request),
    inboxes: (express) => wayIn.mountInboxes(express),
    before: (express) => wayIn.mount(express),
    ...(overrides.theme ? { theme: overrides.theme } : {}),
    ...(overrides.assets ? { assets: overrides.assets } : {}),
  })
  return app
}

async function drain(parts: { house: House; wayIn: WayIn; outbox: Outbox }): Promise<number> {
  const worker = startWorker({ ...workerOptions(parts), manual: true })
  const delivering = parts.outbox.startDelivering({ automatic: false })
  let total = 0
  try {
    for (let round = 0; round < 100; round++) {
      const count = (await worker.drain()) + (await delivering.drain())
      total += count
      if (count === 0) return total
    }
    throw new Error('the work does not end')
  } finally {
    await worker.stop()
    await delivering.stop()
  }
}
