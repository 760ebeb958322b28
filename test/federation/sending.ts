// A plein without rooms that sends, and servers on loopback that receive: for tests of the way out.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Ctx } from '../../src/core/context.ts'
import type { EventName, Occurrence } from '../../src/core/events.ts'
import type {
  ActorSource,
  FederationDoor,
  Forward,
  HostSource,
  InboxAddress,
  KnownActor,
  KnownHost,
  Outgoing,
  SigningKey,
} from '../../src/core/federation.ts'
import { system } from '../../src/core/viewer.ts'
import { type AskHost, openHostFacts } from '../../src/federation/host-facts.ts'
import { openOutbox, type Outbox } from '../../src/federation/outbox.ts'
import { clockFrom } from '../../src/lib/clock.ts'
import { type ActorId, derivedId, type EventId } from '../../src/lib/id.ts'
import { urlsOf } from '../../src/lib/urls.ts'
import type { OpenDatabase } from '../../src/platform/db/database.ts'
import { openHttp } from '../../src/platform/http/fetch.ts'
import { openLog } from '../../src/platform/log.ts'
import { ed25519Key, NOW, rsaKey } from './signing.ts'

const ROOT = '0190a000-0000-7000-8000-000000000000'
export const urls = urlsOf('https://plein.example')
export const authorId = derivedId<'actor'>(ROOT, 'author') as ActorId
export const groupId = derivedId<'actor'>(ROOT, 'group') as ActorId
const keys = new Map<string, SigningKey>()

export function keyOf(actorId: ActorId, kind: 'rsa' | 'ed25519'): SigningKey {
  const name = `${kind} ${actorId}`
  const iri = urls.actor(actorId)
  const key = keys.get(name) ?? (kind === 'rsa' ? rsaKey(iri) : ed25519Key(iri))
  keys.set(name, key)
  return { ...key, actorId }
}

export function actor(id: ActorId, type: KnownActor['type'] = 'person'): KnownActor {
  const iri = urls.actor(id)
  const [inbox, followersIri] = [`${iri}/inbox`, `${iri}/followers`]
  return { id, iri, type, local: true, host: urls.host, inbox, sharedInbox: null, followersIri }
}

export interface Plein {
  readonly ctx: Ctx
  readonly outbox: Outbox
  readonly followers: Map<ActorId, InboxAddress[]>
  readonly others: Map<ActorId, KnownActor>
  readonly asked: string[]
  now(): number
  wait(millis: number): void
  /** Runs an event of that name (its id derives from it) whose rule says this. */
  say(name: string, ...parts: (Outgoing | Forward)[]): Promise<Occurrence>
  close(): Promise<void>
}

export interface PleinOptions {
  readonly mode?: 'open' | 'allowlist' | 'off'
  readonly askHost?: AskHost
}

/** The rooms' part is played by plain maps: what is tested is the frame. */
export function openPlein(database: OpenDatabase, { mode = 'open', askHost }: PleinOptions = {}): Plein {
  let now = NOW
  const clock = clockFrom(() => now)
  const log = openLog('error')
  const said = new Map<string, readonly (Outgoing | Forward)[]>()
  const followers: Plein['followers'] = new Map()
  const others: Plein['others'] = new Map()
  const asked: string[] = []
  const ctx = {
    viewer: system,
    db: database.db,
    clock,
    log,
    transaction: (work: (tx: never, emit: never) => Promise<unknown>) =>
      database.transaction((tx) => work(tx as never, undefined as never)),
  } as unknown as Ctx
  const actors = {
    findById: async (_: Ctx, id: ActorId) =>
      id === authorId ? actor(id) : id === groupId ? actor(id, 'group') : others.get(id),
    signingKey: async (_: Ctx, id: ActorId, kind: 'rsa' | 'ed25519') => keyOf(id, kind),
    followerInboxes: async (_: Ctx, id: ActorId) => followers.get(id) ?? [],
  } as unknown as ActorSource
  const http = openHttp({ allowPrivateAddress: true, userAgent: 'test' })
  const door: FederationDoor = {
    outbox: { tested: async (_: Ctx, event: Occurrence) => said.get(event.id) ?? [] } as never,
    context: { room: 'https://plein.example/ns#room' },
  }
  const hosts = hostSource(database)
  const outbox = openOutbox({
    database,
    doors: [door],
    actors,
    hosts,
    ctx,
    http,
    urls,
    clock,
    log,
    mode,
    hostFacts: openHostFacts({ hosts, clock, askHost: ask }),
  })
  function ask(host: string, signal: AbortSignal): ReturnType<AskHost> {
    asked.push(host)
    return askHost ? askHost(host, signal) : Promise.resolve(undefined)
  }
  async function say(name: string, ...parts: (Outgoing | Forward)[]): Promise<Occurrence> {
    const id = derivedId<'event'>(ROOT, name) as EventId
    const event = { id, name: 'tested' as EventName, occurred: clock.now(), payload: {} as never }
    said.set(id, parts)
    await outbox.handle(ctx, event)
    return event
  }
  async function close(): Promise<void> {
    await outbox.close()
    await http.close()
  }
  const wait = (millis: number) => void (now += millis)
  return { ctx, outbox, followers, others, asked, now: () => now, wait, say, close }
}

function hostSource(database: OpenDatabase): HostSource {
  async function findMany(_: Ctx, hosts: readonly string[]): Promise<Map<string, KnownHost>> {
    const rows = await database.db
      .selectFrom('instance')
      .selectAll()
      .where('host', 'in', [...hosts, ''])
      .execute()
    return new Map(
      rows.map((row) => [row.host, { ...row, takesEd25519: row.takesEd25519 === 1, implements: capabilitiesOf(row) }]),
    )
  }
  return {
    findMany,
    find: async (ctx, host) => (await findMany(ctx, [host])).get(host),
    remember: async (ctx, host, facts) => {
      await knowHost(database, host, {
        ...(facts.form === undefined ? {} : { form: facts.form }),
        ...(facts.takesEd25519 === undefined ? {} : { takesEd25519: facts.takesEd25519 ? 1 : 0 }),
        created: ctx.clock.now(),
      })
    },
  }
}

function capabilitiesOf(row: { implements: string }): string[] {
  return JSON.parse(row.implements) as string[]
}

export async function knowHost(database: OpenDatabase, host: string, facts: object): Promise<void> {
  const row = {
    host,
    trust: 'neutral',
    takesEd25519: 0,
    implements: '[]',
    failures: 0,
    created: '2026',
    ...facts,
  } as never
  await database.transaction((tx) =>
    tx
      .insertInto('instance')
      .values(row)
      .onConflict((conflict) => conflict.column('host').doUpdateSet(facts))
      .execute(),
  )
}

export interface Received {
  readonly path: string
  readonly headers: Headers
  readonly body: Buffer
}

export interface Receiver {
  readonly host: string
  readonly received: Received[]
  /** Answers: a status, or a function that answers itself. */
  answer: number | ((request: Received, response: ServerResponse) => void | Promise<void>)
  inbox(name?: string): InboxAddress
  url(path: string): string
  close(): Promise<void>
}

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const server: Server = createServer((request: IncomingMessage, response) => void take(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const receiver: Receiver = {
    host,
    received,
    answer: 202,
    inbox: (name = 'inbox') => ({ inbox: `http://${host}/${name}`, host }),
    url: (path) => `http://${host}${path}`,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  }
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const headers = new Headers(request.headers as Record<string, string>)
    const one = { path: request.url ?? '', headers, body: Buffer.concat(chunks) }
    received.push(one)
    if (typeof receiver.answer === 'function') await receiver.answer(one, response)
    else response.writeHead(receiver.answer).end(`status ${receiver.answer}`)
  }
  return receiver
}

export function like(slot: string, object: string, to: Outgoing['to']): Outgoing {
  return { slot, actorId: authorId, objectIri: object, activity: { type: 'Like', object }, to }
}
