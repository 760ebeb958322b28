// A klus over two pleinen, one on each database: the same agreement with the same hash on both; and whatever is done while
// the other one is down, in every state, ends in the same.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { JsonObject } from '../../../src/core/federation.ts'
import { createContent, findContentByIri, knownTo } from '../../../src/features/content/index.ts'
import { beginResponse, decideAsManager, getCaseOf, makeDueMoves } from '../../../src/features/responses/index.ts'
import { finalAgreement } from '../../../src/features/responses/queries/agreement.ts'
import type { ContentId } from '../../../src/lib/id.ts'
import { moves, pending, rest, setStage, shared, type Stage, twin, whileDown } from './stage.ts'

const DAY = 86_400_000

let stage: Stage
beforeAll(async () => {
  stage = await setStage('mixed')
}, 120_000)
afterAll(() => stage?.network.close())

/** A klus of Anna that both pleinen know. @returns its id on the other plein */
async function newKlus(): Promise<ContentId> {
  const { network, home, away, anna } = stage
  const closes = network.clock.in(30 * DAY).slice(0, 10)
  const data = { result: 'Een advies', expertise: ['participatie'], hoursTotal: 8, closes, places: 1 }
  const own = { kind: 'klus', title: 'Meelezen', body: 'Lees mee.', audience: 'network', data } as const
  const here = await createContent(anna.ctx(), own)
  await rest(network)
  const there = await findContentByIri(knownTo(away.app.ctx()), home.app.urls.object(here))
  if (!there) throw new Error('the klus did not come')
  return there.id
}

test('the same text, hash and signatures on both pleinen; only the two servers can fetch it', async () => {
  const { network, home, away, anna, bob } = stage
  const contentId = await newKlus()
  const apply = { move: 'apply', payload: { motivation: 'Graag', hours: 8 } }
  const id = await beginResponse(bob.ctx(), { contentId }, apply)
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

describe('one of the two is down for an hour', () => {
  const [learned, words] = ['Eerst luisteren.', 'Door drukte.']
  const manager = (move: string, payload: object) => ['manager', move, payload] as const
  const bob = (move: string, payload: object = {}) => ['bob', move, payload] as const
  const anna = (move: string, payload: object = {}) => ['anna', move, payload] as const
  const time = (move: string, days: number) => ['time', move, { days }] as const
  const agreed = [anna('offer', { hours: 8 }), manager('consent', { version: 1 }), bob('sign', { version: 1 })] as const

  test.each([
    ['reviewed', [anna('talk'), ...agreed, bob('start'), bob('logHours', { date: '2026-01-05', hours: 3 }), anna('amend', { hours: 12 }), bob('sign', { version: 2 }), manager('consent', { version: 2 }), anna('complete', { learned }), bob('reopen', { words }), anna('complete', { learned }), bob('confirmCompletion', { learned }), bob('review', { text: 'Fijn.' }), anna('review', { text: 'Dank.' }), bob('showReview', { shown: true })]], // prettier-ignore
    ['reviewed', [...agreed, bob('start'), anna('complete', { learned }), time('remindWorker', 15), time('completeByTime', 17), time('closeReviews', 15)]], // prettier-ignore
    ['cancelled', [...agreed, bob('start'), anna('cancel', { reason: 'other', words })]],
    ['cancelled', [...agreed, bob('cancel', { reason: 'other', words })]],
    ['agreed', [anna('offer', { hours: 8 }), bob('sign', { version: 1 }), manager('setConditions', { version: 1, words }), bob('sign', { version: 2 }), anna('sign', { version: 2 })]], // prettier-ignore
    ['declined', [anna('offer', { hours: 8 }), manager('refuseConsent', { version: 1 })]],
    ['declined', [bob('withdraw'), bob('apply', { motivation: 'Toch' }), anna('reject', { reason: 'another' })]],
    ['expired', [anna('offer', { hours: 8 }), time('expire', 29)]],
  ])(
    'at every step to %s',
    async (end, turns) => {
      const { network, home, away } = stage
      const begins = { move: 'apply', payload: { motivation: 'Graag', hours: 8 } }
      let id = ''
      const contentId = await newKlus()
      await whileDown(stage, home, async () => void (id = await beginResponse(stage.bob.ctx(), { contentId }, begins)))
      const twinId = (await twin(away, home, id)).id
      for (const [who, move, payload] of turns) {
        const before = (await twin(away, home, id)).version
        // Down is whoever does not do it.
        await whileDown(stage, who === 'anna' || who === 'time' ? away : home, async () => {
          if (who === 'anna') await moves(stage.anna, twinId, move, payload)
          else if (who === 'bob') await moves(stage.bob, id, move, payload)
          else if (who === 'manager') await decideAsManager(away.app.ctx(), id, { move, payload })
          else {
            network.clock.advance((payload as { days: number }).days * DAY)
            await makeDueMoves(home.app.ctx())
          }
        })
        const [here, there] = [await twin(away, home, id), (await getCaseOf(away.app.ctx(), id)).response]
        expect([move, shared(there)]).toEqual([move, shared(here)])
        expect([move, here.version, await pending(away, id as never)]).toEqual([move, before + 1, []])
      }
      const { flow, response } = await getCaseOf(home.app.ctx(), twinId)
      expect(response.state).toBe(end)
      const visible = flow.visible(response.data, 'respondent', network.clock.now()) as unknown
      expect((await getCaseOf(away.app.ctx(), id)).response.data).toEqual(visible)
    },
    600_000,
  )
})
