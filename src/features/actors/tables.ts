// Actors of all types, here and elsewhere, their keys, and who follows whom.
import type { Generated } from 'kysely'
import type { GroupRole } from '../../core/access.ts'
import type { Instant } from '../../lib/clock.ts'
import type { ActorId, Id } from '../../lib/id.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    actor: ActorTable
    actorKey: ActorKeyTable
    follow: FollowTable
  }
}

export interface ActorTable {
  id: ActorId
  iri: string
  type: 'person' | 'group' | 'instance'
  local: 0 | 1
  host: string
  /** Without @ and host, lower case; (handle, host) is unique: one namespace for people and groups. */
  handle: string
  name: string
  /** Safe HTML. */
  summary: string
  /** Markdown as typed; null for remote actors. */
  summarySource: string | null
  /** Page for people. */
  url: string
  inbox: string
  sharedInbox: string | null
  outbox: string | null
  followersIri: string | null
  featuredIri: string | null
  moderatorsIri: string | null
  /** Uploaded picture (local) or our copy of a remote one. */
  pictureMediaId: string | null
  /** Where a remote picture lives. */
  pictureUrl: string | null
  /** PropertyValue pairs as JSON: [{name, value}]. */
  fields: string
  /** IRIs of who moderates a remote group, as its collection was last read: a JSON array. */
  moderators: Generated<string>
  /** Gone: deleted or 410. Its row stays so that nobody gets its handle or id. */
  gone: Instant | null
  created: Instant
  /** When it last changed; of a remote one, as its own documents said, and long ago when they never did. */
  updated: Instant
  /** When a remote actor was last fetched. */
  fetched: Instant | null
}

export interface ActorKeyTable {
  id: Id<'actorKey'>
  actorId: ActorId
  /** Key id in signatures: `<actor>#main-key`, `<actor>#ed25519`, with a suffix after rotation. */
  iri: string
  kind: 'rsa' | 'ed25519'
  /** PEM (RSA) or multibase (Ed25519). */
  publicKey: string
  /** PKCS#8 PEM; null for remote actors. Leaves this table only for signing. */
  privateKey: string | null
  created: Instant
  /** Rotated away: signs no more, is still answered for a week. */
  retired: Instant | null
}

export interface FollowTable {
  id: Id<'follow'>
  /** IRI of the Follow activity: Accept, Reject and Undo name it. */
  iri: string
  followerId: ActorId
  targetId: ActorId
  state: 'pending' | 'accepted' | 'rejected'
  /** In groups: lid or beheerder. For people: `member`, without meaning. */
  role: GroupRole
  created: Instant
  accepted: Instant | null
}
