// What rooms and the ActivityPub frame agree on. Rooms build and read plain compact AS2 JSON; the frame signs, sends,
// receives, fetches and decides whom to believe. No room imports the frame's insides, the frame imports no room.
import type { Instant } from '../lib/clock.ts'
import type { ActorId } from '../lib/id.ts'
import type { Json, JsonObject } from '../lib/json.ts'
import type { Urls } from '../lib/urls.ts'
import type { Ctx, Tools } from './context.ts'
import type { EventName, Occurrence } from './events.ts'

export { PUBLIC } from '../lib/as2.ts'
export type { Json, JsonObject } from '../lib/json.ts'

// ── who is known ────────────────────────────────────────────────────────────────────────────────────────────────

/** An actor as the frame needs it. */
export interface KnownActor {
  readonly id: ActorId
  readonly iri: string
  readonly type: 'person' | 'group' | 'instance'
  readonly local: boolean
  readonly host: string
  readonly inbox: string
  readonly sharedInbox: string | null
  readonly followersIri: string | null
}

/** A public key as published by its owner. `iri` is the key id in signatures. */
export interface KnownKey {
  readonly iri: string
  readonly actorId: ActorId
  readonly actorIri: string
  readonly kind: 'rsa' | 'ed25519'
  /** PEM (SubjectPublicKeyInfo) for RSA, multibase (z6Mk…) for Ed25519. */
  readonly publicKey: string
}

/** A local actor's key pair. Only signatures.ts and proofs.ts may use `privateKey` (PKCS#8 PEM). */
export interface SigningKey extends KnownKey {
  readonly privateKey: string
}

/** Given by the room `actors`. */
export interface ActorSource {
  findByIri(ctx: Ctx, iri: string): Promise<KnownActor | undefined>
  findById(ctx: Ctx, id: ActorId): Promise<KnownActor | undefined>
  /** Local actor by handle, for WebFinger. */
  findByHandle(ctx: Ctx, handle: string): Promise<KnownActor | undefined>
  instanceActor(ctx: Ctx): Promise<KnownActor>
  findKey(ctx: Ctx, keyIri: string): Promise<KnownKey | undefined>
  signingKey(ctx: Ctx, actorId: ActorId, kind: KnownKey['kind']): Promise<SigningKey>
  /** Accepted followers elsewhere, one row per inbox to post to (shared inbox where there is one). */
  followerInboxes(ctx: Ctx, actorId: ActorId): Promise<readonly InboxAddress[]>
  /** Does anyone on that host follow the actor (accepted)? Lemmy's rule for reading what is not public. */
  hasFollowerAt(ctx: Ctx, actorId: ActorId, host: string): Promise<boolean>
  /** Does anybody here follow that remote actor? */
  isFollowedHere(ctx: Ctx, actorId: ActorId): Promise<boolean>
  /** Records a fetched remote actor document (checked by the frame); returns it as known. */
  record(ctx: Ctx, document: JsonObject): Promise<KnownActor>
  /** Marks a remote actor as gone (410 of its document, Delete of itself). */
  markGone(ctx: Ctx, actorId: ActorId): Promise<void>
  /** IRIs of who may moderate a group (managers here, `attributedTo` collection of a remote group as last read). */
  moderatorIris(ctx: Ctx, groupId: ActorId): Promise<readonly string[]>
}

export interface InboxAddress {
  readonly inbox: string
  readonly host: string
}

/** What is remembered of another server. */
export interface KnownHost {
  readonly host: string
  readonly software: string | null
  readonly trust: 'neutral' | 'allowed' | 'blocked'
  /** How groups re-distribute to it: the whole activity, or the object's id (FEDERATION.md, "Groups pass things on"). null: not asked yet. */
  readonly form: 'activity' | 'object' | null
  readonly scheme: 'rfc9421' | 'cavage' | null
  readonly takesEd25519: boolean
  /** What it says that it can do (FEP-844e). */
  readonly implements?: readonly string[]
  /** When it was last asked what it runs, answered or not; null: never. */
  readonly asked: Instant | null
}

/** Given by the room `instances`. */
export interface HostSource {
  find(ctx: Ctx, host: string): Promise<KnownHost | undefined>
  findMany(ctx: Ctx, hosts: readonly string[]): Promise<ReadonlyMap<string, KnownHost>>
  /** An inbox of each allowed host, as far as anybody there is known. */
  allowedInboxes?(ctx: Ctx): Promise<readonly InboxAddress[]>
  /** Records what NodeInfo or an answer told; makes the row when it is not there. */
  remember(ctx: Ctx, host: string, facts: Partial<Omit<KnownHost, 'host' | 'trust'>> & HostFacts): Promise<void>
}

export interface HostFacts {
  readonly version?: string
  /** Name of the organisation (NodeInfo metadata, or the instance actor's name). */
  readonly name?: string
  readonly implements?: readonly string[]
}

// ── the way out ─────────────────────────────────────────────────────────────────────────────────────────────────

/** To whom an activity goes. Several may be named; each inbox gets it once. */
export interface Recipients {
  /** Accepted followers of these local actors. */
  readonly followersOf?: readonly ActorId[]
  /** These actors, by id; local ones are passed over. */
  readonly actors?: readonly ActorId[]
  /** Every host that ever received an activity about this object (Delete, Undo). */
  readonly receiversOf?: string
  /** Only hosts that take this form (groups' Announces); absent: all. */
  readonly form?: 'activity' | 'object'
  /** Only hosts that are allowed here: what is for the network goes to nobody else. */
  readonly allowedOnly?: boolean
  /** All hosts that are allowed here and that have somebody whom this plein knows. */
  readonly allowedHosts?: boolean
  /** Only hosts whose software reads objects of this AS2 type, or only the others. Absent: all. */
  readonly reads?: { readonly type: string; readonly yes: boolean }
  /** These actors too, whatever their software reads and in whatever form it takes it. */
  readonly always?: readonly ActorId[]
}

/** An activity as a room wants it sent. The frame adds `@context`, `id`, and, where asked, the proof. */
export interface Outgoing {
  /** Tells apart the activities of one event: (event, slot) → activity id, for ever the same. */
  readonly slot: string
  /** Local actor that says it. */
  readonly actorId: ActorId
  /** IRI of the object it is about: ordering, the ledger of who received it, and Undo. */
  readonly objectIri: string
  /** IRI of what it is delivered after, instead of what else is said about its object. */
  readonly after?: string
  readonly activity: { readonly type: string } & JsonObject
  readonly to: Recipients
  /** Adds an object integrity proof by the actor (FEP-8b32). Default true. */
  readonly proof?: boolean
}

/** Bytes that somebody else signed, sent on unchanged (wrapped in an Announce, or as they are). */
export interface Forward {
  readonly slot: string
  /** Local group that passes it on. */
  readonly actorId: ActorId
  readonly objectIri: string
  /** Whose bytes: what the same event's Outgoing with this slot became, or a received activity, exactly as it came. */
  readonly source: { readonly slot: string } | { readonly activityIri: string }
  /** `wrap`: in an Announce by the group (form a); `as-is`: unchanged (form c). */
  readonly how: 'wrap' | 'as-is'
  readonly to: Recipients
  /** Addressing of the Announce. */
  readonly announce?: { readonly to: readonly string[]; readonly cc: readonly string[] }
}

/** What to say about an event: rules live in the rooms' federation.ts. Runs in the worker; repeatable; reads only. */
export type OutboxRule<E extends EventName> = (
  ctx: Ctx,
  event: Occurrence<E>,
  urls: Urls,
) => Promise<readonly (Outgoing | Forward)[]>
export type OutboxRules = { readonly [E in EventName]?: OutboxRule<E> }

/** Objects whose time is over: what was said here about them goes, bytes and deliveries. Nobody is told. */
export type ForgetRule<E extends EventName> = (ctx: Ctx, event: Occurrence<E>) => Promise<readonly string[]>
export type ForgetRules = { readonly [E in EventName]?: ForgetRule<E> }

// ── the way in ──────────────────────────────────────────────────────────────────────────────────────────────────

/** A received activity, read and trusted as far as said. */
export interface Incoming {
  readonly id: string
  readonly type: string
  readonly actorIri: string
  readonly actor: KnownActor
  /** The activity, compact AS2. */
  readonly activity: JsonObject
  /** The object when it is embedded and may be believed, or was fetched from its origin. */
  readonly object: JsonObject | undefined
  readonly objectIri: string | undefined
  /** The group that announced it, when it came wrapped. */
  readonly via: KnownActor | undefined
  /** Somebody here asked for it by its address: it may be shown to him, though nobody here follows who said it. */
  readonly askedFor?: boolean
  /** It never arrived: its object was fetched. There are no bytes of it that could be passed on, and `id` is made up. */
  readonly fetched?: true
  /** It holds a proof by its actor that was checked: others can check it too. */
  readonly proven: boolean
  /**
   * For Delete and moderation that came wrapped: the actor is the author, a moderator of the group,
   * or of the object's or the group's origin.
   */
  readonly mayModerate: boolean
  /**
   * The group whose moderator (or whose server) the actor is, when `mayModerate` rests on that:
   * the room must see to it that the object is in this very group. Absent: the object is of the actor's own server.
   */
  readonly moderates?: KnownActor
}

/** `ignored`: not mine, ask the next room. Refusals other than Unavailable are logged and end it. */
export type InboxHandler = (ctx: Ctx, incoming: Incoming, tools: Tools) => Promise<'done' | 'ignored'>
/** Activity type → handler of this room. `ctx.viewer` is the remote actor. */
export type InboxHandlers = Readonly<Record<string, InboxHandler>>

/** Looks up what lives elsewhere, with budgets, the loader guard and origin checks. Never inside a transaction. */
export interface RemoteLookup {
  /** The actor, fetched and recorded when unknown (or older than a day with `fresh`). Undefined: not to be had. */
  actor(iri: string, options?: { fresh?: boolean }): Promise<KnownActor | undefined>
  /** The object as its origin gives it now. `gone`: 404, 410 or Tombstone there. @throws Unavailable when unreachable. */
  object(iri: string): Promise<JsonObject | 'gone'>
  /** A page of a collection's items, first page first; ETag honoured when `etag` is given. */
  collection(iri: string, limit: number): Promise<readonly Json[]>
  /**
   * A picture's bytes. Asked for in the plein's own name at `shownBy`, the host whose item or actor it belongs to; as
   * anybody elsewhere. @throws Unavailable when unreachable, other Refusals when not to be had.
   */
  file(url: string, ask: { readonly shownBy: string; readonly maxBytes: number }): Promise<Buffer | 'gone'>
  /**
   * `@name@host`, `name@host` or a URL → actor or object IRI (WebFinger, RFC 7033). Undefined: not to be had.
   * @throws Forbidden when this plein does not talk to that one
   */
  webfinger(handle: string): Promise<string | undefined>
  /** Hands a fetched Create's object to the rooms as if it had arrived, so that history is stored by the same commands. */
  ingest(object: JsonObject, how?: Pick<Incoming, 'askedFor'> & { readonly via?: KnownActor }): Promise<void>
}

// ── what can be fetched ─────────────────────────────────────────────────────────────────────────────────────────

export type Found =
  | {
      readonly type: 'document'
      readonly document: JsonObject
      readonly public: boolean
      readonly page?: string
      /** Hosts that are allowed here get more than this, when they sign. */
      readonly moreForNetwork?: boolean
    }
  | { readonly type: 'gone'; readonly formerType: string; readonly deleted: Instant }

/**
 * Serves GET of one family of ids, by path below /ap (`actors`, `objects`, `contexts`, `actors/:id/followers` …).
 * Applies the visibility rule itself, for `ctx.viewer`; undefined: not there, or not for this viewer.
 */
export interface DocumentSource {
  /** Path below /ap, with `:name` for a part. */
  readonly path: string
  find(
    ctx: Ctx,
    params: Readonly<Record<string, string>>,
    query: Readonly<Record<string, string>>,
    urls: Urls,
  ): Promise<Found | undefined>
}

export interface FederationDoor {
  readonly actors?: ActorSource
  readonly hosts?: HostSource
  readonly documents?: readonly DocumentSource[]
  readonly inbox?: InboxHandlers
  readonly outbox?: OutboxRules
  readonly forgets?: ForgetRules
  /** Extra @context terms of this room, merged into what is sent. */
  readonly context?: JsonObject
  /** Honest counts for NodeInfo `usage`. */
  readonly usage?: (ctx: Ctx) => Promise<{ users?: number; localPosts?: number; localComments?: number }>
}
