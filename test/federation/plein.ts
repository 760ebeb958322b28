// A plein of nothing but the ActivityPub frame, with rooms that only remember what they were told.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import type { Ctx, Tools } from '../../src/core/context.ts'
import type {
  ActorSource,
  DocumentSource,
  FederationDoor,
  HostSource,
  Incoming,
  JsonObject,
  KnownActor,
  KnownHost,
  KnownKey,
  RemoteLookup,
  SigningKey,
} from '../../src/core/federation.ts'
import type { Viewer } from '../../src/core/viewer.ts'
import {
  type FederationOptions,
  INBOX_QUEUE,
  openFederation,
  sourcesOf,
  type WayIn,
} from '../../src/federation/federation.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { type ActorId, newId } from '../../src/lib/id.ts'
import { type Urls, urlsOf } from '../../src/lib/urls.ts'
import type { OpenDatabase } from '../../src/platform/db/database.ts'
import { openHttp } from '../../src/platform/http/fetch.ts'
import type { Logger } from '../../src/platform/log.ts'
import { openQueue } from '../../src/platform/queue/queue.ts'
import { startWorker } from '../../src/platform/queue/worker.ts'
import { ed25519Key, rsaKey } from './signing.ts'

export interface Heard {
  readonly incoming: Incoming
  readonly viewer: Viewer
}

export interface Plein {
  readonly urls: Urls
  readonly inbox: string
  readonly wayIn: WayIn
  /** What reached the room, in order. */
  readonly heard: Heard[]
  /** Reasons of refusals, from the log. */
  readonly refused: string[]
  readonly actors: Map<string, KnownActor>
  readonly keys: Map<string, KnownKey>
  readonly hosts: Map<string, KnownHost>
  /** Objects that the room knows: replies to others are ignored until their parent is here. */
  readonly known: Set<string>
  readonly followed: Set<string>
  readonly moderators: Set<string>
  readonly documents: Map<string, { document: JsonObject; public: boolean; page?: string }>
  readonly group: KnownActor
  readonly person: KnownActor
  /** Handles all that was received. */
  settle(): Promise<void>
  close(): Promise<void>
}

export async function startPlein(database: OpenDatabase, options: Partial<FederationOptions> = {}): Promise<Plein> {
  const app = express()
  const server = createServer(app)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const urls = urlsOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const rooms = openRooms(urls)
  const refused: string[] = []
  const log = logInto(refused)
  const makeCtx = (viewer: Viewer) =>
    ({ viewer, db: database.db, transaction: database.transaction, log }) as unknown as Ctx
  const http = openHttp({ allowPrivateAddress: true, userAgent: 'test' })
  const wayIn = openFederation({
    ...sourcesOf([rooms.door]),
    makeCtx,
    makeTools: (remote: RemoteLookup) => ({ remote, http }) as unknown as Tools,
    http,
    urls,
    clock: systemClock,
    log,
    hostFacts: { ask: async () => 'object', formsOf: async () => new Map(), isDue: () => false },
    mode: 'open',
    version: '1.2.3',
    nodeName: async () => 'Gemeente Voorbeeld',
    allowPrivateAddress: true,
    ...options,
  })
  wayIn.mountInboxes(app)
  wayIn.mount(app)
  const queue = openQueue(database, systemClock)
  const worker = startWorker({
    queue,
    queues: [{ name: INBOX_QUEUE, concurrency: 8 }],
    handle: (job) => wayIn.handleJob(job),
    log,
    clock: systemClock,
    manual: true,
  })
  return {
    ...rooms,
    urls,
    inbox: `${urls.origin}/inbox`,
    wayIn,
    refused,
    settle: async () => {
      await worker.drain()
    },
    close: async () => {
      await worker.stop()
      await queue.close()
      await http.close()
      await closed(server)
    },
  }
}

function openRooms(urls: Urls) {
  const heard: Heard[] = []
  const known = new Set<string>()
  const documents: Plein['documents'] = new Map()
  const people = openActors(urls)
  const hosts = new Map<string, KnownHost>()

  async function hear(ctx: Ctx, incoming: Incoming): Promise<'done' | 'ignored'> {
    const parent = incoming.object?.['inReplyTo']
    if (incoming.type === 'Create' && typeof parent === 'string' && !known.has(parent)) return 'ignored'
    if (incoming.type === 'Announce' && !known.has(incoming.objectIri ?? '')) return 'ignored'
    heard.push({ incoming, viewer: ctx.viewer })
    if (incoming.objectIri !== undefined) known.add(incoming.objectIri)
    return 'done'
  }

  const types = ['Create', 'Update', 'Delete', 'Announce', 'Like', 'Undo', 'Follow', 'Accept', 'Add', 'Lock', 'Flag']
  const door: FederationDoor = {
    actors: people.source,
    hosts: hostsFrom(hosts),
    documents: [
      documentsFrom(documents, 'objects/:id'),
      documentsFrom(documents, 'actors/:id'),
      documentsFrom(documents, 'instance'),
    ],
    inbox: Object.fromEntries(types.map((type) => [type, hear])),
    usage: async () => ({ users: 2, localPosts: 3 }),
    context: { sensitive: 'as:sensitive' },
  }
  documents.set('instance', { document: people.instanceDocument, public: true })
  documents.set(`actors/${people.person.id}`, { document: people.personDocument, public: true, page: '/@jan' })
  documents.set(`actors/${people.group.id}`, { document: people.groupDocument, public: true, page: '/g/tuinen' })
  return { heard, known, documents, hosts, door, ...people }
}

function openActors(urls: Urls) {
  const actors = new Map<string, KnownActor>()
  const keys = new Map<string, KnownKey>()
  const followed = new Set<string>()
  const moderators = new Set<string>()
  const signing = new Map<string, SigningKey>()
  const make = (type: KnownActor['type'], iri: string): KnownActor => {
    const actor = known(type, iri, {
      id: (iri.split('/').at(-1) === 'instance' ? newId() : iri.split('/').at(-1)) as ActorId,
      local: true,
    })
    actors.set(iri, actor)
    return actor
  }
  const instance = make('instance', `${urls.origin}/ap/instance`)
  const person = make('person', urls.actor(newId()))
  const group = make('group', urls.actor(newId()))
  const rsa = { ...rsaKey(instance.iri), actorId: instance.id }
  signing.set('rsa', rsa)
  signing.set('ed25519', ed25519Key(instance.iri))
  const find = (test: (actor: KnownActor) => boolean) => Promise.resolve([...actors.values()].find(test))

  const source: ActorSource = {
    findByIri: async (_, iri) => actors.get(iri),
    findById: (_, id) => find((actor) => actor.id === id),
    findByHandle: async (_, handle) => ({ jan: person, tuinen: group })[handle],
    instanceActor: async () => instance,
    findKey: async (_, iri) => keys.get(iri),
    signingKey: async (_, _actorId, kind) => signing.get(kind) as SigningKey,
    followerInboxes: async () => [],
    hasFollowerAt: async () => false,
    isFollowedHere: async (_, id) => [...followed].some((iri) => actors.get(iri)?.id === id),
    record: async (_, document) => record({ actors, keys }, document),
    markGone: async (_, id) => {
      for (const [iri, actor] of actors) if (actor.id === id) actors.delete(iri)
    },
    moderatorIris: async () => [...moderators],
  }
  const instanceDocument: JsonObject = {
    id: instance.iri,
    type: 'Application',
    inbox: `${urls.origin}/inbox`,
    publicKey: { id: rsa.iri, owner: instance.iri, publicKeyPem: rsa.publicKey },
  }
  const personDocument = { id: person.iri, type: 'Person', preferredUsername: 'jan', url: `${urls.origin}/@jan` }
  const groupDocument = { id: group.iri, type: 'Group', preferredUsername: 'tuinen', url: `${urls.origin}/g/tuinen` }
  return { actors, keys, followed, moderators, person, group, source, instanceDocument, personDocument, groupDocument }
}

function known(type: KnownActor['type'], iri: string, more: Partial<KnownActor>): KnownActor {
  const host = new URL(iri).host
  const addresses = { inbox: `${iri}/inbox`, sharedInbox: null, followersIri: `${iri}/followers` }
  return { id: newId<'actor'>(), iri, type, local: false, host, ...addresses, ...more }
}

function record(
  store: { actors: Map<string, KnownActor>; keys: Map<string, KnownKey> },
  document: JsonObject,
): KnownActor {
  const iri = document['id'] as string
  const type = { Group: 'group', Application: 'instance' }[document['type'] as string] ?? 'person'
  const actor = known(type as KnownActor['type'], iri, { id: store.actors.get(iri)?.id ?? newId<'actor'>() })
  store.actors.set(iri, actor)
  const key = document['publicKey'] as JsonObject | undefined
  const base = { actorId: actor.id, actorIri: iri }
  if (key)
    store.keys.set(key['id'] as string, {
      ...base,
      iri: key['id'] as string,
      kind: 'rsa',
      publicKey: key['publicKeyPem'] as string,
    })
  for (const method of (document['assertionMethod'] ?? []) as readonly JsonObject[]) {
    const keyIri = method['id'] as string
    store.keys.set(keyIri, { ...base, iri: keyIri, kind: 'ed25519', publicKey: method['publicKeyMultibase'] as string })
  }
  return actor
}

function hostsFrom(hosts: Map<string, KnownHost>): HostSource {
  return {
    find: async (_, host) => hosts.get(host),
    findMany: async () => hosts,
    remember: async (_, host) => {
      hosts.set(host, hostOf(host, 'neutral'))
    },
  }
}

export function hostOf(host: string, trust: KnownHost['trust']): KnownHost {
  return { host, software: null, trust, form: null, scheme: null, takesEd25519: false, asked: null }
}

function documentsFrom(documents: Plein['documents'], path: string): DocumentSource {
  return {
    path,
    find: async (ctx, params) => {
      const found = documents.get(path.replace(':id', params['id'] ?? ''))
      if (!found || (!found.public && ctx.viewer.type === 'guest')) return undefined
      if (found.document['type'] === 'Tombstone')
        return { type: 'gone', formerType: 'Note', deleted: '2026-11-22T09:00:00.000Z' }
      return { type: 'document', ...found }
    },
  }
}

function logInto(refused: string[]): Logger {
  const log: Logger = {
    debug() {},
    info: (_, facts) => void refused.push(String((facts as { reason?: string } | undefined)?.reason ?? '')),
    warn() {},
    error: (message, facts) => void refused.push(`${message} ${JSON.stringify(facts)}`),
    child: () => log,
  }
  return log
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((done) => server.close(() => done()))
}
