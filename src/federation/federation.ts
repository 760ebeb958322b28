// The ActivityPub frame put together: what the front door mounts, what the worker calls, what rooms look up with.
import { guest, type Viewer } from '../core/viewer.ts'
import type { RemoteLookup } from '../core/federation.ts'
import type { Proofs } from '../core/proofs.ts'
import { activitySource } from './activities.ts'
import { openAuthenticator } from './authenticate.ts'
import { openDiscovery } from './discovery.ts'
import { openProofs } from './document-proofs.ts'
import { checkClaimed, openDocuments, signerOf } from './documents.ts'
import { headersOf, mountDoors, mountInboxes } from './express.ts'
import { type FederationOptions, frameOf, INBOX_QUEUE, sourcesOf } from './frame.ts'
import { openHandler } from './handle.ts'
import { forgetOld } from './forget-old.ts'
import { openInbox } from './inbox.ts'
import { ingestObject } from './ingest.ts'
import { openLimits } from './rates.ts'
import { openResolver } from './resolve.ts'

export type { FederationOptions } from './frame.ts'
export { INBOX_QUEUE, sourcesOf }

/** What is needed of a request to see who signed it. */
export type Signed = { readonly originalUrl: string; readonly rawHeaders: string[] }

export interface WayIn {
  /** Adds the routes that other servers post to. Before anything that is there for browsers. */
  mountInboxes(router: Parameters<typeof mountDoors>[0]): void
  /** Adds all other routes of federation. Before middleware that reads bodies or makes sessions. */
  mount(router: Parameters<typeof mountDoors>[0]): void
  /** Does one job of the queue `inbox`. @throws Unavailable (try again) and faults of ours. */
  handleJob(job: { readonly payload: unknown }): Promise<void>
  /** Empties the text of what was received over a month ago; its id is remembered. For a daily job. @returns how many. */
  forgetOld(): Promise<number>
  /** Who signed a GET; a guest when nobody did, or it does not hold. @throws Refusal when that server is blocked here */
  signer(request: Signed): Promise<Viewer>
  /** Looks up what lives elsewhere. @param budgetMillis for all that this one look-up does; default 10 s. */
  lookup(budgetMillis?: number): RemoteLookup
  /** Proofs of the rooms' own documents. */
  readonly proofs: Proofs
}

/**
 * Opens the way in: inboxes, documents, discovery, look-ups. See FederationOptions for what it needs.
 */
export function openFederation(options: FederationOptions): WayIn {
  const frame = frameOf(options)
  const resolver = openResolver(frame, async (object, how, lookup) => {
    await ingestObject(frame, { object, via: how?.via, askedFor: how?.askedFor === true }, lookup)
  })
  const authenticator = openAuthenticator(frame, resolver)
  const limits = openLimits(frame.clock, options.rates)
  const handler = openHandler({ frame, resolver, authenticator })
  const sources = frame.doors.flatMap((door) => door.documents ?? [])

  async function hasInbox(actorId: string): Promise<boolean> {
    const actor = await frame.actors.findByIri(frame.ctx, frame.urls.actor(actorId))
    return actor?.local === true
  }

  function mount(router: Parameters<typeof mountDoors>[0]): void {
    mountDoors(router, {
      frame,
      documents: openDocuments({ frame, authenticator }, [...sources, activitySource(frame, sources)]),
      discovery: openDiscovery(frame),
      visitor: (request) => frame.visitor?.(request) ?? Promise.resolve(guest),
    })
  }

  async function handleJob(job: { readonly payload: unknown }): Promise<void> {
    const { iri, host } = job.payload as { iri?: unknown; host?: unknown }
    if (typeof host === 'string') return void (await frame.hostFacts.ask(frame.ctx, host))
    if (typeof iri !== 'string') throw new Error('a job of the inbox without the id of what was received')
    await handler.handle(iri)
  }

  return {
    mountInboxes: (router) =>
      mountInboxes(router, { frame, hasInbox, inbox: openInbox({ frame, authenticator, limits }) }),
    mount,
    handleJob,
    forgetOld: () => forgetOld(frame),
    signer: async (request) => {
      const headers = headersOf(request)
      await checkClaimed(frame, headers)
      return signerOf({ frame, authenticator }, { url: `${frame.urls.origin}${request.originalUrl}`, headers })
    },
    lookup: (budgetMillis) => resolver.lookup(budgetMillis),
    proofs: openProofs({ actors: frame.actors, ctx: frame.ctx, findKey: authenticator.findKey }),
  }
}
