// Approval by the organisation's coordinators, before a klus opens.
import type { Viewer } from '../../../core/viewer.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'

declare module '../../../core/events.ts' {
  interface Events {
    'klus.reviewAsked': { contentId: ContentId }
    'klus.reviewDecided': { contentId: ContentId; byId: ActorId; outcome: 'approved' | 'returned' }
    /** It waited, and nobody approves klussen any more: its author can place it. */
    'klus.reviewDropped': { contentId: ContentId }
  }
}

/** A setting of the plein. */
export const APPROVAL = 'klussen.approval'

export interface Approval {
  readonly on: boolean
  readonly coordinators: readonly ActorId[]
}

export const noApproval: Approval = { on: false, coordinators: [] }

/** Longest explanation, in characters. */
export const REVIEW_WORDS_MAX = 2000

export function isCoordinator(viewer: Viewer, { coordinators }: Approval): boolean {
  return viewer.type === 'person' && coordinators.includes(viewer.personId)
}
