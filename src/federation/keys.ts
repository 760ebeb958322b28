// Keys as they are published (PEM, multibase) ⇄ keys as node:crypto uses them, kept so that they are parsed once.
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import type { KnownKey, SigningKey } from '../core/federation.ts'
import { putBounded } from '../lib/bounded-map.ts'
import { ed25519Key } from '../lib/multibase.ts'

/** Reading base58 costs the square of its length; a key has 48 letters. */
const MAX_MULTIBASE_LENGTH = 64
const MAX_KEPT = 2000

const publicKeys = new Map<string, KeyObject>()
const privateKeys = new Map<string, KeyObject>()

/** @throws Error when the text is no key of its kind, or an RSA key is too small to trust or too large to afford. */
export function publicKeyOf(key: Pick<KnownKey, 'kind' | 'publicKey'>): KeyObject {
  return remembered(publicKeys, `${key.kind} ${key.publicKey}`, () => {
    const isMultibase = key.kind === 'ed25519' && key.publicKey.startsWith('z')
    const parsed = isMultibase ? ed25519FromMultibase(key.publicKey) : createPublicKey(key.publicKey)
    checkKind(parsed, key.kind)
    return parsed
  })
}

/** @throws Error when the PEM is no private key of its kind. */
export function privateKeyOf(key: Pick<SigningKey, 'kind' | 'privateKey'>): KeyObject {
  return remembered(privateKeys, key.privateKey, () => {
    const parsed = createPrivateKey(key.privateKey)
    checkKind(parsed, key.kind)
    return parsed
  })
}

/** Put again at each use: what was not used longest goes first. */
function remembered(kept: Map<string, KeyObject>, name: string, make: () => KeyObject): KeyObject {
  const found = kept.get(name) ?? make()
  putBounded(kept, name, found, MAX_KEPT)
  return found
}

function checkKind(key: KeyObject, kind: KnownKey['kind']): void {
  if (key.asymmetricKeyType !== kind) throw new Error(`a key of type ${key.asymmetricKeyType}, not ${kind}`)
  const bits = key.asymmetricKeyDetails?.modulusLength
  if (bits !== undefined && (bits < 2048 || bits > 8192)) throw new Error(`an RSA key of ${bits} bits`)
}

function ed25519FromMultibase(multibase: string): KeyObject {
  const key = multibase.length > MAX_MULTIBASE_LENGTH ? undefined : ed25519Key(multibase)
  if (!key) throw new Error('not the multibase of an Ed25519 key')
  return key
}

/** SubjectPublicKeyInfo PEM of a public key, or of the public half of a private one. */
export function pemOf(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key
  return half.export({ type: 'spki', format: 'pem' }).toString()
}
