// "Nuttig" and delen: what they are, and the events of this room.
import type { ActorId, Id } from '../../lib/id.ts'

declare module '../../core/events.ts' {
  interface Events {
    'reaction.added': { reactionId: Id<'reaction'>; activityIri?: string }
    'reaction.removed': ReactionRemoved
  }
}

export interface ReactionRemoved {
  /** Of the Like or Announce that is taken back. */
  readonly iri: string
  /** A content's or a comment's id. */
  readonly subjectId: string
  readonly actorId: ActorId
  readonly type: ReactionType
  readonly activityIri?: string
}

export type ReactionType = 'like' | 'share'

/** What pages show of the reactions to one item or comment. */
export interface ReactionSummary {
  readonly likes: number
  readonly mine: { readonly like: boolean; readonly share: boolean }
}
