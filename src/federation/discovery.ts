// Fedify's part: WebFinger of handles, actor addresses and the origin itself (FEP-d556), and the NodeInfo document.
import { createFederation, type Federation, MemoryKvStore } from '@fedify/fedify'
import { Application, Group, Person } from '@fedify/vocab'
import type { KnownActor } from '../core/federation.ts'
import { guest } from '../core/viewer.ts'
import { isId, type ActorId } from '../lib/id.ts'
import { idIn, textIn } from '../lib/as2.ts'
import type { Frame } from './frame.ts'
import { matcherOf } from './routes.ts'
import { NODEINFO_PATH, nodeInfoOf } from './nodeinfo.ts'

const INSTANCE = 'instance'

/** Answers WebFinger and the NodeInfo document only: everything else is ours. */
export function openDiscovery(frame: Frame): Federation<void> {
  const federation = createFederation<void>({ kv: new MemoryKvStore(), origin: frame.urls.origin })
  const instance = () => frame.actors.instanceActor(frame.ctx)

  async function findActor(identifier: string): Promise<KnownActor | undefined> {
    if (identifier === INSTANCE) return instance()
    const found = isId(identifier) ? await frame.actors.findById(frame.ctx, identifier as ActorId) : undefined
    return found?.local ? found : undefined
  }

  /** Identifiers are the last part of the actor's address. */
  function identifierOf(actor: KnownActor | undefined): string | null {
    if (!actor?.local) return null
    return actor.type === 'instance' ? INSTANCE : actor.id
  }

  async function byAddress(url: URL): Promise<{ identifier: string } | null> {
    const isOrigin = url.origin === frame.urls.origin && url.pathname === '/' && url.search === ''
    const actor = isOrigin ? await instance() : await frame.actors.findByIri(frame.ctx, url.href)
    const identifier = identifierOf(actor) ?? identifierOf(await byPage(frame, url))
    return identifier === null ? null : { identifier }
  }

  federation
    .setActorDispatcher('/ap/actors/{identifier}', async (_, identifier) => {
      const actor = await findActor(identifier)
      return (actor && (await shown(frame, actor))) ?? null
    })
    .mapHandle(async (_, handle) => {
      if (handle === frame.urls.host) return INSTANCE
      return identifierOf(await frame.actors.findByHandle(frame.ctx, handle.toLowerCase()))
    })
    .mapAlias((_, resource) => byAddress(resource))
    .mapActorAlias('/ap/instance', INSTANCE)
  federation.setNodeInfoDispatcher(NODEINFO_PATH, () => nodeInfoOf(frame))
  return federation
}

/** Pages of people and groups: /@jan, /g/tuinen. */
async function byPage(frame: Frame, url: URL): Promise<KnownActor | undefined> {
  const handle = url.origin === frame.urls.origin ? /^\/(?:@|g\/)([^/@]+)$/.exec(url.pathname)?.[1] : undefined
  return handle === undefined
    ? undefined
    : frame.actors.findByHandle(frame.ctx, decodeURIComponent(handle).toLowerCase())
}

/**
 * What WebFinger tells of an actor stands in its document: name in handles, and the page for people.
 * Nobody says who asks: undefined for whom guests may not know of (a hidden group, somebody who is gone).
 */
async function shown(frame: Frame, actor: KnownActor): Promise<Person | Group | Application | undefined> {
  const path = actor.iri.slice(`${frame.urls.origin}/ap/`.length)
  const matched = matcherOf(frame.doors.flatMap((door) => door.documents ?? []))(path)
  const found = await matched?.source.find(frame.makeCtx(guest), matched.params, {}, frame.urls)
  if (found?.type !== 'document') return undefined
  const { document } = found
  const name = textIn(document['preferredUsername'])
  const page = URL.parse(idIn(document['url']) ?? '')
  const values = {
    id: new URL(actor.iri),
    ...(name === undefined ? {} : { preferredUsername: name }),
    ...(page === null ? {} : { url: page }),
  }
  if (actor.type === 'person') return new Person(values)
  return actor.type === 'group' ? new Group(values) : new Application(values)
}
