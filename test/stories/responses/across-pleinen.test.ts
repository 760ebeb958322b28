// The life of a response across two pleinen: each acts on his own, both end in the same, and nobody else hears of it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createContent } from '../../../src/features/content/index.ts'
import { beginResponse, makeDueMoves } from '../../../src/features/responses/index.ts'
import { documentOf } from '../../features/responses/trial/flow.ts'
import {
  applies,
  at,
  consents,
  moves,
  newItem,
  pending,
  rest,
  setStage,
  shared,
  type Stage,
  twin,
  writes,
} from './stage.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

describe.each(['sqlite', 'postgres'] as const)('responses across pleinen (%s)', (dialect) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(dialect)
  }, 120_000)
  afterAll(() => stage?.network.close())

  test('the whole life: applied, talked, offered, signed by three, worked, done', async () => {
    const { network, home, away, anna, bob } = stage
    const { there } = await newItem(stage)
    const id = await applies(bob, there, 'Ik help graag.')
    expect(await at(away, id)).toMatchObject({ state: 'new', version: 0, iri: null })
    expect(await pending(away, id)).toEqual(['apply'])
    await expect(writes(bob, id, 'Hoi')).rejects.toMatchObject({ code: 'response.notHeardYet' })
    await rest(network)
    const twinId = (await twin(away, home, id)).id
    const same = async () => {
      await rest(network)
      const [here, there] = [await at(home, twinId), await at(away, id)]
      expect(shared(there)).toEqual(shared(here))
      expect(await pending(away, id)).toEqual([])
      return here
    }
    expect(await same()).toMatchObject({ state: 'interested', version: 1, data: { motivation: 'Ik help graag.' } })
    await writes(anna, twinId, 'Wanneer kun je **beginnen**?')
    expect((await same()).state).toBe('inTalks')
    await writes(bob, id, 'Maandag.')
    await rest(network)
    for (const [server, of] of [
      [home, twinId],
      [away, id],
    ] as const) {
      const rows = await server.app
        .ctx()
        .db.selectFrom('responseMessage')
        .select(['html', 'iri'])
        .where('responseId', '=', of)
        .orderBy('created')
        .execute()
      expect(rows.map(({ html }) => html.replace(/<[^>]+>|\n/g, ''))).toEqual(['Wanneer kun je beginnen?', 'Maandag.'])
    }
    await moves(anna, twinId, 'offer', { hours: 16 })
    await same()
    await consents(bob, id)
    expect((await same()).data.proofs.manager).not.toBeNull()
    await moves(bob, id, 'sign')
    const agreed = await same()
    expect(agreed.state).toBe('agreed')
    // The same text and the same three signatures on both sides; the manager's name stays where he works.
    const mirrored = await at(away, id)
    expect(mirrored.data.terms).toEqual(agreed.data.terms)
    expect(mirrored.data.proofs).toEqual(agreed.data.proofs)
    expect(agreed.data.manager).toBe('Mo Manager')
    const document = documentOf(agreed.data.terms as never)
    for (const server of [home, away]) {
      const { author, respondent, manager } = agreed.data.proofs
      const signers = await Promise.all(
        [author, respondent, manager].map((one) => server.app.ctx().proofs.signer(document, one)),
      )
      expect(signers.map((signer) => [signer?.host, signer?.type])).toEqual([
        [home.host, 'person'],
        [away.host, 'person'],
        [away.host, 'instance'],
      ])
    }
    for (const hours of [4, 8]) await moves(bob, id, 'logHours', { hours })
    expect((await same()).data.log.map((entry) => entry.hours)).toEqual([4, 8])
    await moves(anna, twinId, 'finish')
    expect(await same()).toMatchObject({ state: 'done', ended: true })
    const history = async (server: typeof home, of: string) =>
      (
        await server.app
          .ctx()
          .db.selectFrom('responseStep')
          .select(['move', 'maker', 'outcome'])
          .where('responseId', '=', of as never)
          .orderBy('made')
          .execute()
      ).map((step) => `${step.maker} ${step.move} ${step.outcome}`)
    expect(await history(away, id)).toEqual(await history(home, twinId))
  })

  test('the item tells elsewhere how many places are left', async () => {
    const { network, home, away, anna, bob } = stage
    const { there } = await newItem(stage, { places: 2 })
    const id = await applies(bob, there)
    await rest(network)
    await moves(anna, (await twin(away, home, id)).id, 'offer', { hours: 5 })
    await rest(network)
    await moves(bob, id, 'sign')
    await consents(bob, id)
    await rest(network)
    const content = await away.app
      .ctx()
      .db.selectFrom('content')
      .select('data')
      .where('id', '=', there)
      .executeTakeFirstOrThrow()
    expect(JSON.parse(content.data)).toMatchObject({ places: 2, placesLeft: 1 })
  })

  test('two pleinen and the last place: one has it, the others read why not', async () => {
    const { network, home, away, anna, bob, cees, dirk } = stage
    const { here, there } = await newItem(stage)
    const ids = [await applies(bob, there), await applies(cees, there), await applies(dirk, here)]
    await rest(network)
    const atHome = [
      (await twin(away, home, ids[0] as string)).id,
      (await twin(away, home, ids[1] as string)).id,
      ids[2] as string,
    ]
    for (const id of atHome) await moves(anna, id, 'offer', { hours: 5 })
    await rest(network)
    await consents(bob, ids[0] as string)
    await consents(cees, ids[1] as string)
    await consents(dirk, ids[2] as string)
    await Promise.all([
      moves(bob, ids[0] as string, 'sign'),
      moves(cees, ids[1] as string, 'sign'),
      moves(dirk, ids[2] as string, 'sign'),
    ])
    await rest(network)
    const states = await Promise.all(atHome.map(async (id) => (await at(home, id)).state))
    expect(states.toSorted()).toEqual(['agreed', 'declined', 'declined'])
    expect([(await at(away, ids[0] as string)).state, (await at(away, ids[1] as string)).state]).toEqual(
      states.slice(0, 2),
    )
  })

  test('who was invited hears of it first, also of an item that his plein did not know', async () => {
    const { network, home, away, anna, bob } = stage
    const here = await createContent(anna.ctx(), {
      kind: 'trial',
      title: 'Voor Bob',
      body: 'Tekst',
      audience: 'network',
      data: { hours: 3 },
    })
    await away.app.ctx().transaction((tx) => tx.deleteFrom('follow').execute())
    const bobHome = await home.app.tools.remote.actor(away.app.urls.actor((await personId(bob)) as string))
    const id = await beginResponse(
      anna.ctx(),
      { contentId: here, respondentId: bobHome?.id },
      { move: 'invite', payload: {} },
    )
    await rest(network)
    const his = await twin(home, away, id)
    expect(shared(his)).toEqual(shared(await at(home, id)))
    expect(his.state).toBe('invited')
    const page = await bob.person.visits('/notifications')
    expect(page.text).toContain('Voor Bob')
    network.clock.advance(15 * DAY)
    await makeDueMoves(home.app.ctx())
    await rest(network)
    expect((await at(away, his.id)).state).toBe('expired')
  })

  async function personId(who: { ctx(): { viewer: { type: string } } }) {
    const { viewer } = who.ctx() as { viewer: { type: string; personId?: string } }
    return viewer.personId
  }
})
