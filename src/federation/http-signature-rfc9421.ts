// HTTP Message Signatures (RFC 9421) with the components that the fediverse covers; anything stranger is refused.
import {
  BadSignature,
  checkTime,
  type Claim,
  hash,
  hostOf,
  type IncomingMessage,
  needsDigest,
  type OutgoingMessage,
  targetOf,
  type Unsigned,
} from './http-message.ts'
import { type InnerList, readByteSequences, readInnerLists } from './structured-fields.ts'

const KINDS: Readonly<Record<string, Claim['kind']>> = { 'rsa-v1_5-sha256': 'rsa', ed25519: 'ed25519' }
const ALGORITHMS = { rsa: 'rsa-v1_5-sha256', ed25519: 'ed25519' } as const
/** A proxy on the way may add a signature of its own; more than a few is somebody keeping us busy. */
const MAX_SIGNATURES = 3

/** All signatures of the request that may count. @throws BadSignature when there is none. */
export function readRfc9421(message: IncomingMessage, now: number): Claim[] {
  const inputs = readInnerLists(message.headers.get('signature-input') ?? '')
  const signatures = readByteSequences(message.headers.get('signature') ?? '')
  if (!inputs || !signatures || inputs.size === 0) throw new BadSignature('the Signature-Input header cannot be read')
  const claims: Claim[] = []
  let fault: BadSignature | undefined
  for (const [label, input] of [...inputs].slice(0, MAX_SIGNATURES)) {
    const signature = signatures.get(label)
    try {
      if (!signature) throw new BadSignature(`no signature ${label}`)
      claims.push(readOne(message, { input, signature, now }))
    } catch (error) {
      if (!(error instanceof BadSignature)) throw error
      fault = error
    }
  }
  if (claims.length === 0) throw fault ?? new BadSignature('no signature')
  return claims
}

function readOne(message: IncomingMessage, given: { input: InnerList; signature: Buffer; now: number }): Claim {
  const { input, signature, now } = given
  const keyIri = textParam(input, 'keyid')
  if (!keyIri) throw new BadSignature('keyid missing')
  const algorithm = textParam(input, 'alg')
  if (algorithm !== undefined && !(algorithm in KINDS)) throw new BadSignature(`alg ${algorithm}`)
  checkCover(message, input)
  const expires = input.params.get('expires')
  checkTime(
    Number(input.params.get('created') ?? NaN) * 1000,
    now,
    expires === undefined ? undefined : Number(expires) * 1000,
  )
  if (input.items.includes('content-digest')) checkContentDigest(message)
  const kind = algorithm === undefined ? undefined : KINDS[algorithm]
  return { keyIri, kind, text: signatureBase(message, input), signature }
}

function textParam(input: InnerList, name: string): string | undefined {
  const raw = input.params.get(name)
  return raw?.startsWith('"') ? raw.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') : undefined
}

function checkCover(message: IncomingMessage, input: InnerList): void {
  if (new Set(input.items).size !== input.items.length) throw new BadSignature('a component is named twice')
  const needed = ['@method', '@target-uri', ...(needsDigest(message) ? ['content-digest'] : [])]
  const missing = needed.find((name) => !input.items.includes(name))
  if (missing) throw new BadSignature(`${missing} is not covered`)
}

/** RFC 9530: every digest that we know must match, and there must be one. */
function checkContentDigest(message: IncomingMessage): void {
  const digests = readByteSequences(message.headers.get('content-digest') ?? '')
  const known = (['sha256', 'sha512'] as const).flatMap((algorithm) => {
    const digest = digests?.get(algorithm.replace('sha', 'sha-'))
    return digest ? [{ algorithm, digest }] : []
  })
  const matches = known.every(({ algorithm, digest }) => digest.toString('base64') === hash(algorithm, message.body))
  if (known.length === 0 || !matches) throw new BadSignature('the digest does not match the body')
}

/** The text that is signed (§2.5). Exported for the vectors of the RFC. @throws BadSignature on an unknown component. */
export function signatureBase(message: Omit<IncomingMessage, 'body'>, input: InnerList): string {
  const lines = input.items.map((name) => `"${name}": ${componentOf(message, name)}`)
  return [...lines, `"@signature-params": ${input.text}`].join('\n')
}

function componentOf(message: Omit<IncomingMessage, 'body'>, name: string): string {
  const target = targetOf(message.url)
  const query = target.indexOf('?')
  switch (name) {
    case '@method':
      return message.method
    case '@target-uri':
      return message.url
    case '@authority':
      return hostOf(message.url)
    case '@scheme':
      return message.url.slice(0, message.url.indexOf(':')).toLowerCase()
    case '@request-target':
      return target
    case '@path':
      return query < 0 ? target : target.slice(0, query)
    case '@query':
      return query < 0 ? '?' : target.slice(query)
    // Our own name, as in the other scheme.
    case 'host':
      return hostOf(message.url)
  }
  const value = /^[a-z0-9-]+$/.test(name) ? message.headers.get(name) : null
  if (value === null) throw new BadSignature(`${name} is covered, but cannot be known`)
  return value.trim()
}

/** Covers what Mastodon asks for (`@method`, `@target-uri`, `content-digest`), and the name of the receiver. */
export function prepareRfc9421(message: OutgoingMessage): Unsigned {
  const digest = needsDigest(message) ? `sha-256=:${hash('sha256', message.body ?? '')}:` : undefined
  const items = ['@method', '@target-uri', '@authority', ...(digest ? ['content-digest'] : [])]
  const list = items.map((name) => `"${name}"`).join(' ')
  const created = Math.floor(message.now / 1000)
  const text = `(${list});created=${created};keyid="${message.key.iri}";alg="${ALGORITHMS[message.key.kind]}"`
  const headers = new Headers(digest ? { 'content-digest': digest } : {})
  const method = message.method.toUpperCase()
  return {
    text: signatureBase({ method, url: message.url, headers }, { items, params: new Map(), text }),
    headers: (signature) => ({
      ...(digest ? { 'content-digest': digest } : {}),
      'signature-input': `sig1=${text}`,
      signature: `sig1=:${signature.toString('base64')}:`,
    }),
  }
}
