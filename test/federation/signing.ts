// Keys and requests for tests of signatures and proofs.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { KnownKey, SigningKey } from '../../src/core/federation.ts'
import { pemOf } from '../../src/federation/keys.ts'
import type { ActorId } from '../../src/lib/id.ts'
import { ed25519Multibase } from '../../src/lib/multibase.ts'

export const NOW = Date.parse('2026-11-22T09:00:00.000Z')

let rsaPem: string | undefined

/** One RSA pair for the whole file: making one takes a while. */
export function rsaKey(actorIri = 'https://a.example/ap/actors/1'): SigningKey {
  rsaPem ??= pkcs8(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)
  return signingKey('rsa', actorIri, createPrivateKey(rsaPem))
}

export function ed25519Key(actorIri = 'https://a.example/ap/actors/1'): SigningKey {
  return signingKey('ed25519', actorIri, generateKeyPairSync('ed25519').privateKey)
}

export function signingKey(kind: KnownKey['kind'], actorIri: string, privateKey: KeyObject): SigningKey {
  return {
    iri: `${actorIri}#${kind === 'rsa' ? 'main-key' : 'ed25519'}`,
    actorId: actorIri.slice(actorIri.lastIndexOf('/') + 1) as ActorId,
    actorIri,
    kind,
    publicKey: kind === 'rsa' ? pemOf(privateKey) : ed25519Multibase(createPublicKey(privateKey)),
    privateKey: pkcs8(privateKey),
  }
}

function pkcs8(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

export function finder(...keys: KnownKey[]): (iri: string) => Promise<KnownKey | undefined> {
  return (iri) => Promise.resolve(keys.find((key) => key.iri === iri))
}
