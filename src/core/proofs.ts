// Signing documents of a room with the keys of actors, and asking who signed one (FEP-8b32, eddsa-jcs-2022).
import type { Instant } from '../lib/clock.ts'
import type { ActorId } from '../lib/id.ts'
import type { JsonObject, KnownActor } from './federation.ts'

/** Never inside a transaction: keys may have to be fetched. */
export interface Proofs {
  /** SHA-256 of the document in canonical form (JCS, RFC 8785) without its proofs, in hexadecimal. */
  hash(document: JsonObject): string
  /**
   * A proof of the document by a local actor, or by the plein itself; several may stand side by side as its `proof`.
   * The same document, signer and moment give the same proof. A document with an `@context` is signed with it.
   * @throws Error when the actor is not of this plein
   */
  sign(document: JsonObject, by: ActorId | 'instance', created: Instant): Promise<JsonObject>
  /** Who made this proof of this document; undefined: nobody whose key can be had. */
  signer(document: JsonObject, proof: unknown): Promise<KnownActor | undefined>
}
