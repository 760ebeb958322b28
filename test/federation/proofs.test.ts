// Proofs over documents: the vector of FEP-8b32, what breaks them, who may make them, and that Fedify agrees.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { createProof, verifyProof as fedifyVerify } from '@fedify/fedify/sig'
import { Create, DataIntegrityProof, Multikey, Note } from '@fedify/vocab'
import { describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/core/federation.ts'
import { pemOf, privateKeyOf, publicKeyOf } from '../../src/federation/keys.ts'
import { attachProof, verifyProof } from '../../src/federation/proofs.ts'
import { fromMultibase } from '../../src/lib/multibase.ts'
import { ed25519Key, finder, rsaKey, signingKey } from './signing.ts'

const contexts = ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/data-integrity/v2']
const alice = 'https://server.example/users/alice'
const document: JsonObject = {
  '@context': contexts,
  id: 'https://server.example/activities/1',
  type: 'Create',
  actor: alice,
  object: {
    id: 'https://server.example/objects/1',
    type: 'Note',
    attributedTo: alice,
    content: 'Hello world',
    location: { type: 'Place', longitude: -71.184902, latitude: 25.273962 },
  },
}
const created = '2023-02-24T23:36:38.000Z'

// fep-8b32.feature
test('the vector of FEP-8b32', async () => {
  const seed = fromMultibase('z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq')?.subarray(2)
  if (seed?.length !== 32) throw new Error('not a seed')
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed])
  const key = {
    ...signingKey('ed25519', alice, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })),
    iri: `${alice}#ed25519-key`,
  }
  expect(key.publicKey).toBe('z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2')
  const signed = attachProof(document, key, created)
  expect(signed).toEqual({
    ...document,
    proof: {
      '@context': contexts,
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-jcs-2022',
      verificationMethod: `${alice}#ed25519-key`,
      proofPurpose: 'assertionMethod',
      proofValue: 'z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUasSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL',
      created: '2023-02-24T23:36:38Z',
    },
  })
  expect(await verifyProof(signed, finder(key))).toEqual(key)
})

describe('a proof', () => {
  const key = ed25519Key(alice)
  const signed = attachProof(document, key, created)
  const proof = signed['proof'] as JsonObject

  test('survives another order, a wrapper, and a signature put on later', async () => {
    const turned = Object.fromEntries(Object.entries(JSON.parse(JSON.stringify(signed)) as JsonObject).reverse())
    expect(await verifyProof(turned, finder(key))).toEqual(key)
    expect(await verifyProof({ ...signed, signature: { type: 'RsaSignature2017' } }, finder(key))).toEqual(key)
    expect(await verifyProof({ ...signed, proof: [{ type: 'Other' }, proof] }, finder(key))).toEqual(key)
  })

  test.each<[string, JsonObject]>([
    ['a changed document', { ...signed, type: 'Update' }],
    ['another actor', { ...signed, actor: 'https://evil.example/mallory' }],
    ['another purpose', { ...signed, proof: { ...proof, proofPurpose: 'authentication' } }],
    ['another date', { ...signed, proof: { ...proof, created: '2024-02-24T23:36:38Z' } }],
    ['another suite', { ...signed, proof: { ...proof, cryptosuite: 'eddsa-rdfc-2022' } }],
    ['another context', { ...signed, '@context': ['https://evil.example/context', ...contexts] }],
    ['a cut value', { ...signed, proof: { ...proof, proofValue: 'z1' } }],
    ['no proof', document],
    ['two actors', { ...signed, actor: [alice, 'https://evil.example/mallory'] }],
  ])('%s does not count', async (_, changed) => {
    expect(await verifyProof(changed, finder(key))).toBeUndefined()
  })

  test('by the key of another does not count, however named', async () => {
    const mallory = { ...ed25519Key('https://evil.example/mallory') }
    const forged = attachProof(document, mallory, created)
    expect(await verifyProof(forged, finder(mallory))).toBeUndefined()
    expect(await verifyProof(signed, finder({ ...rsaKey(alice), iri: key.iri }))).toBeUndefined()
    expect(await verifyProof(signed, finder())).toBeUndefined()
  })

  test('that has expired does not count', async () => {
    const expired = { ...signed, proof: { ...proof, expires: '2023-02-25T00:00:00Z' } }
    expect(await verifyProof(expired, finder(key), Date.parse('2026-01-01'))).toBeUndefined()
  })

  test('holds for Fedify', async () => {
    const { proofValue } = proof
    const publicKey = await crypto.subtle.importKey(
      'spki',
      new Uint8Array(publicKeyOf(key).export({ type: 'spki', format: 'der' })),
      'Ed25519',
      true,
      ['verify'],
    )
    const multikey = new Multikey({ id: new URL(key.iri), controller: new URL(alice), publicKey })
    const theirs = new DataIntegrityProof({
      cryptosuite: 'eddsa-jcs-2022',
      verificationMethod: multikey,
      proofPurpose: 'assertionMethod',
      proofValue: new Uint8Array(fromMultibase(String(proofValue)) ?? []),
      created: Temporal.Instant.from(String(proof['created'])),
    })
    const cache = { get: () => Promise.resolve(multikey), set: () => Promise.resolve() }
    expect((await fedifyVerify(signed, theirs, { keyCache: cache }))?.id?.href).toBe(key.iri)
  })

  test('by Fedify holds for us', async () => {
    const privateKey = await crypto.subtle.importKey(
      'pkcs8',
      new Uint8Array(privateKeyOf(key).export({ type: 'pkcs8', format: 'der' })),
      'Ed25519',
      true,
      ['sign'],
    )
    const note = new Note({ id: new URL(`${alice}/1`), attribution: new URL(alice), content: 'Hello' })
    const activity = new Create({ id: new URL(`${alice}/2`), actor: new URL(alice), object: note })
    const theirs = await createProof(activity, privateKey, new URL(key.iri))
    const sent = (await activity.clone({ proofs: [theirs] }).toJsonLd({ format: 'compact' })) as JsonObject
    expect(await verifyProof(sent, finder(key))).toEqual(key)
  })
})

test('keys of another kind, and keys that are too small, are no keys', () => {
  expect(() => publicKeyOf({ kind: 'rsa', publicKey: ed25519Key().publicKey })).toThrow()
  expect(() => publicKeyOf({ kind: 'ed25519', publicKey: rsaKey().publicKey })).toThrow('not ed25519')
  const small = pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey)
  expect(() => publicKeyOf({ kind: 'rsa', publicKey: small })).toThrow('1024 bits')
  expect(() => publicKeyOf({ kind: 'ed25519', publicKey: `z6Mk${'1'.repeat(100000)}` })).toThrow('multibase')
})
