// Who gets an activity: recipients → inboxes elsewhere, without blocked hosts, and in the form that each host takes.
import type { Ctx } from '../core/context.ts'
import type { ActorSource, HostFacts, HostSource, InboxAddress, KnownHost, Recipients } from '../core/federation.ts'
import type { Clock } from '../lib/clock.ts'
import type { Urls } from '../lib/urls.ts'

/** What NodeInfo says of a host; undefined or an error when it says nothing. */
export type AskHost = (
  host: string,
  signal: AbortSignal,
) => Promise<(HostFacts & { readonly software?: string | null }) | undefined>

export interface AudienceOptions {
  readonly actors: ActorSource
  readonly hosts: HostSource
  readonly clock: Clock
  readonly urls: Urls
  readonly mode: 'open' | 'allowlist' | 'off'
  readonly askHost: AskHost
}

export interface Audience {
  /** One address per inbox. `exceptHost` gets nothing. */
  inboxesOf(ctx: Ctx, to: Recipients, exceptHost?: string): Promise<InboxAddress[]>
}

/** Software that unwraps `Announce{activity}` (FEP-1b12), by its NodeInfo name; federation.md §3 and what was seen. */
const unwrapping = new Set([
  'dwarsverband',
  'lemmy',
  'piefed',
  'pyfedi',
  'mbin',
  'kbin',
  'nodebb',
  'discourse',
  'wordpress',
])
const GROUPS_FEP = /\bfep[/-]1b12\b/i
/** Software that is known to check Ed25519 under RFC 9421. */
const takingEd25519 = new Set(['dwarsverband'])

const ASK_MILLIS = 5000
const ASKED_AT_ONCE = 16
/** A host that did not answer is taken for one that we do not know, and asked again after this time. */
const ASK_AGAIN = 3_600_000
const MOST_SILENT = 5000
/** Hosts in one query. */
const HOSTS_AT_ONCE = 500

/** The form in which a group passes things on to software of that name. Unknown: the object's id. */
export function formFor(
  software: string | null | undefined,
  capabilities: readonly string[] = [],
): 'activity' | 'object' {
  const knows = capabilities.some((capability) => GROUPS_FEP.test(capability))
  return knows || unwrapping.has((software ?? '').toLowerCase()) ? 'activity' : 'object'
}

export function openAudience(options: AudienceOptions): Audience {
  const formOf = openForms(options)

  async function inboxesOf(ctx: Ctx, to: Recipients, exceptHost?: string): Promise<InboxAddress[]> {
    if (options.mode === 'off') return []
    const found = await addresses(ctx, options.actors, to)
    const inboxes = [...found].filter(([, host]) => host !== options.urls.host && host !== exceptHost)
    const known = await knownHosts(
      ctx,
      options.hosts,
      inboxes.map(([, host]) => host),
    )
    const mode = to.allowedOnly ? 'allowlist' : options.mode
    const allowed = inboxes.filter(([, host]) => mayGet(mode, known.get(host)))
    const forms = to.form ? await formOf(ctx, new Set(allowed.map(([, host]) => host)), known) : undefined
    return allowed.filter(([, host]) => !forms || forms.get(host) === to.form).map(([inbox, host]) => ({ inbox, host }))
  }

  return { inboxesOf }
}

/** Inbox → host. */
async function addresses(ctx: Ctx, actors: ActorSource, to: Recipients): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const actorId of to.followersOf ?? []) {
    for (const { inbox, host } of await actors.followerInboxes(ctx, actorId)) found.set(inbox, host)
  }
  for (const actorId of to.actors ?? []) {
    const actor = await actors.findById(ctx, actorId)
    if (actor && !actor.local) found.set(actor.sharedInbox ?? actor.inbox, actor.host)
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
  for (let at = 0; at < names.length; at += HOSTS_AT_ONCE) {
    for (const [name, host] of await source.findMany(ctx, names.slice(at, at + HOSTS_AT_ONCE))) found.set(name, host)
  }
  return found
}

function mayGet(mode: AudienceOptions['mode'], host: KnownHost | undefined): boolean {
  return mode === 'allowlist' ? host?.trust === 'allowed' : host?.trust !== 'blocked'
}

type Forms = ReadonlyMap<string, 'activity' | 'object'>

/** Finds out what each host takes: as remembered, else by asking it. */
function openForms({ hosts, clock, askHost }: AudienceOptions) {
  /** Host → when it may be asked again. */
  const silent = new Map<string, number>()

  async function formsOf(ctx: Ctx, names: ReadonlySet<string>, known: ReadonlyMap<string, KnownHost>): Promise<Forms> {
    const forms = new Map<string, 'activity' | 'object'>()
    const unknown: string[] = []
    for (const name of names) {
      const form = known.get(name)?.form
      if (form) forms.set(name, form)
      else unknown.push(name)
    }
    for (let at = 0; at < unknown.length; at += ASKED_AT_ONCE) {
      const some = unknown.slice(at, at + ASKED_AT_ONCE)
      const answers = await Promise.all(some.map((name) => ask(ctx, name)))
      some.forEach((name, index) => forms.set(name, answers[index] ?? 'object'))
    }
    return forms
  }

  async function ask(ctx: Ctx, host: string): Promise<'activity' | 'object'> {
    if ((silent.get(host) ?? 0) > clock.millis()) return 'object'
    const facts = await askInTime(host)
    if (!facts) {
      silent.set(host, clock.millis() + ASK_AGAIN)
      if (silent.size > MOST_SILENT) silent.delete(silent.keys().next().value as string)
      return 'object'
    }
    const form = formFor(facts.software, facts.implements)
    const ed25519 = takingEd25519.has((facts.software ?? '').toLowerCase())
    await hosts.remember(ctx, host, { ...facts, form, ...(ed25519 ? { takesEd25519: true } : {}) })
    return form
  }

  async function askInTime(host: string): ReturnType<AskHost> {
    const signal = AbortSignal.timeout(ASK_MILLIS)
    const late = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
    // Silence and nonsense are the same to us: a host that we know nothing of.
    return Promise.race([askHost(host, signal).catch(() => undefined), late])
  }

  return formsOf
}
