// What stories ask of peers and pleinen on the wire: addresses through WebFinger, what arrived, what is kept.
import type { Json, Peer, PeerActor, Received } from '../kit/peer/peer.ts'
import type { TestServer } from '../kit/server.ts'

/** What arrived since the last time it was asked. */
export function newMail(peer: Peer): () => Received[] {
  let seen = 0
  return () => {
    const fresh = peer.inbox.slice(seen)
    seen = peer.inbox.length
    return fresh
  }
}

export function typesOf(received: readonly Received[]): string[] {
  return received.map(({ activity }) => {
    const { object } = activity
    const inner = typeof object === 'object' && object !== null ? String((object as Json)['type']) : 'id'
    return `${String(activity['type'])}{${inner}}`
  })
}

/** The id behind `handle`, as other software finds it. */
export async function webfinger(server: TestServer, handle: string): Promise<string> {
  const resource = encodeURIComponent(`acct:${handle}@${server.host}`)
  const answer = await fetch(`${server.origin}/.well-known/webfinger?resource=${resource}`)
  const found = (await answer.json()) as { links: { rel: string; type?: string; href: string }[] }
  const self = found.links.find((link) => link.rel === 'self')
  if (!self) throw new Error(`no self link for ${handle}`)
  return self.href
}

export interface RemoteDocument extends Json {
  readonly id: string
  readonly inbox: string
  readonly endpoints: { readonly sharedInbox: string }
  readonly assertionMethod: readonly { readonly id: string; readonly publicKeyMultibase: string }[]
}

/** An actor of a plein, as the peer's actor reads it with a signed request. */
export async function reads(actor: PeerActor, iri: string): Promise<RemoteDocument> {
  const { status, json } = await actor.get(iri)
  if (status !== 200 || !json) throw new Error(`${iri}: ${status}`)
  return json as RemoteDocument
}

/** How many rows a plein has of what can come in; equal counts: nothing was stored. */
export async function stored(server: TestServer): Promise<Record<string, number>> {
  const { db } = server.app.ctx()
  const counts: Record<string, number> = {}
  for (const table of ['content', 'comment', 'reaction', 'follow', 'notification'] as const) {
    const row = await db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number | string>().as('rows'))
      .executeTakeFirstOrThrow()
    counts[table] = Number(row.rows)
  }
  return counts
}
