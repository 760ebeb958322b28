// What is signed with a step: by whoever makes it here, or by whoever made it elsewhere. Never inside a transaction.
import type { Ctx } from '../../../core/context.ts'
import { Conflict } from '../../../core/errors.ts'
import type { JsonObject } from '../../../core/federation.ts'
import type { Instant } from '../../../lib/clock.ts'
import { type Case, situationOf, standingOf } from '../queries/case.ts'
import { countStates } from '../queries/rows.ts'
import { signingOf, tallyOf } from '../rules/advance.ts'
import type { StepInput } from './step-input.ts'

/** A proof, and the hash of what it is over: it counts only as long as that is what would be signed. */
export interface Signed {
  readonly hash: string
  readonly proof: JsonObject
}

export interface ToSign extends Pick<StepInput, 'move' | 'maker' | 'actorId' | 'from'> {
  readonly iri: string
  /** By the move's schema. */
  readonly payload: unknown
  /** The moment of the step, in what is signed too. */
  readonly at: Instant
}

/**
 * Signs what the move signs, or checks the proof that came with it. Undefined: the move signs nothing.
 * @throws Conflict `response.notSigned` when the proof is missing, or by somebody else
 */
export async function signatureOf(ctx: Ctx, found: Case, input: ToSign): Promise<Signed | undefined> {
  const { flow, response, respondent } = found
  const { at } = input
  const counts = await countStates(ctx.db, found.content.id, response?.id)
  const placesLeft = flow.places(found.content.data) - tallyOf(flow, counts).taken
  const situation = situationOf(found, { maker: input.maker, at, stepIri: input.iri, placesLeft })
  const signing = signingOf(flow, standingOf(found), { move: input.move, payload: input.payload, situation })
  if (!signing) return undefined
  const hash = ctx.proofs.hash(signing.document)
  if (!input.from) {
    const by = signing.by === 'instance' ? 'instance' : (input.actorId ?? 'instance')
    return { hash, proof: await ctx.proofs.sign(signing.document, by, at) }
  }
  const { proof } = input.from
  const signer = proof && (await ctx.proofs.signer(signing.document, proof))
  const isPlein = signer?.type === 'instance' && signer.host === respondent.host
  const right = signing.by === 'instance' ? isPlein : signer?.id === respondent.id
  if (!proof || !right) throw new Conflict('response.notSigned')
  return { hash, proof }
}
