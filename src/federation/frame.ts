// What every part of the ActivityPub frame is handed: the rooms' sources, and the outside world.
import type { IncomingMessage } from 'node:http'
import type { Ctx, Tools } from '../core/context.ts'
import type { ActorSource, FederationDoor, HostSource, KnownActor, RemoteLookup } from '../core/federation.ts'
import { system, type Viewer } from '../core/viewer.ts'
import type { Clock } from '../lib/clock.ts'
import type { Urls } from '../lib/urls.ts'
import type { DataVersion } from '../platform/db/data-version.ts'
import type { HttpClient } from '../platform/http/fetch.ts'
import type { Logger } from '../platform/log.ts'
import type { HostFacts } from './host-facts.ts'
import type { Rates } from './rates.ts'

/** Queue of received activities, and of what is to be asked of their servers. */
export const INBOX_QUEUE = 'inbox'

export interface FederationOptions {
  /** Of all rooms, in rank order. */
  readonly doors: readonly FederationDoor[]
  readonly actors: ActorSource
  readonly hosts: HostSource
  makeCtx(viewer: Viewer): Ctx
  /** The tools of workers, with this look-up (it has the budget of one activity). */
  makeTools(remote: RemoteLookup): Tools
  readonly http: HttpClient
  readonly hostFacts: HostFacts
  readonly urls: Urls
  readonly clock: Clock
  readonly log: Logger
  /** `off`: every address of federation answers 404. `allowlist`: only hosts with trust `allowed`. */
  readonly mode: 'open' | 'allowlist' | 'off'
  /** Of the software, for NodeInfo. */
  readonly version: string
  /** Name of the organisation, for NodeInfo's metadata. */
  nodeName(ctx: Ctx): Promise<string | undefined>
  /** Development: http and private addresses are allowed. */
  readonly allowPrivateAddress: boolean
  /** Who a person with a browser is, who opens the id of something instead of its page. Default: a guest. */
  visitor?(request: IncomingMessage): Promise<Viewer>
  /**
   * With it public documents are kept and served again for as long as nothing changed; without it they are built for
   * every request.
   */
  readonly dataVersion?: DataVersion
  /** Requests a second, with bursts; for tests and large networks. */
  readonly rates?: Partial<Rates>
}

export interface Frame extends Omit<FederationOptions, 'rates'> {
  /** Context of the system. */
  readonly ctx: Ctx
}

/** Of all rooms one gives `actors` and one `hosts`. @throws Error when there is none */
export function sourcesOf(doors: readonly FederationDoor[]): Pick<FederationOptions, 'doors' | 'actors' | 'hosts'> {
  const actors = doors.find((door) => door.actors)?.actors
  const hosts = doors.find((door) => door.hosts)?.hosts
  if (!actors || !hosts) throw new Error('federation needs a room that gives actors and one that gives hosts')
  return { doors, actors, hosts }
}

/** The options, with a log and a context of the frame's own. */
export function frameOf(options: FederationOptions): Frame {
  return { ...options, log: options.log.child('federation'), ctx: options.makeCtx(system) }
}

/** Whom a remote actor is to queries and commands. A server's own actor is nobody in particular. */
export function viewerOf(actor: KnownActor, allowed: boolean): Viewer {
  return {
    type: 'remote',
    host: actor.host,
    allowed,
    ...(actor.type === 'instance' ? {} : { personId: actor.id }),
  }
}
