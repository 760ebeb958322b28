// A klus over two pleinen: offered, consented to, signed by three; the same agreement with the same hash on both.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/core/federation.ts'
import { createContent, findContentByIri, knownTo } from '../../../src/features/content/index.ts'
import { beginResponse, decideAsManager, getCaseOf } from '../../../src/features/responses/index.ts'
import { finalAgreement } from '../../../src/features/responses/queries/agreement.ts'
import { moves, rest, setStage, shared, type Stage, twin } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await setStage()
}, 120_000)
afterAll(() => stage?.network.close())

test('the same text, hash and signatures on both pleinen; only the two servers can fetch it', async () => {
  const { network, home, away, anna, bob } = stage
  const closes = network.clock.in(30 * 86_400_000).slice(0, 10)
  const data = { result: 'Een advies', expertise: ['participatie'], hoursTotal: 8, closes, places: 1 }
  const here = await createContent(anna.ctx(), {
    kind: 'klus',
    title: 'Meelezen',
    body: 'Lees mee.',
    audience: 'network',
    data,
  })
  await rest(network)
  const there = await findContentByIri(knownTo(away.app.ctx()), home.app.urls.object(here))
  if (!there) throw new Error('the klus did not come')
  const apply = { move: 'apply', payload: { motivation: 'Graag', hours: 8 } }
  const id = await beginResponse(bob.ctx(), { contentId: there.id }, apply)
  await rest(network)
  const twinId = (await twin(away, home, id)).id
  await moves(anna, twinId, 'offer', { hours: 8 })
  await rest(network)
  await decideAsManager(away.app.ctx(), id, { move: 'consent', payload: { version: 1 } })
  await moves(bob, id, 'sign', { version: 1 })
  await rest(network)
  const [one, other] = [await getCaseOf(home.app.ctx(), twinId), await getCaseOf(away.app.ctx(), id)]
  expect(shared(other.response)).toEqual(shared(one.response))
  expect(one.response.state).toBe('agreed')
  const documents = [finalAgreement(home.app.ctx(), one), finalAgreement(away.app.ctx(), other)] as const
  expect(documents[1]).toEqual(documents[0])
  const [document] = documents
  expect(away.app.ctx().proofs.hash(document)).toBe(home.app.ctx().proofs.hash(document))
  const proofs = document['proof'] as readonly JsonObject[]
  const signers = await Promise.all(proofs.map((proof) => away.app.ctx().proofs.signer(document, proof)))
  expect(signers.map((signer) => [signer?.host, signer?.type])).toEqual([
    [home.host, 'person'],
    [away.host, 'person'],
    [away.host, 'instance'],
  ])
  const fetched = await away.app.tools.remote.object(String(document['id']))
  expect(fetched).toMatchObject({ id: document['id'], type: 'Agreement' })
  const guest = await fetch(String(document['id']), { headers: { accept: 'application/activity+json' } })
  expect(guest.status).toBe(404)
  // On both pages it stands in words.
  for (const [who, path] of [
    [anna, `/responses/${twinId}`],
    [bob, `/responses/${id}`],
  ] as const) {
    const page = await who.person.visits(path)
    expect([page.status, page.text.includes('Meelezen')]).toEqual([200, true])
  }
})
