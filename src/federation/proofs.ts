// Object integrity proofs (FEP-8b32, cryptosuite eddsa-jcs-2022) over plain JSON: what others cannot change unseen.
import { createHash, sign, verify } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Json, JsonObject, KnownKey, SigningKey } from '../core/federation.ts'
import type { Instant } from '../lib/clock.ts'
import { millisOf } from '../lib/clock.ts'
import { isObject } from '../lib/json.ts'
import { fromMultibase, toMultibase } from '../lib/multibase.ts'
import type { FindKey } from './http-message.ts'
import { privateKeyOf, publicKeyOf } from './keys.ts'

const TYPE = 'DataIntegrityProof'
const SUITE = 'eddsa-jcs-2022'
/** More proofs than this on one document are somebody keeping us busy. */
const MAX_PROOFS = 3
/** 64 bytes in base58, and some room. */
const MAX_VALUE_LENGTH = 100

/**
 * The document with a proof by its actor; a proof that was there is replaced.
 * @throws Error when the key is not Ed25519.
 */
export function attachProof(document: JsonObject, key: SigningKey, created: Instant): JsonObject {
  const { proof: _, ...unsecured } = document
  return { ...unsecured, proof: makeProof(unsecured, key, created) }
}

/**
 * The proof alone, so that several can stand on one document (a proof set); a proof that is in the document is left out.
 * @throws Error when the key is not Ed25519.
 */
export function makeProof(document: JsonObject, key: SigningKey, created: Instant): JsonObject {
  if (key.kind !== 'ed25519') throw new Error('proofs are made with Ed25519')
  const { proof: _, ...unsecured } = document
  const options: JsonObject = {
    // The proof's own @context is the document's (vc-di-eddsa §3.3.1).
    ...(document['@context'] === undefined ? {} : { '@context': document['@context'] }),
    type: TYPE,
    cryptosuite: SUITE,
    verificationMethod: key.iri,
    proofPurpose: 'assertionMethod',
    // Whole seconds: verifiers that parse and write the time again must come to the same text.
    created: `${created.slice(0, 19)}Z`,
  }
  const value = sign(null, hashOf(unsecured, options), privateKeyOf(key))
  return { ...options, proofValue: toMultibase(value) }
}

/** SHA-256 of the document in canonical form (JCS, RFC 8785) without its proofs, in hexadecimal. */
export function hashOfDocument(document: JsonObject): string {
  const { proof: _, ...unsecured } = document
  return digest(unsecured).toString('hex')
}

/**
 * The key that made this proof of this document, whoever the document speaks of; undefined: it does not hold.
 * @throws what findKey throws
 */
export async function provenBy(
  document: JsonObject,
  proof: Json | undefined,
  findKey: FindKey,
): Promise<KnownKey | undefined> {
  if (!isObject(proof) || !isOurs(proof, undefined)) return undefined
  const key = await findKey(String(proof['verificationMethod']))
  return key?.kind === 'ed25519' && holds(document, proof, key) ? key : undefined
}

/**
 * The key by which the document's own actor (or author) has proven it, or undefined: no proof that we know, or none that
 * holds. Undefined says nothing about the document: look for other reasons to believe it.
 * @param now milliseconds since the epoch; when given, proofs that have expired do not count.
 * @throws what findKey throws
 */
export async function verifyProof(document: JsonObject, findKey: FindKey, now?: number): Promise<KnownKey | undefined> {
  const owner = ownerOf(document)
  if (owner === undefined || document['proof'] === undefined) return undefined
  const proofs = Array.isArray(document['proof']) ? (document['proof'] as Json[]) : [document['proof']]
  for (const proof of proofs.slice(0, MAX_PROOFS)) {
    if (!isObject(proof) || !isOurs(proof, now)) continue
    const key = await findKey(String(proof['verificationMethod']))
    if (key?.kind === 'ed25519' && key.actorIri === owner && holds(document, proof, key)) return key
  }
  return undefined
}

/** Who must have signed it: the actor of an activity, the author of an object, an actor itself (FEP-fe34). */
function ownerOf(document: JsonObject): string | undefined {
  const named = document['actor'] ?? document['attributedTo'] ?? document['id']
  const first: Json | undefined = Array.isArray(named) && named.length === 1 ? (named as Json[])[0] : named
  const iri = isObject(first) ? first['id'] : first
  return typeof iri === 'string' ? iri : undefined
}

function isOurs(proof: JsonObject, now: number | undefined): boolean {
  const expires = proof['expires']
  if (expires !== undefined && now !== undefined && !(millisOf(String(expires)) > now)) return false
  return (
    proof['type'] === TYPE &&
    proof['cryptosuite'] === SUITE &&
    proof['proofPurpose'] === 'assertionMethod' &&
    typeof proof['verificationMethod'] === 'string' &&
    typeof proof['proofValue'] === 'string' &&
    proof['proofValue'].length <= MAX_VALUE_LENGTH
  )
}

function holds(document: JsonObject, proof: JsonObject, key: KnownKey): boolean {
  // An LD signature was put on after the proof (FEP-8b32, backward compatibility).
  const { proof: _, signature: __, ...unsecured } = document
  const { proofValue, ...options } = proof
  const value = fromMultibase(String(proofValue))
  if (value?.length !== 64) return false
  const context = document['@context']
  if (options['@context'] !== undefined) {
    if (!startsWith(context, options['@context'])) return false
    return isSigned({ ...unsecured, '@context': options['@context'] }, options, { key, value })
  }
  if (isSigned(unsecured, options, { key, value })) return true
  // Fedify and others sign the proof with the document's @context, but do not write it down.
  return context !== undefined && isSigned(unsecured, { ...options, '@context': context }, { key, value })
}

function isSigned(unsecured: JsonObject, options: JsonObject, by: { key: KnownKey; value: Buffer }): boolean {
  try {
    return verify(null, hashOf(unsecured, options), publicKeyOf(by.key), by.value)
  } catch {
    // A key that is no key, or a document that cannot be written canonically: it proves nothing.
    return false
  }
}

/** The document's @context begins with all of the proof's, in the same order (vc-di-eddsa §3.3.2). */
function startsWith(context: Json | undefined, beginning: Json): boolean {
  const all = (Array.isArray(context) ? context : [context]) as (Json | undefined)[]
  const first = (Array.isArray(beginning) ? beginning : [beginning]) as Json[]
  return first.every((entry, index) => all[index] !== undefined && canonicalize(all[index]) === canonicalize(entry))
}

function hashOf(unsecured: JsonObject, options: JsonObject): Buffer {
  return Buffer.concat([digest(options), digest(unsecured)])
}

function digest(value: JsonObject): Buffer {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest()
}
