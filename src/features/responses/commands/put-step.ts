// Writes a step down in the history of its response.
import type { JsonObject } from '../../../core/federation.ts'
import type { Maker } from '../../../core/flow.ts'
import type { Instant } from '../../../lib/clock.ts'
import type { ActorId, ResponseId } from '../../../lib/id.ts'
import type { Tx } from '../../../platform/db/database.ts'
import { stepIdOf, type StepRefusal } from '../rules/response.ts'

export interface NewStep {
  readonly iri: string
  readonly responseId: ResponseId
  readonly move: string
  readonly maker: Maker
  /** Null for time. */
  readonly actorId: ActorId | null
  readonly payload: unknown
  readonly proof: JsonObject | undefined
  readonly made: Instant
  /** Set: it was refused. */
  readonly refusal?: StepRefusal | null
  /** The version that it led to, where that is known. */
  readonly version?: number | null
  /** Set: it waits for the item's plein, and is sent again then. */
  readonly again?: Instant | null
}

/** @throws what the database throws when the step is there already */
export async function putStep(tx: Tx, step: NewStep): Promise<void> {
  const { iri, responseId, move, maker, actorId, payload, proof, made } = step
  const { refusal = null, version = null, again = null } = step
  await tx
    .insertInto('responseStep')
    .values({
      id: stepIdOf(iri),
      iri,
      responseId,
      move,
      maker,
      actorId,
      payload: JSON.stringify(payload ?? {}),
      proof: proof ? JSON.stringify(proof) : null,
      made,
      outcome: refusal ? 'refused' : again ? 'pending' : 'done',
      refusal: refusal ? JSON.stringify(refusal) : null,
      version,
      tries: again ? 1 : 0,
      sendAgain: again,
    })
    .execute()
}
