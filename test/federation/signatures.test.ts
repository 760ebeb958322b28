// Request signatures: what we sign and believe, what we refuse, and that Fedify agrees.
import { createPublicKey, verify } from 'node:crypto'
import { signRequest, verifyRequest as fedifyVerify } from '@fedify/fedify/sig'
import { CryptographicKey } from '@fedify/vocab'
import { describe, expect, test } from '@jest/globals'
import { signatureBase } from '../../src/federation/http-signature-rfc9421.ts'
import { privateKeyOf, publicKeyOf } from '../../src/federation/keys.ts'
import {
  claimedKey,
  type IncomingMessage,
  type SignatureScheme,
  signedHeaders,
  signedHeadersLater,
  verifyRequest,
} from '../../src/federation/signatures.ts'
import { readInnerLists } from '../../src/federation/structured-fields.ts'
import { ed25519Key, finder, NOW, rsaKey } from './signing.ts'

const url = 'https://b.example/inbox?a=%7e1'
const body = '{"type":"Like"}'
const rsa = rsaKey()
const ed = ed25519Key()
const cases: [SignatureScheme, typeof rsa][] = [
  ['cavage', rsa],
  ['rfc9421', rsa],
  ['rfc9421', ed],
]

function received(headers: Record<string, string>, changes: Partial<IncomingMessage> = {}): IncomingMessage {
  const all = new Headers({ host: 'b.example', 'content-type': 'application/activity+json', ...headers })
  return { method: 'POST', url, headers: all, body: Buffer.from(body), ...changes }
}

describe.each(cases)('%s with %#', (scheme, key) => {
  const headers = signedHeaders({ method: 'POST', url, body, key, scheme, now: NOW })
  const check = (message: IncomingMessage, now = NOW) => verifyRequest(message, finder(rsa, ed), now)

  test('holds, and names the key and the scheme', async () => {
    expect(await check(received(headers))).toEqual({ ok: true, key, scheme })
    const later = await signedHeadersLater({ method: 'POST', url, body, key, scheme, now: NOW })
    expect(await check(received(later))).toMatchObject({ ok: true })
    expect(claimedKey(new Headers(headers))).toBe(key.iri)
  })

  test('a GET needs no digest', async () => {
    const get = signedHeaders({ method: 'GET', url, key, scheme, now: NOW })
    expect(Object.keys(get)).not.toContain('digest')
    expect(await check(received(get, { method: 'GET', body: Buffer.alloc(0) }))).toMatchObject({ ok: true })
  })

  test.each<[string, Partial<IncomingMessage>]>([
    ['another body', { body: Buffer.from('{}') }],
    ['another path', { url: 'https://b.example/other' }],
    ['another server', { url: url.replace('b.example', 'c.example') }],
    ['another method', { method: 'PUT' }],
  ])('%s is refused', async (_, changes) => {
    expect(await check(received(headers, changes))).toMatchObject({ ok: false, keyIri: key.iri })
  })

  test('an hour is the limit, both ways', async () => {
    expect(await check(received(headers), NOW + 3_599_000)).toMatchObject({ ok: true })
    expect(await check(received(headers), NOW + 3_602_000)).toMatchObject({ ok: false })
    expect(await check(received(headers), NOW - 3_602_000)).toMatchObject({ ok: false })
  })

  test('an unknown key, and another key under the same name, are refused', async () => {
    expect(await verifyRequest(received(headers), finder(), NOW)).toEqual({
      ok: false,
      reason: 'the key is not known',
      keyIri: key.iri,
    })
    const forged = { ...ed25519Key(), iri: key.iri }
    expect(await verifyRequest(received(headers), finder(forged), NOW)).toMatchObject({ ok: false })
    const nonsense = { ...key, publicKey: 'nonsense' }
    expect(await verifyRequest(received(headers), finder(nonsense), NOW)).toMatchObject({ ok: false })
  })
})

describe('what must be covered', () => {
  function resigned(names: string, algorithm = 'rsa-sha256', extra = ''): Record<string, string> {
    return { signature: `keyId="${rsa.iri}",algorithm="${algorithm}",headers="${names}"${extra},signature="AAAA"` }
  }
  const more = { date: new Date(NOW).toUTCString(), digest: 'SHA-256=x' }

  test.each([
    ['(request-target) host date', 'digest is not covered'],
    ['host date digest', '(request-target) is not covered'],
    ['(request-target) date digest', 'host is not covered'],
    ['(request-target) host digest', 'date is not covered'],
    ['(request-target) host date date digest', 'a header is named twice'],
    ['(request-target) host (created) digest', '(created) with rsa-sha256'],
  ])('cavage: %s', async (names, reason) => {
    expect(await verifyRequest(received({ ...more, ...resigned(names) }), finder(rsa), NOW)).toMatchObject({ reason })
  })

  test('cavage: an unknown algorithm, nonsense, nothing', async () => {
    const all = '(request-target) host date digest'
    for (const headers of [
      resigned(all, 'hmac-sha256'),
      { signature: 'x' },
      { signature: 'keyId="a",keyId="b"' },
      {},
    ]) {
      expect(await verifyRequest(received({ ...more, ...headers }), finder(rsa), NOW)).toMatchObject({ ok: false })
    }
  })

  test.each([
    ['("@method" "@target-uri");created=NOW;keyid="k"', 'content-digest is not covered'],
    ['("@method" "content-digest");created=NOW;keyid="k"', '@target-uri is not covered'],
    ['("@method" "@target-uri" "content-digest");keyid="k"', 'signed too long ago or ahead'],
    ['("@method" "@target-uri" "content-digest");created=NOW', 'keyid missing'],
    ['("@method" "@target-uri" "content-digest");created=NOW;expires=1;keyid="k"', 'expired'],
    ['("@method" "@target-uri" "content-digest");created=NOW;keyid="k";alg="hmac-sha256"', 'alg hmac-sha256'],
    [
      '("@method";req "@target-uri" "content-digest");created=NOW;keyid="k"',
      'the Signature-Input header cannot be read',
    ],
    ['("@method" "@target-uri" "content-digest");created=NOW;keyid="k"', 'the digest does not match the body'],
  ])('rfc9421: %s', async (input, reason) => {
    const headers = {
      'signature-input': `sig1=${input.replace('NOW', String(NOW / 1000))}`,
      signature: 'sig1=:AAAA:',
      'content-digest': 'sha-256=:AAAA:',
    }
    expect(await verifyRequest(received(headers), finder(rsa), NOW)).toMatchObject({ ok: false, reason })
  })
})

// RFC 9421, appendix B.2.6: it covers less than we ask for, so the parts are held to it.
test('the Ed25519 vector of RFC 9421', () => {
  const input =
    'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"'
  const signature = 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw=='
  const headers = new Headers({
    date: 'Tue, 20 Apr 2021 02:07:55 GMT',
    'content-type': 'application/json',
    'content-length': '18',
  })
  const list = readInnerLists(input)?.get('sig-b26')
  if (!list) throw new Error('not read')
  const base = signatureBase({ method: 'POST', url: 'https://example.com/foo?param=Value&Pet=dog', headers }, list)
  expect(base.split('\n')).toEqual([
    '"date": Tue, 20 Apr 2021 02:07:55 GMT',
    '"@method": POST',
    '"@path": /foo',
    '"@authority": example.com',
    '"content-type": application/json',
    '"content-length": 18',
    '"@signature-params": ("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
  ])
  const key = createPublicKey(
    '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n',
  )
  expect(verify(null, Buffer.from(base), key, Buffer.from(signature, 'base64'))).toBe(true)
})

describe('Fedify', () => {
  const nothing = () => Promise.reject(new Error('nothing is fetched'))

  test.each(cases)('takes what we sign: %s %#', async (scheme, key) => {
    // It leaves the query out of draft-cavage's (request-target).
    const inbox = 'https://b.example/inbox'
    const headers = signedHeaders({ method: 'POST', url: inbox, body, key, scheme, now: NOW })
    const request = new Request(inbox, { method: 'POST', body, headers: { ...headers, host: 'b.example' } })
    const publicKey = await webKey(key)
    const known = new CryptographicKey({ id: new URL(key.iri), owner: new URL(key.actorIri), publicKey })
    const verified = await fedifyVerify(request, {
      currentTime: Temporal.Instant.fromEpochMilliseconds(NOW),
      documentLoader: nothing,
      contextLoader: nothing,
      keyCache: { get: () => Promise.resolve(known), set: () => Promise.resolve() },
    })
    expect(verified?.id?.href).toBe(key.iri)
  })

  test.each([
    ['cavage', 'draft-cavage-http-signatures-12'],
    ['rfc9421', 'rfc9421'],
  ] as const)('makes what we take: %s', async (scheme, spec) => {
    const privateKey = await crypto.subtle.importKey(
      'pkcs8',
      new Uint8Array(privateKeyOf(rsa).export({ type: 'pkcs8', format: 'der' })),
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
      true,
      ['sign'],
    )
    const request = new Request(url, { method: 'POST', body, headers: { 'content-type': 'application/activity+json' } })
    const currentTime = Temporal.Instant.fromEpochMilliseconds(NOW)
    const signed = await signRequest(request, privateKey, new URL(rsa.iri), { spec, currentTime })
    const message = { method: 'POST', url, headers: signed.headers, body: Buffer.from(body) }
    expect(await verifyRequest(message, finder(rsa), NOW)).toEqual({ ok: true, key: rsa, scheme })
  })
})

async function webKey(key: typeof rsa): Promise<CryptoKey> {
  const der = new Uint8Array(publicKeyOf(key).export({ type: 'spki', format: 'der' }))
  const algorithm = key.kind === 'rsa' ? { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } : { name: 'Ed25519' }
  return crypto.subtle.importKey('spki', der, algorithm, true, ['verify'])
}
