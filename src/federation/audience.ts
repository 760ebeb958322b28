// Who gets an activity: recipients → inboxes elsewhere, without blocked hosts, and in the form that each host takes.
import type { Ctx } from '../core/context.ts'
import type { ActorSource, HostSource, InboxAddress, KnownHost, Recipients } from '../core/federation.ts'
import type { Clock } from '../lib/clock.ts'
import { partsOf } from '../lib/parts.ts'
import type { Urls } from '../lib/urls.ts'
import { openBatches } from '../platform/batches.ts'
import { type HostFacts, readsType } from './host-facts.ts'

export interface AudienceOptions {
  readonly actors: ActorSource
  readonly hosts: HostSource
  readonly clock: Clock
  readonly urls: Urls
  readonly mode: 'open' | 'allowlist' | 'off'
  readonly hostFacts: HostFacts
}

export interface Audience {
  /** One address per inbox. */
  inboxesOf(ctx: Ctx, to: Recipients): Promise<InboxAddress[]>
}

type FollowerInboxes = ActorSource['followerInboxes']

/** Activities of one event mostly go to the followers of the same actor: those are looked up once. */
function rememberingFollowers(actors: ActorSource): FollowerInboxes {
  const known = new Map<string, ReturnType<FollowerInboxes>>()
  return (ctx, actorId) => {
    const found = known.get(actorId) ?? actors.followerInboxes(ctx, actorId)
    known.set(actorId, found)
    return found
  }
}

/** Followers of one actor are read once for all events that are prepared in the same moment: a group's are many. */
export function sharingFollowers(actors: ActorSource): ActorSource {
  const asked = openBatches<Parameters<FollowerInboxes>, readonly InboxAddress[]>(async (questions) => {
    const followerInboxes = rememberingFollowers(actors)
    return Promise.all(questions.map(([ctx, actorId]) => followerInboxes(ctx, actorId)))
  })
  return { ...actors, followerInboxes: (ctx, actorId) => asked.add([ctx, actorId]) }
}

/** Hosts in one query. */
const HOSTS_AT_ONCE = 500

/** For the activities of one event. */
export function openAudience(options: AudienceOptions): Audience {
  const formOf = options.hostFacts.formsOf
  const allowedInboxes = async (ctx: Ctx) => (await options.hosts.allowedInboxes?.(ctx)) ?? []
  const actors = { findById: options.actors.findById, followerInboxes: rememberingFollowers(options.actors) }

  async function inboxesOf(ctx: Ctx, to: Recipients): Promise<InboxAddress[]> {
    if (options.mode === 'off') return []
    const { always = [], ...others } = to
    const anyway = await addresses(ctx, { ...actors, allowedInboxes }, { actors: always })
    const found = new Map([...(await addresses(ctx, { ...actors, allowedInboxes }, others)), ...anyway])
    const inboxes = [...found].filter(([, host]) => host !== options.urls.host)
    if (inboxes.length === 0) return []
    const known = await knownHosts(
      ctx,
      options.hosts,
      inboxes.map(([, host]) => host),
    )
    const mode = to.allowedOnly ? 'allowlist' : options.mode
    const allowed = inboxes.filter(([, host]) => mayGet(mode, known.get(host)))
    const fit = await fitting(ctx, { hosts: new Set(allowed.map(([, host]) => host)), known, to })
    return allowed.filter(([inbox, host]) => anyway.has(inbox) || fit(host)).map(([inbox, host]) => ({ inbox, host }))
  }

  /** Which hosts take what is sent: in this form, of this type. Those that are not known yet are asked. */
  async function fitting(
    ctx: Ctx,
    given: { hosts: ReadonlySet<string>; known: ReadonlyMap<string, KnownHost>; to: Recipients },
  ): Promise<(host: string) => boolean> {
    const { to, hosts } = given
    if (!to.form && !to.reads) return () => true
    const forms = await formOf(ctx, hosts, given.known)
    // Asking them told what they run.
    const asked = to.reads ? await knownHosts(ctx, options.hosts, [...hosts]) : given.known
    return (host) =>
      (!to.form || forms.get(host) === to.form) &&
      (!to.reads || readsType(asked.get(host), to.reads.type) === to.reads.yes)
  }

  return { inboxesOf }
}

/** Inbox → host. */
async function addresses(
  ctx: Ctx,
  actors: Pick<ActorSource, 'findById' | 'followerInboxes'> & Required<Pick<HostSource, 'allowedInboxes'>>,
  to: Recipients,
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const actorId of to.followersOf ?? []) {
    for (const { inbox, host } of await actors.followerInboxes(ctx, actorId)) found.set(inbox, host)
  }
  for (const actorId of to.actors ?? []) {
    const actor = await actors.findById(ctx, actorId)
    if (actor && !actor.local) found.set(actor.sharedInbox ?? actor.inbox, actor.host)
  }
  if (to.allowedHosts) {
    const inboxes = await actors.allowedInboxes(ctx)
    const hosts = new Set(found.values())
    for (const { inbox, host } of inboxes) if (!hosts.has(host)) found.set(inbox, host)
  }
  if (to.receiversOf !== undefined) {
    for (const { inbox, host } of await receivers(ctx, to.receiversOf)) found.set(inbox, host)
  }
  return found
}

/** The ledger: everyone who got, or is still to get, something about the object. */
function receivers(ctx: Ctx, objectIri: string): Promise<InboxAddress[]> {
  return ctx.db
    .selectFrom('activity')
    .innerJoin('delivery', 'delivery.activityId', 'activity.id')
    .select(['delivery.inbox', 'delivery.host'])
    .distinct()
    .where('activity.objectIri', '=', objectIri)
    .where('delivery.state', '<>', 'gone')
    .execute()
}

async function knownHosts(ctx: Ctx, source: HostSource, hosts: readonly string[]): Promise<Map<string, KnownHost>> {
  const names = [...new Set(hosts)]
  const found = new Map<string, KnownHost>()
  for (const some of partsOf(names, HOSTS_AT_ONCE))
    for (const [name, host] of await source.findMany(ctx, some)) found.set(name, host)
  return found
}

function mayGet(mode: AudienceOptions['mode'], host: KnownHost | undefined): boolean {
  return mode === 'allowlist' ? host?.trust === 'allowed' : host?.trust !== 'blocked'
}
