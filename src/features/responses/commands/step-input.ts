// What a step is made of, before the item's plein has decided about it.
import type { JsonObject } from '../../../core/federation.ts'
import type { Maker } from '../../../core/flow.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'

export interface StepInput {
  readonly contentId: ContentId
  readonly respondentId: ActorId
  readonly move: string
  readonly payload: unknown
  readonly maker: Maker
  /** Who makes it; null for time. */
  readonly actorId: ActorId | null
  /** Its name on the wire; made up when it is made here. */
  readonly iri?: string | undefined
  readonly made?: Instant | undefined
  /** The activity that it came with, for Accept and Reject. */
  readonly offerIri?: string | undefined
  /** Made elsewhere: signed there, refused without a fault of ours, answered. */
  readonly from?: { readonly proof: JsonObject | undefined; readonly previousIri: string | undefined } | undefined
}
