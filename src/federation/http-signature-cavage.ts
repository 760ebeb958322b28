// HTTP signatures as most of the fediverse makes them (draft-cavage-http-signatures-12), strictly read.
import { httpDate, millisOf } from '../lib/clock.ts'
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

const KINDS: Readonly<Record<string, Claim['kind']>> = { 'rsa-sha256': 'rsa', ed25519: 'ed25519', hs2019: undefined }
const LINE = /\s*([a-zA-Z]+)=(?:"([^"]*)"|(\d+))\s*(?:,|$)/y

/** The claim; two when the target may have been signed in two ways. @throws BadSignature */
export function readCavage(message: IncomingMessage, header: string, now: number): Claim[] {
  const params = readParams(header)
  const keyIri = params.get('keyId')
  const signature = params.get('signature')
  if (!keyIri || !signature) throw new BadSignature('keyId or signature missing')
  const algorithm = params.get('algorithm')?.toLowerCase() ?? 'hs2019'
  if (!(algorithm in KINDS)) throw new BadSignature(`algorithm ${algorithm}`)
  const names = (params.get('headers') ?? 'date').toLowerCase().split(' ')
  checkCover(message, names)
  checkTimes(message, { names, params, algorithm, now })
  if (names.includes('digest')) checkDigest(message)
  const targets = [targetOf(message.url)]
  // Fedify and old Mastodon leave the query out; what is asked for is ours to judge either way.
  if (message.url.includes('?')) targets.push(targetOf(message.url).replace(/\?.*$/, ''))
  return targets.map((target) => ({
    keyIri,
    kind: KINDS[algorithm],
    text: names.map((name) => `${name}: ${valueOf(message, name, { params, target })}`).join('\n'),
    signature: Buffer.from(signature, 'base64'),
  }))
}

function readParams(header: string): Map<string, string> {
  const params = new Map<string, string>()
  const text = header.trim()
  LINE.lastIndex = 0
  while (LINE.lastIndex < text.length) {
    const match = LINE.exec(text)
    if (!match?.[1] || params.has(match[1])) throw new BadSignature('the Signature header cannot be read')
    params.set(match[1], match[2] ?? match[3] ?? '')
  }
  return params
}

function checkCover(message: IncomingMessage, names: readonly string[]): void {
  if (new Set(names).size !== names.length) throw new BadSignature('a header is named twice')
  const needed = ['(request-target)', 'host', ...(needsDigest(message) ? ['digest'] : [])]
  const missing = needed.find((name) => !names.includes(name))
  if (missing) throw new BadSignature(`${missing} is not covered`)
}

function checkTimes(
  message: IncomingMessage,
  signed: { names: readonly string[]; params: ReadonlyMap<string, string>; algorithm: string; now: number },
): void {
  const { names, params, algorithm, now } = signed
  const pseudo = names.includes('(created)') || names.includes('(expires)')
  // §2.3: with a named RSA algorithm these could be a header of that name, put in by somebody else.
  if (pseudo && algorithm.startsWith('rsa')) throw new BadSignature(`(created) with ${algorithm}`)
  const expires = names.includes('(expires)') ? Number(params.get('expires')) * 1000 : undefined
  if (names.includes('(created)')) checkTime(Number(params.get('created')) * 1000, now, expires)
  else if (!names.includes('date')) throw new BadSignature('date is not covered')
  if (names.includes('date')) checkTime(millisOf(message.headers.get('date') ?? ''), now, expires)
}

function checkDigest(message: IncomingMessage): void {
  const digests = (message.headers.get('digest') ?? '').split(',').map((entry) => entry.trim())
  const sha256 = digests.find((entry) => /^sha-256=/i.test(entry))
  if (sha256?.slice(8) !== hash('sha256', message.body)) throw new BadSignature('the digest does not match the body')
}

function valueOf(
  message: IncomingMessage,
  name: string,
  { params, target }: { params: ReadonlyMap<string, string>; target: string },
): string {
  if (name === '(request-target)') return `${message.method.toLowerCase()} ${target}`
  if (name === '(created)') return params.get('created') ?? ''
  if (name === '(expires)') return params.get('expires') ?? ''
  // Our own name, not what the header says: a request that was signed for another server is not for us.
  if (name === 'host') return hostOf(message.url)
  const value = message.headers.get(name)
  if (value === null) throw new BadSignature(`${name} is covered, but not there`)
  return value
}

/** RSA keys only: no known receiver takes Ed25519 in this scheme. */
export function prepareCavage(message: OutgoingMessage): Unsigned {
  if (message.key.kind !== 'rsa') throw new Error('this scheme is signed with RSA')
  const date = httpDate(message.now)
  const digest = needsDigest(message) ? `SHA-256=${hash('sha256', message.body ?? '')}` : undefined
  const lines = [
    `(request-target): ${message.method.toLowerCase()} ${targetOf(message.url)}`,
    `host: ${hostOf(message.url)}`,
    `date: ${date}`,
    ...(digest ? [`digest: ${digest}`] : []),
  ]
  const names = lines.map((line) => line.slice(0, line.indexOf(': '))).join(' ')
  const params = `keyId="${message.key.iri}",algorithm="rsa-sha256",headers="${names}"`
  return {
    text: lines.join('\n'),
    headers: (signature) => ({
      date,
      ...(digest ? { digest } : {}),
      signature: `${params},signature="${signature.toString('base64')}"`,
    }),
  }
}
