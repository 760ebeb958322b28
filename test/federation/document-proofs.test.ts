// Proofs of rooms' own documents: by people, by the plein, side by side, and what makes them worth nothing.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { JsonObject } from '../../src/core/federation.ts'
import { actorOf } from '../../src/core/viewer.ts'
import type { ActorId } from '../../src/lib/id.ts'
import { canonical } from '../kit/peer/keys.ts'
import { type Network, startNetwork } from '../kit/network.ts'
import { proofHolds } from '../kit/peer/verify.ts'
import type { Json } from '../kit/peer/peer.ts'
import type { TestServer } from '../kit/server.ts'

const terms: JsonObject = { type: 'Agreement', hours: 24, words: 'Meelezen, in één week', parties: ['b', 'a'] }
const created = '2026-11-22T09:00:00.123Z'

let network: Network
let here: TestServer
let there: TestServer
let fatima: ActorId
beforeAll(async () => {
  network = await startNetwork(['Gemeente', 'Waterschap'])
  ;[here, there] = [network.server('Gemeente'), network.server('Waterschap')]
  await here.person('Fatima')
  fatima = actorOf(await here.viewer('fatima')) as ActorId
})
afterAll(() => network.close())

test('the hash is that of the canonical text, whatever the order, and proofs do not count', () => {
  const { proofs } = here.app.ctx()
  const turned = Object.fromEntries(Object.entries(terms).toReversed())
  const expected = createHash('sha256').update(canonical(terms)).digest('hex')
  expect([proofs.hash(terms), proofs.hash(turned), proofs.hash({ ...terms, proof: { a: 1 } })]).toEqual(
    Array(3).fill(expected),
  )
  expect(proofs.hash({ ...terms, hours: 25 })).not.toBe(expected)
})

test.each([{}, { '@context': 'https://www.w3.org/ns/activitystreams' }])(
  'two proofs side by side are known on another plein by who made them (%j)',
  async (context) => {
    const document: JsonObject = { ...context, ...terms }
    const { proofs } = here.app.ctx()
    const mine = await proofs.sign(document, fatima, created)
    const plein = await proofs.sign({ ...document, proof: mine }, 'instance', created)
    expect(await proofs.sign(document, fatima, created)).toEqual(mine)
    const elsewhere = there.app.ctx().proofs
    const whole = { ...document, proof: [mine, plein] }
    expect(await elsewhere.signer(whole, mine)).toMatchObject({ iri: here.app.urls.actor(fatima), type: 'person' })
    expect(await elsewhere.signer(whole, plein)).toMatchObject({ host: here.host, type: 'instance' })
    expect(await elsewhere.signer({ ...whole, hours: 25 }, mine)).toBeUndefined()
    expect(await elsewhere.signer(whole, { ...mine, created: '2026-11-22T10:00:00Z' })).toBeUndefined()
    expect(await elsewhere.signer(whole, { ...mine, verificationMethod: plein['verificationMethod'] })).toBeUndefined()
    for (const nothing of [undefined, null, 'proof', {}, [mine]]) {
      expect(await elsewhere.signer(whole, nothing)).toBeUndefined()
    }
    const key = await here.app
      .ctx()
      .db.selectFrom('actorKey')
      .select('publicKey')
      .where('iri', '=', String(mine['verificationMethod']))
      .executeTakeFirstOrThrow()
    expect(proofHolds({ ...document, proof: mine } as Json, key.publicKey)).toBe(true)
  },
)

test('nobody signs for somebody of another plein', async () => {
  await there.app.tools.remote.actor(here.app.urls.actor(fatima))
  const known = await there.app
    .ctx()
    .db.selectFrom('actor')
    .select('id')
    .where('iri', '=', here.app.urls.actor(fatima))
    .executeTakeFirstOrThrow()
  await expect(there.app.ctx().proofs.sign(terms, known.id, created)).rejects.toThrow('to sign with')
})
