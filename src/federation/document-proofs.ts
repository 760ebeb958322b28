// What rooms sign and check with: proofs of their own documents, by the keys of actors.
import type { Ctx } from '../core/context.ts'
import type { ActorSource, Json } from '../core/federation.ts'
import type { Proofs } from '../core/proofs.ts'
import type { FindKey } from './http-message.ts'
import { hashOfDocument, makeProof, provenBy } from './proofs.ts'

export interface ProofOptions {
  readonly actors: Pick<ActorSource, 'instanceActor' | 'signingKey' | 'findById'>
  /** Of the system. */
  readonly ctx: Ctx
  /** The key, fetched when it is not known yet. */
  readonly findKey: FindKey
}

export function openProofs({ actors, ctx, findKey }: ProofOptions): Proofs {
  return {
    hash: hashOfDocument,
    async sign(document, by, created) {
      const actorId = by === 'instance' ? (await actors.instanceActor(ctx)).id : by
      return makeProof(document, await actors.signingKey(ctx, actorId, 'ed25519'), created)
    },
    async signer(document, proof) {
      const key = await provenBy(document, proof as Json | undefined, findKey)
      return key && actors.findById(ctx, key.actorId)
    },
  }
}
