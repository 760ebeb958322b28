// Keys of a remote actor and both dialects of HTTP signatures, written from the specifications without our own code.
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export interface PeerKeys {
  readonly rsa: KeyObject
  readonly rsaPem: string
  readonly ed25519: KeyObject
  /** Multibase (base58btc) of multicodec ed25519-pub. */
  readonly ed25519Multibase: string
}

export function makeKeys(): PeerKeys {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const ed25519 = generateKeyPairSync('ed25519')
  const raw = Buffer.from(ed25519.publicKey.export({ format: 'jwk' }).x as string, 'base64url')
  return {
    rsa: rsa.privateKey,
    rsaPem: rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    ed25519: ed25519.privateKey,
    ed25519Multibase: `z${base58(Buffer.concat([Buffer.from([0xed, 0x01]), raw]))}`,
  }
}

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

export function base58(bytes: Buffer): string {
  let number = BigInt(`0x${bytes.toString('hex') || '0'}`)
  let text = ''
  for (; number > 0n; number /= 58n) text = ALPHABET[Number(number % 58n)] + text
  const zeros = bytes.findIndex((byte) => byte !== 0)
  return '1'.repeat(zeros === -1 ? bytes.length : zeros) + text
}

export interface ToSign {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly body?: string | undefined
  readonly keyId: string
  readonly key: KeyObject
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** draft-cavage-http-signatures-12, rsa-sha256 (hs2019), as Mastodon sends it. */
export function signCavage({ method, url, body, keyId, key, now }: ToSign): Record<string, string> {
  const { host, pathname, search } = new URL(url)
  const headers: Record<string, string> = { host, date: new Date(now).toUTCString() }
  if (body !== undefined) headers['digest'] = `SHA-256=${sha256(body)}`
  const names = Object.keys(headers)
  const base = [
    `(request-target): ${method.toLowerCase()} ${pathname}${search}`,
    ...names.map((name) => `${name}: ${headers[name]}`),
  ]
  const signature = sign('sha256', Buffer.from(base.join('\n')), key).toString('base64')
  headers['signature'] =
    `keyId="${keyId}",algorithm="rsa-sha256",headers="(request-target) ${names.join(' ')}",signature="${signature}"`
  return headers
}

/** RFC 9421 with content-digest (RFC 9530). */
export function sign9421({ method, url, body, keyId, key, now }: ToSign): Record<string, string> {
  const ed25519 = key.asymmetricKeyType === 'ed25519'
  const headers: Record<string, string> = {}
  if (body !== undefined) headers['content-digest'] = `sha-256=:${sha256(body)}:`
  const covered = ['"@method"', '"@target-uri"', ...(body === undefined ? [] : ['"content-digest"'])]
  const algorithm = ed25519 ? 'ed25519' : 'rsa-v1_5-sha256'
  const parameters = `(${covered.join(' ')});created=${Math.floor(now / 1000)};keyid="${keyId}";alg="${algorithm}"`
  const values: Record<string, string> = {
    '"@method"': method,
    '"@target-uri"': url,
    '"content-digest"': headers['content-digest'] ?? '',
  }
  const base = [...covered.map((name) => `${name}: ${values[name]}`), `"@signature-params": ${parameters}`].join('\n')
  const signature = sign(ed25519 ? null : 'sha256', Buffer.from(base), key).toString('base64')
  return { ...headers, 'signature-input': `sig1=${parameters}`, signature: `sig1=:${signature}:` }
}

function sha256(body: string): string {
  return createHash('sha256').update(body).digest('base64')
}

/** FEP-8b32 with cryptosuite eddsa-jcs-2022 over compact JSON. */
export function addProof(document: object, keyId: string, key: KeyObject, now: number): object {
  const context = (document as { '@context'?: unknown })['@context']
  const options = {
    ...(context === undefined ? {} : { '@context': context }),
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    verificationMethod: keyId,
    proofPurpose: 'assertionMethod',
    created: new Date(now).toISOString().replace(/\.\d+/, ''),
  }
  const hash = (value: unknown) => createHash('sha256').update(canonical(value)).digest()
  const signature = sign(null, Buffer.concat([hash(options), hash(document)]), key)
  return { ...document, proof: { ...options, proofValue: `z${base58(signature)}` } }
}

/** JSON Canonicalization Scheme (RFC 8785): sorted by UTF-16 code units, JSON.stringify's own numbers and strings. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`
}
