// Public keys in a remote actor's document: `publicKey` (RSA, PEM) and `assertionMethod` (Ed25519, Multikey).
import { createPublicKey } from 'node:crypto'
import type { JsonObject } from '../../../core/federation.ts'
import { objectsIn } from '../../../lib/as2.ts'
import { sameOrigin } from '../../../lib/iri.ts'
import { ed25519Key, ed25519Multibase } from '../../../lib/multibase.ts'

export interface RemoteKey {
  readonly iri: string
  readonly kind: 'rsa' | 'ed25519'
  readonly publicKey: string
}

const KEYS_MAX = 10

/** Keys that the actor itself owns, on its own origin; anything else is passed over (loader guard). */
export function remoteKeys(document: JsonObject, actorIri: string): RemoteKey[] {
  const found = [...objectsIn(document['publicKey']), ...objectsIn(document['assertionMethod'])].flatMap((entry) => {
    const iri = entry['id']
    const owner = entry['owner'] ?? entry['controller'] ?? actorIri
    if (typeof iri !== 'string' || owner !== actorIri || !sameOrigin(iri, actorIri)) return []
    const key = readKey(entry)
    return key ? [{ iri, ...key }] : []
  })
  return [...new Map(found.map((key) => [key.iri, key])).values()].slice(0, KEYS_MAX)
}

function readKey(entry: JsonObject): Omit<RemoteKey, 'iri'> | undefined {
  const multibase = entry['publicKeyMultibase']
  if (typeof multibase === 'string') {
    return ed25519Key(multibase) ? { kind: 'ed25519', publicKey: multibase } : undefined
  }
  const pem = entry['publicKeyPem']
  if (typeof pem !== 'string' || pem.length > 10_000) return undefined
  try {
    const key = createPublicKey(pem)
    if (key.asymmetricKeyType === 'rsa') {
      return { kind: 'rsa', publicKey: key.export({ type: 'spki', format: 'pem' }).toString() }
    }
    return key.asymmetricKeyType === 'ed25519' ? { kind: 'ed25519', publicKey: ed25519Multibase(key) } : undefined
  } catch {
    // Not a key that we can read: the actor is then known without it, and cannot sign with it.
    return undefined
  }
}
