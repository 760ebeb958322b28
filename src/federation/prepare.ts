// Makes activities of what rooms want sent (Outgoing, Forward): their ids, final bytes, and the inboxes that get them.
import type { Ctx } from '../core/context.ts'
import type { Occurrence } from '../core/events.ts'
import type { FederationDoor, Forward, KnownActor, Outgoing } from '../core/federation.ts'
import { derivedId, type Id } from '../lib/id.ts'
import { prepared as preparedQuery } from '../platform/db/prepared.ts'
import type { Logger } from '../platform/log.ts'
import { idIn, textIn } from '../lib/as2.ts'
import { bytesOf, wrap } from './activity-bytes.ts'
import { type AudienceOptions, openAudience, sharingFollowers } from './audience.ts'
import { contextOf } from './contexts/own.ts'
import { hostOf, parseJson } from './json.ts'

export interface PrepareOptions extends AudienceOptions {
  readonly doors: readonly FederationDoor[]
  readonly log: Logger
}

/** An activity with its bytes, and who gets it. */
export interface Prepared {
  readonly id: Id<'activity'>
  readonly iri: string
  readonly actorId: Outgoing['actorId']
  readonly type: string
  readonly objectIri: string
  /** Deliveries wait for those before them that name the same IRI here, or else as their object. */
  readonly after?: string | undefined
  readonly json: string
  /** Inbox → host. */
  readonly inboxes: Map<string, string>
}

/** Builds all activities of an event, before the transaction. */
export function openPreparing(options: PrepareOptions) {
  const { urls, actors, doors } = options
  const context = contextOf(doors)
  const sharing = sharingFollowers(actors)

  async function prepare(ctx: Ctx, event: Occurrence, parts: readonly (Outgoing | Forward)[]): Promise<Prepared[]> {
    const slots = parts.map((part) => part.slot)
    if (new Set(slots).size < slots.length)
      throw new Error(`${event.name}: two activities with one slot (${slots.join()})`)
    const audience = openAudience({ ...options, actors: sharing })
    const bySlot = new Map<string, Prepared>()
    for (const part of parts) {
      if ('activity' in part) bySlot.set(part.slot, await outgoing(ctx, event, part))
    }
    const all = [...bySlot.values()]
    for (const part of parts) {
      const found = await audience.inboxesOf(ctx, part.to)
      // What is passed on to nobody was never said: there is nothing to keep.
      if ('how' in part && found.length === 0) continue
      const prepared = 'activity' in part ? bySlot.get(part.slot) : await forward(ctx, { event, part, bySlot })
      if (!prepared) continue
      if (!all.includes(prepared)) all.push(prepared)
      // The author's own server has it already.
      const except = isAsIs(part) ? hostOf(idIn(parseJson(prepared.json)['actor']) ?? '') : undefined
      for (const { inbox, host } of found) if (host !== except) prepared.inboxes.set(inbox, host)
    }
    return all
  }

  async function outgoing(ctx: Ctx, event: Occurrence, part: Outgoing): Promise<Prepared> {
    const names = { id: derivedId<'activity'>(event.id, part.slot), iri: urls.activityOf(event.id, part.slot) }
    const known = await findActivity(ctx, names.iri)
    if (known) return { ...known, after: part.after, inboxes: new Map() }
    const actor = await localActor(ctx, part.actorId)
    const key = part.proof === false ? undefined : await actors.signingKey(ctx, part.actorId, 'ed25519')
    const json = bytesOf(part, event, { urls, context, actor, key })
    const { actorId, objectIri, after } = part
    return { ...names, actorId, type: part.activity.type, objectIri, after, json, inboxes: new Map() }
  }

  async function forward(
    ctx: Ctx,
    { event, part, bySlot }: { event: Occurrence; part: Forward; bySlot: ReadonlyMap<string, Prepared> },
  ): Promise<Prepared | undefined> {
    const source = await sourceOf(ctx, part, bySlot)
    if (source === undefined) {
      options.log.warn('bytes to pass on are not there any more', { event: event.id, source: part.source })
      return undefined
    }
    // Our own author's activity goes with the author's signature: the row that it has already.
    if (part.how === 'as-is' && typeof source !== 'string') return source
    const json = typeof source === 'string' ? source : source.json
    const { slot, actorId, objectIri } = part
    const id = derivedId<'activity'>(event.id, slot)
    const iri = urls.activityOf(event.id, slot)
    // Wrapping the same bytes again gives the same activity: a repetition changes nothing.
    if (part.how === 'as-is') {
      // Its own id is another's: the row's name is ours, and cannot be fetched.
      const type = textIn(parseJson(json)['type']) ?? 'Activity'
      return { id, iri: `${iri}#forward`, actorId, type, objectIri, json, inboxes: new Map() }
    }
    const group = await localActor(ctx, actorId)
    const wrapped = wrap(json, { id: iri, group, announce: part.announce, published: event.occurred })
    return { id, iri, actorId, type: 'Announce', objectIri, json: wrapped, inboxes: new Map() }
  }

  async function localActor(ctx: Ctx, actorId: Outgoing['actorId']): Promise<KnownActor> {
    const actor = await actors.findById(ctx, actorId)
    if (!actor?.local) throw new Error(`actor ${actorId} is not of this plein`)
    return actor
  }

  return prepare
}

function isAsIs(part: Outgoing | Forward): boolean {
  return 'how' in part && part.how === 'as-is'
}

/** Text as received from elsewhere, or an activity of ours. */
async function sourceOf(
  ctx: Ctx,
  part: Forward,
  bySlot: ReadonlyMap<string, Prepared>,
): Promise<string | Prepared | undefined> {
  if ('slot' in part.source) {
    const own = bySlot.get(part.source.slot)
    if (!own) throw new Error(`slot ${part.source.slot} is to be passed on, but not said`)
    return own
  }
  const { activityIri } = part.source
  const received = await rawOf.first(ctx.db, { iri: activityIri })
  if (received?.raw) return received.raw
  const own = await findActivity(ctx, activityIri)
  return own && { ...own, inboxes: new Map() }
}

/** Said before: the bytes stay what they were. */
function findActivity(ctx: Ctx, iri: string): Promise<Omit<Prepared, 'inboxes'> | undefined> {
  return activityByIri.first(ctx.db, { iri })
}

const rawOf = preparedQuery((db, { iri }: { iri: string }) =>
  db.selectFrom('inbox').select('raw').where('iri', '=', iri),
)
const activityByIri = preparedQuery((db, { iri }: { iri: string }) =>
  db.selectFrom('activity').select(['id', 'iri', 'actorId', 'type', 'objectIri', 'json']).where('iri', '=', iri),
)
