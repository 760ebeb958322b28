// "Nuttig" (Like) and sharing with followers (Announce).
import type { Instant } from '../../lib/clock.ts'
import type { ActorId, Id } from '../../lib/id.ts'

declare module '../../platform/db/tables.ts' {
  interface Tables {
    reaction: ReactionTable
  }
}

export interface ReactionTable {
  id: Id<'reaction'>
  /** IRI of the Like or Announce: Undo names it. */
  iri: string
  /** A content's or a comment's id. */
  subjectId: string
  actorId: ActorId
  type: 'like' | 'share'
  created: Instant
}
