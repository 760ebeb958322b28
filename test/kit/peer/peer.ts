// A remote server written by hand, with none of our code: serves its actors, signs, follows, posts, replays, forges.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { addProof, makeKeys, type PeerKeys, sign9421, signCavage } from './keys.ts'

export type Json = Record<string, unknown>
export type Scheme = 'cavage' | 'rfc9421' | 'rfc9421-ed25519' | 'none'

export interface Received {
  readonly path: string
  readonly body: string
  readonly activity: Json
  readonly headers: IncomingMessage['headers']
}

export interface PeerOptions {
  /** What NodeInfo says; 'none' serves no NodeInfo. Default mastodon. */
  readonly software?: string
  readonly version?: string
  readonly now?: () => number
  /** What its inboxes answer. Default 202. */
  readonly answer?: (received: Received) => number
}

export interface Peer {
  readonly origin: string
  readonly host: string
  readonly inbox: Received[]
  /** Any path → document; functions are asked each time. Serves objects, collections, traps. */
  readonly documents: Map<string, Json | ((request: IncomingMessage, response: ServerResponse) => void)>
  /** Paths that were asked with GET. */
  readonly asked: string[]
  actor(handle: string, extra?: Json): PeerActor
  close(): Promise<void>
}

export interface SendOptions {
  readonly scheme?: Scheme
  /** Adds an object integrity proof by this actor. */
  readonly proof?: boolean
  /** Signs as somebody else says to be: a key id that is not one's own. */
  readonly keyId?: string
  /** Changed after signing. */
  readonly tamper?: (body: string) => string
  readonly headers?: Record<string, string>
}

const CONTEXT = [
  'https://www.w3.org/ns/activitystreams',
  'https://w3id.org/security/v1',
  'https://w3id.org/security/data-integrity/v1',
]
export const PUBLIC = 'https://www.w3.org/ns/activitystreams#Public'

export async function startPeer(options: PeerOptions = {}): Promise<Peer> {
  const documents: Peer['documents'] = new Map()
  const inbox: Received[] = []
  const asked: string[] = []
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const host = new URL(origin).host
  const now = options.now ?? Date.now

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '/'
    if (request.method === 'POST') {
      const body = await read(request)
      const received = { path, body, activity: JSON.parse(body) as Json, headers: request.headers }
      inbox.push(received)
      response.writeHead(options.answer?.(received) ?? 202).end()
      return
    }
    asked.push(path)
    const found = documents.get(path) ?? documents.get(path.split('?')[0] as string)
    if (typeof found === 'function') found(request, response)
    else if (found === undefined) response.writeHead(404).end()
    else
      sendJson(
        response,
        found,
        path.startsWith('/.well-known') || path.startsWith('/nodeinfo')
          ? 'application/json'
          : 'application/activity+json',
      )
  }

  if (options.software !== 'none')
    serveNodeInfo(documents, origin, options.software ?? 'mastodon', options.version ?? '4.4.0')
  return {
    origin,
    host,
    inbox,
    documents,
    asked,
    actor: (handle, extra = {}) => new PeerActor({ origin, host, documents, now }, handle, extra),
    close: () => closeServer(server),
  }
}

interface Home {
  readonly origin: string
  readonly host: string
  readonly documents: Peer['documents']
  readonly now: () => number
}

/** Somebody (or a group) at the peer. */
export class PeerActor {
  readonly iri: string
  readonly handle: string
  readonly keys: PeerKeys = makeKeys()
  readonly document: Json
  readonly #home: Home

  constructor(home: Home, handle: string, extra: Json) {
    this.#home = home
    this.handle = handle
    this.iri = `${home.origin}/users/${handle}`
    this.document = {
      '@context': [...CONTEXT, 'https://w3id.org/security/multikey/v1'],
      id: this.iri,
      type: 'Person',
      preferredUsername: handle,
      name: handle,
      inbox: `${this.iri}/inbox`,
      outbox: `${this.iri}/outbox`,
      followers: `${this.iri}/followers`,
      url: `${home.origin}/@${handle}`,
      endpoints: { sharedInbox: `${home.origin}/inbox` },
      publicKey: { id: `${this.iri}#main-key`, owner: this.iri, publicKeyPem: this.keys.rsaPem },
      assertionMethod: [
        {
          id: `${this.iri}#ed25519`,
          type: 'Multikey',
          controller: this.iri,
          publicKeyMultibase: this.keys.ed25519Multibase,
        },
      ],
      ...extra,
    }
    home.documents.set(new URL(this.iri).pathname, this.document)
    const account = `acct:${handle}@${home.host}`
    home.documents.set(`/.well-known/webfinger?resource=${encodeURIComponent(account)}`, {
      subject: account,
      links: [{ rel: 'self', type: 'application/activity+json', href: this.iri }],
    })
  }

  newIri(kind: string): string {
    return `${this.#home.origin}/${kind}/${randomUUID()}`
  }

  activity(type: string, rest: Json): Json {
    return { '@context': CONTEXT, id: this.newIri('activities'), type, actor: this.iri, ...rest }
  }

  /** A Note that can be fetched at its id. */
  note(content: string, extra: Json = {}): Json {
    const note = {
      '@context': CONTEXT,
      id: this.newIri('notes'),
      type: 'Note',
      attributedTo: this.iri,
      content,
      published: new Date(this.#home.now()).toISOString(),
      to: [PUBLIC],
      cc: [`${this.iri}/followers`],
      ...extra,
    }
    this.#home.documents.set(new URL(note.id).pathname, note)
    return note
  }

  create(object: Json): Json {
    return this.activity('Create', { object, to: object['to'] ?? [PUBLIC], cc: object['cc'] ?? [] })
  }

  prove(document: Json): Json {
    return addProof(document, `${this.iri}#ed25519`, this.keys.ed25519, this.#home.now()) as Json
  }

  signed(
    method: 'GET' | 'POST',
    url: string,
    body: string | undefined,
    options: SendOptions = {},
  ): Record<string, string> {
    const scheme = options.scheme ?? 'cavage'
    if (scheme === 'none') return {}
    const ed25519 = scheme === 'rfc9421-ed25519'
    const keyId = options.keyId ?? `${this.iri}#${ed25519 ? 'ed25519' : 'main-key'}`
    const key = ed25519 ? this.keys.ed25519 : this.keys.rsa
    const request = { method, url, body, keyId, key, now: this.#home.now() }
    return scheme === 'cavage' ? signCavage(request) : sign9421(request)
  }

  /** Posts an activity to an inbox, and gives the answer. */
  async send(inbox: string, activity: Json, options: SendOptions = {}): Promise<Response> {
    const body = JSON.stringify(options.proof ? this.prove(activity) : activity)
    return this.sendRaw(inbox, body, options)
  }

  /** The same bytes again: a replay. */
  async sendRaw(inbox: string, body: string, options: SendOptions = {}): Promise<Response> {
    const { host: _host, ...headers } = this.signed('POST', inbox, body, options)
    return fetch(inbox, {
      method: 'POST',
      headers: { 'content-type': 'application/activity+json', ...headers, ...options.headers },
      body: options.tamper ? options.tamper(body) : body,
      redirect: 'manual',
    })
  }

  async get(
    url: string,
    options: SendOptions = {},
  ): Promise<{ status: number; headers: Headers; json: Json | undefined }> {
    const { host: _host, ...headers } = this.signed('GET', url, undefined, options)
    const answer = await fetch(url, {
      headers: { accept: 'application/activity+json', ...headers, ...options.headers },
      redirect: 'manual',
    })
    const text = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      json: text.startsWith('{') ? (JSON.parse(text) as Json) : undefined,
    }
  }

  follow(target: string): Json {
    return this.activity('Follow', { object: target, to: [target] })
  }
}

function serveNodeInfo(documents: Peer['documents'], origin: string, name: string, version: string): void {
  documents.set('/.well-known/nodeinfo', {
    links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.1', href: `${origin}/nodeinfo/2.1` }],
  })
  documents.set('/nodeinfo/2.1', {
    version: '2.1',
    software: { name, version },
    protocols: ['activitypub'],
    services: { inbound: [], outbound: [] },
    openRegistrations: false,
    usage: { users: {} },
    metadata: {},
  })
}

function sendJson(response: ServerResponse, document: Json, type: string): void {
  response.writeHead(200, { 'content-type': type }).end(JSON.stringify(document))
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((done) => server.close(() => done()))
}
