// Who is addressed, and how a group passes on what is said in it (FEP-1b12; forms a, b and c of FEDERATION.md). Pure.
import type { Audience, GroupAccess } from '../../../core/access.ts'
import { type Forward, type Outgoing, PUBLIC, type Recipients } from '../../../core/federation.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ActorId } from '../../../lib/id.ts'
import { followersIriOf } from '../../actors/index.ts'

/** What addressing needs of an actor. */
export interface Addressee {
  readonly id: ActorId
  readonly iri: string
  readonly local: boolean
  readonly followersIri: string | null
}

/** Where something is said: by whom, in which group. */
export interface Place {
  readonly author: Addressee
  readonly group: (Addressee & { readonly access: GroupAccess; readonly mention: string }) | undefined
  readonly audience: Audience
}

export interface Addressing {
  readonly to: readonly string[]
  readonly cc: readonly string[]
}

/** Does anything of it leave this plein? */
export function travels(audience: Audience): boolean {
  return audience === 'public' || audience === 'network' || audience === 'group'
}

/** `to` and `cc`. @param others IRIs of who is named or answered besides */
export function addressing(place: Place, others: readonly string[] = []): Addressing {
  const { author, group, audience } = place
  const groupFollowers = group && followersIriOf(group)
  const followers = author.followersIri ? [author.followersIri] : []
  if (isOpenly(place)) {
    return { to: [...(group ? [group.iri] : []), PUBLIC], cc: unique([...followers, ...others]) }
  }
  if (audience === 'network' && isOutsideClosed(group)) {
    return {
      to: group && groupFollowers ? [group.iri, groupFollowers] : followers,
      cc: unique([...(group ? followers : []), ...others]),
    }
  }
  return { to: group && groupFollowers ? [group.iri, groupFollowers] : [], cc: unique(others) }
}

function unique(iris: readonly string[]): string[] {
  return [...new Set(iris)]
}

/** May everyone get it, also who only takes boosts? */
export function isOpenly({ audience, group }: OpenOrNot): boolean {
  return audience === 'public' && isOutsideClosed(group)
}

interface OpenOrNot {
  readonly audience: Audience
  readonly group: { readonly access: GroupAccess } | undefined
}

/** In no group, or in an open one. */
function isOutsideClosed(group: OpenOrNot['group']): boolean {
  return group === undefined || group.access === 'open'
}

/** To whom the author's own server sends it: his followers (for what he starts), a group elsewhere, who is named. */
export function ownRecipients(
  place: Place,
  extra: { readonly starts: boolean; readonly actors: readonly ActorId[] },
): Recipients {
  const { author, group, audience } = place
  const wide = (audience === 'public' || audience === 'network') && isOutsideClosed(group)
  return {
    ...(wide && extra.starts ? { followersOf: [author.id] } : {}),
    actors: [...new Set([...(group && !group.local ? [group.id] : []), ...extra.actors])],
    ...(audience === 'network' ? { allowedOnly: true } : {}),
  }
}

export interface Distribution {
  readonly place: Place
  readonly objectIri: string
  readonly source: Forward['source']
  /** A new thread: who only takes boosts gets one. */
  readonly starts?: { readonly published: Instant } | undefined
  /** Only to who reads this type, or does not. */
  readonly reads?: Recipients['reads']
  /** Put behind the slots' names, when one event distributes two objects. */
  readonly tail?: string
}

/** What a local group sends to its followers; nothing for a group elsewhere, which does this itself. */
export function distribution(given: Distribution): (Outgoing | Forward)[] {
  const { place, objectIri, source, starts, reads, tail = '' } = given
  const { group, author } = place
  if (!group?.local) return []
  const followers = followersIriOf(group)
  const openly = isOpenly(place)
  const allowed = { ...(place.audience === 'network' ? { allowedOnly: true } : {}), ...(reads ? { reads } : {}) }
  const wrap: Forward = {
    slot: `wrap${tail}`,
    actorId: group.id,
    objectIri,
    source,
    how: 'wrap',
    to: { followersOf: [group.id], form: 'activity', ...allowed },
    announce: openly ? { to: [PUBLIC], cc: [followers] } : { to: [followers], cc: [] },
  }
  if (!openly) return [wrap]
  const to: Recipients = { followersOf: [group.id], form: 'object', ...(reads ? { reads } : {}) }
  if (!starts) return [wrap, { slot: `pass${tail}`, actorId: group.id, objectIri, source, how: 'as-is', to }]
  return [wrap, { ...boost(place, { objectIri, to, published: starts.published, author }), slot: `boost${tail}` }]
}

/** The group's Announce of a thread's start by its id (form b). */
export function boost(
  place: Place,
  given: { objectIri: string; to: Recipients; published: Instant; author: Addressee },
): Outgoing {
  const group = place.group as NonNullable<Place['group']>
  return {
    slot: 'boost',
    actorId: group.id,
    objectIri: given.objectIri,
    activity: {
      type: 'Announce',
      actor: group.iri,
      published: given.published,
      to: [PUBLIC],
      cc: [followersIriOf(group), given.author.iri],
      object: given.objectIri,
    },
    to: given.to,
  }
}

/** With a summary it is a manager who takes it away, without one its author: so Lemmy tells them apart. */
export function removalReason(byId: ActorId, place: Place): { summary?: string } {
  return byId === place.author.id ? {} : { summary: 'Weggehaald door een beheerder' }
}

/** Who may quote it without asking (FEP-044f). */
export function interactionPolicy(place: Place) {
  return { canQuote: { automaticApproval: isOpenly(place) ? [PUBLIC] : [place.author.iri] } }
}
