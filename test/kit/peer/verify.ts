// Checks an object integrity proof (FEP-8b32, eddsa-jcs-2022) from the specification, without our own code.
import { createHash, createPublicKey, verify } from 'node:crypto'
import { canonical } from './keys.ts'
import type { Json } from './peer.ts'

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

export function unbase58(text: string): Buffer {
  let number = 0n
  for (const letter of text) number = number * 58n + BigInt(ALPHABET.indexOf(letter))
  const hex = number.toString(16)
  const zeros = text.search(/[^1]/)
  return Buffer.concat([
    Buffer.alloc(Math.max(0, zeros)),
    Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex'),
  ])
}

/** @param multibase of a Multikey: `z6Mk…` */
export function proofHolds(document: Json, multibase: string): boolean {
  const { proof, ...unsecured } = document as Json & { proof?: Json }
  if (!proof) return false
  const { proofValue, ...config } = proof
  const raw = unbase58(multibase.slice(1)).subarray(2)
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' })
  const hash = (value: unknown) => createHash('sha256').update(canonical(value)).digest()
  const signature = unbase58(String(proofValue).slice(1))
  return verify(null, Buffer.concat([hash(config), hash(unsecured)]), key, signature)
}
