// Pleinen that are down, word that is lost, late, doubled or old: both sides end in the same, and nothing is done twice.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { hearSnapshot } from '../../../src/features/responses/commands/hear.ts'
import { askAgain } from '../../../src/features/responses/jobs.ts'
import { editContent } from '../../../src/features/content/index.ts'
import { getCaseOf, MAX_TRIES, sendMessagesAgain, sendStepsAgain } from '../../../src/features/responses/index.ts'
import { listSteps } from '../../../src/features/responses/queries/rows.ts'
import { snapshotOf } from '../../../src/features/responses/queries/snapshot.ts'
import type { TestServer } from '../../kit/server.ts'
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
  whileDown,
  writes,
} from './stage.ts'

const HOUR = 3_600_000

describe.each(['sqlite', 'postgres'] as const)('responses in trouble (%s)', (dialect) => {
  let stage: Stage
  beforeAll(async () => {
    stage = await setStage(dialect)
  }, 120_000)
  afterAll(() => stage?.network.close())

  async function same(id: string, twinId: string) {
    const { home, away } = stage
    await rest(stage.network)
    const [here, there] = [await at(home, twinId), await at(away, id)]
    expect(shared(there)).toEqual(shared(here))
    expect(await pending(away, id as never)).toEqual([])
    return here
  }

  /** Everything that this plein would still send is gone, as if it had never been. */
  async function loses(server: TestServer): Promise<number> {
    const other = server === stage.home ? stage.away : stage.home
    other.pause()
    await server.app.drain()
    other.resume()
    return server.app.ctx().transaction(async (tx) => {
      const gone = await tx
        .updateTable('delivery')
        .set({ state: 'gone' })
        .where('state', '=', 'waiting')
        .executeTakeFirst()
      return Number(gone.numUpdatedRows)
    })
  }

  test('the other plein is down for an hour, at every step of a whole life', async () => {
    const { home, away, anna, bob } = stage
    const { there } = await newItem(stage)
    const down = (server: TestServer, act: () => Promise<unknown>) => whileDown(stage, server, act)
    let id = ''
    await down(home, async () => (id = await applies(bob, there)))
    const twinId = (await twin(away, home, id)).id
    expect((await same(id, twinId)).state).toBe('interested')
    await down(away, () => writes(anna, twinId, 'Hoi'))
    expect((await same(id, twinId)).state).toBe('inTalks')
    await down(away, () => moves(anna, twinId, 'offer', { hours: 10 }))
    await same(id, twinId)
    await down(home, () => moves(bob, id, 'sign'))
    await same(id, twinId)
    await down(home, () => consents(bob, id))
    expect((await same(id, twinId)).state).toBe('agreed')
    await down(home, async () => {
      for (const hours of [1, 2, 3]) await moves(bob, id, 'logHours', { hours })
    })
    expect((await same(id, twinId)).data.log.map((entry) => entry.hours)).toEqual([1, 2, 3])
    await down(away, () => moves(anna, twinId, 'finish'))
    expect((await same(id, twinId)).state).toBe('done')
    expect((await at(away, id)).data.log).toHaveLength(3)
  }, 120_000)

  test('a step that was lost is sent again; one that was sent three times is done once', async () => {
    const { network, home, away, anna, bob } = stage
    const { there } = await newItem(stage)
    const id = await applies(bob, there)
    expect(await loses(away)).toBeGreaterThan(0)
    await rest(network)
    expect(await pending(away, id)).toEqual(['apply'])
    expect(await sendStepsAgain(away.app.ctx())).toBe(0)
    network.clock.advance(HOUR)
    expect(await sendStepsAgain(away.app.ctx())).toBe(1)
    await rest(network)
    const twinId = (await twin(away, home, id)).id
    expect((await same(id, twinId)).version).toBe(1)
    await moves(anna, twinId, 'offer', { hours: 10 })
    await rest(network)
    await consents(bob, id)
    await moves(bob, id, 'sign')
    await rest(network)
    await moves(bob, id, 'logHours', { hours: 2 })
    // The answer does not come: it asks twice more.
    for (const pause of [HOUR, 4 * HOUR]) {
      network.clock.advance(pause)
      expect(await sendStepsAgain(away.app.ctx())).toBe(1)
    }
    expect((await same(id, twinId)).data.log).toHaveLength(1)
    const { db } = home.app.ctx()
    const steps = await db.selectFrom('responseStep').select('move').where('responseId', '=', twinId).execute()
    expect(steps.filter((step) => step.move === 'logHours')).toHaveLength(1)
  })

  test('talk that was lost is sent again and arrives once; what is not taken, or never answered, is told', async () => {
    const { network, home, away, anna, bob } = stage
    const { there } = await newItem(stage)
    const id = await applies(bob, there)
    await rest(network)
    const twinId = (await twin(away, home, id)).id
    const said = async (server: TestServer, of: string) => {
      const { db } = server.app.ctx()
      const rows = await db
        .selectFrom('responseMessage')
        .select(['body', 'outcome', 'refusal'])
        .where('responseId', '=', of as never)
        .orderBy('created')
        .orderBy('id')
        .execute()
      return rows.map(({ body, outcome, refusal }) => [body, outcome, ...(refusal ? [refusal] : [])])
    }
    await writes(anna, twinId, 'Wanneer?')
    expect(await loses(home)).toBeGreaterThan(0)
    await rest(network)
    expect([await said(home, twinId), await said(away, id)]).toEqual([[['Wanneer?', 'pending']], []])
    await anna.person.signsIn()
    expect((await anna.person.visits(`/responses/${twinId}`)).text).toContain('Wacht op bevestiging')
    expect(await sendMessagesAgain(home.app.ctx())).toBe(0)
    network.clock.advance(HOUR)
    expect(await sendMessagesAgain(home.app.ctx())).toBe(1)
    // The word that it arrived is lost: it comes a third time, and is one message.
    await home.app.drain()
    expect(await loses(away)).toBeGreaterThan(0)
    network.clock.advance(4 * HOUR)
    expect(await sendMessagesAgain(home.app.ctx())).toBe(1)
    await rest(network)
    expect([await said(home, twinId), await said(away, id)]).toEqual([[['Wanneer?', 'done']], [['Wanneer?', 'done']]])
    // On the other plein the personal parts are gone by now: it takes nothing more, and says so.
    await away.app
      .ctx()
      .transaction((tx) =>
        tx.updateTable('response').set({ forgotten: network.clock.now() }).where('id', '=', id).execute(),
      )
    await writes(anna, twinId, 'Nog iets')
    await rest(network)
    expect([(await said(home, twinId))[1], await said(away, id)]).toEqual([
      ['Nog iets', 'refused', JSON.stringify({ code: 'response.forgotten', params: {} })],
      [['Wanneer?', 'done']],
    ])
    expect((await anna.person.visits(`/responses/${twinId}`)).text).toContain('Niet aangekomen: Dit is zo lang geleden')
    expect((await anna.person.visits('/notifications')).text).toContain('Een bericht van jou kwam niet aan')
    await bob.person.signsIn()
    const page = await bob.person.visits(`/responses/${id}`)
    expect([page.text.includes('het gesprek is gewist'), page.source.includes(`/responses/${id}/messages`)]).toEqual([
      true,
      false,
    ])
    // Nobody answers for a month.
    away.pause()
    await writes(anna, twinId, 'Ben je er?')
    await home.app
      .ctx()
      .transaction((tx) =>
        tx.updateTable('responseMessage').set({ tries: MAX_TRIES }).where('outcome', '=', 'pending').execute(),
      )
    network.clock.advance(24 * HOUR)
    expect(await sendMessagesAgain(home.app.ctx())).toBe(1)
    away.resume()
    expect((await said(home, twinId))[2]?.slice(0, 2)).toEqual(['Ben je er?', 'refused'])
  })

  test('an answer that was lost is asked for', async () => {
    const { network, home, away, anna, bob } = stage
    const { there } = await newItem(stage)
    const id = await applies(bob, there)
    await rest(network)
    const twinId = (await twin(away, home, id)).id
    await moves(anna, twinId, 'offer', { hours: 10 })
    expect(await loses(home)).toBeGreaterThan(0)
    await rest(network)
    expect([(await at(home, twinId)).state, (await at(away, id)).state]).toEqual(['offered', 'interested'])
    network.clock.advance(25 * HOUR)
    await askAgain.run(away.app.ctx(), away.app.tools)
    expect((await same(id, twinId)).state).toBe('offered')
    // Down: it is asked again the day after.
    await moves(anna, twinId, 'reject', { reason: 'Toch niet' })
    await loses(home)
    home.pause()
    network.clock.advance(25 * HOUR)
    await askAgain.run(away.app.ctx(), away.app.tools)
    expect((await at(away, id)).state).toBe('offered')
    home.resume()
    network.clock.advance(25 * HOUR)
    await askAgain.run(away.app.ctx(), away.app.tools)
    expect(await same(id, twinId)).toMatchObject({ state: 'declined', data: { reason: 'Toch niet' } })
  })

  test('older word after newer, and the same twice, change nothing', async () => {
    const { network, home, away, anna, bob } = stage
    const { there } = await newItem(stage)
    const id = await applies(bob, there)
    await rest(network)
    const twinId = (await twin(away, home, id)).id
    const older = await snapshotOf(home.app.ctx(), await getCaseOf(home.app.ctx(), twinId))
    await moves(anna, twinId, 'offer', { hours: 10 })
    await rest(network)
    const newer = await snapshotOf(home.app.ctx(), await getCaseOf(home.app.ctx(), twinId))
    const before = await at(away, id)
    const of = { contentId: there, respondentId: before.respondentId }
    const told = () => away.app.ctx().db.selectFrom('notificationCause').select('eventId').execute()
    const causes = await told()
    for (const snapshot of [older, newer, older, newer]) await hearSnapshot(away.app.ctx(), of, snapshot as never)
    await rest(network)
    expect({ ...(await at(away, id)), heard: null }).toEqual({ ...before, heard: null })
    expect(await told()).toHaveLength(causes.length)
  })

  test('a step that comes too late is refused in words, and may not come back', async () => {
    const { network, home, away, anna, bob } = stage
    const { there } = await newItem(stage)
    const id = await applies(bob, there)
    await rest(network)
    const twinId = (await twin(away, home, id)).id
    await moves(anna, twinId, 'offer', { hours: 10 })
    await rest(network)
    await moves(anna, twinId, 'reject', { reason: 'Te laat' })
    await moves(bob, id, 'sign')
    await same(id, twinId)
    const { db } = away.app.ctx()
    const sign = await db
      .selectFrom('responseStep')
      .selectAll()
      .where('responseId', '=', id)
      .where('move', '=', 'sign')
      .executeTakeFirstOrThrow()
    expect(sign.outcome).toBe('refused')
    await bob.person.signsIn()
    const page = await bob.person.visits(`/responses/${id}`)
    expect(page.text).toMatch(/ging niet door: (Deze stap kan|De handtekening)/)
    expect((await bob.person.visits('/notifications')).text).toContain('Een stap van jou ging niet door: “Meelezen”')
  })

  test('interest that is turned down takes with it what was done after it, at once', async () => {
    const { network, home, away, anna, bob } = stage
    const { here, there } = await newItem(stage)
    home.pause()
    const id = await applies(bob, there)
    await moves(bob, id, 'withdraw')
    expect(await pending(away, id)).toEqual(['apply', 'withdraw'])
    await editContent(anna.ctx(), here, { data: { hours: 20, closed: true } })
    home.resume()
    network.clock.advance(HOUR)
    await rest(network)
    expect([await pending(away, id), (await at(away, id)).version]).toEqual([[], 0])
    const steps = await listSteps(away.app.ctx().db, id, 10)
    expect(steps.map(({ move, outcome, refusal }) => [move, outcome, refusal?.code])).toEqual([
      ['apply', 'refused', 'trial.closed'],
      ['withdraw', 'refused', 'trial.closed'],
    ])
  })
})
