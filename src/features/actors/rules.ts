// Actors and follows: handles, events, and how an actor is named.
import type { JsonObject, Outgoing } from '../../core/federation.ts'
import type { ActorId, Id } from '../../lib/id.ts'

declare module '../../core/events.ts' {
  interface Events {
    /** A local actor's name, picture, text or keys changed. */
    'actor.updated': { actorId: ActorId }
    /** The target lives elsewhere, or must approve first. */
    'follow.requested': { followId: Id<'follow'> }
    /** `again`: it was accepted already and the follower asked once more (answer again, tell nobody). `invited`: by who came himself. */
    'follow.accepted': { followId: Id<'follow'>; again?: boolean; invited?: boolean }
    'follow.rejected': { followIri: string; followerId: ActorId; targetId: ActorId }
    /** A remote actor was deleted at its origin: nothing of it is to be shown any more. */
    'actor.gone': { actorId: ActorId }
    'follow.ended': { followIri: string; followerId: ActorId; targetId: ActorId }
  }
}

/** Address of an actor's followers; of one that does not say it, as most software makes it. */
export function followersIriOf({ iri, followersIri }: { iri: string; followersIri: string | null }): string {
  return followersIri ?? `${iri}/followers`
}

export const HANDLE_MAX = 30
/** Longest name of a person or group, in characters. */
export const NAME_MAX = 100

/** How long keys that were rotated away are still answered. */
export const KEY_GRACE_MILLIS = 7 * 24 * 60 * 60 * 1000

const HANDLE = /^[a-z0-9_]+([.-]+[a-z0-9_]+)*$/
/** Handles that would mislead, or stand in the way of addresses. */
const RESERVED = new Set([
  'admin', 'administrator', 'beheer', 'beheerder', 'root', 'system', 'systeem', 'instance', 'plein', 'netwerk',
  'network', 'organisatie', 'organisation', 'support', 'help', 'security', 'abuse', 'postmaster', 'webmaster',
  'noreply', 'no-reply', 'iedereen', 'everyone', 'all', 'moderator', 'null', 'undefined', 'api', 'ap', 'inbox',
  'settings', 'search', 'new', 'atom',
]) // prettier-ignore

/** Handle of the plein's own actor; nobody else can have it. */
export const INSTANCE_HANDLE = 'instance'

/** What is wrong with a handle, as a text key; undefined when it is right. One namespace for people and groups. */
export function handleFault(handle: string): string | undefined {
  if (handle === '') return 'field.required'
  if (handle.length > HANDLE_MAX) return 'actor.handleTooLong'
  if (!HANDLE.test(handle)) return 'actor.handleBad'
  if (RESERVED.has(handle)) return 'actor.handleReserved'
  return undefined
}

/** A name in one line without control or invisible direction characters; emoji and any script are welcome. */
export function tidyName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069\u200E\u200F\u2028\u2029]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** A handle as a remote actor gives it, made fit for our paths; never empty. */
export function remoteHandle(preferred: string | undefined, iri: string): string {
  const text = (preferred ?? '').normalize('NFC').toLowerCase().replace(/^@/, '').replace(/@.*$/, '')
  const fit = text
    .replace(/[^\p{L}\p{N}_.-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100)
  if (fit) return fit
  const last =
    iri
      .replace(/[/#?]+$/, '')
      .split(/[/#?=]/)
      .at(-1) ?? ''
  return (
    last
      .toLowerCase()
      .replace(/[^a-z0-9_.-]+/g, '-')
      .slice(0, 100) || 'onbekend'
  )
}

type Named = { readonly id: ActorId; readonly iri: string }

/** What one actor says to one other and to nobody else: Follow and its answers. The receiver need not prove it to others. */
export function sayTo(
  slot: string,
  parties: { by: Named; to: Named },
  activity: { type: string; object: string | JsonObject },
): Outgoing {
  const { by, to } = parties
  return {
    slot,
    actorId: by.id,
    objectIri: to.iri,
    activity: { ...activity, actor: by.iri, to: [to.iri] },
    to: { actors: [to.id] },
    proof: false,
  }
}
