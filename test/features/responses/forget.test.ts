// Retention on both databases: after the set time the personal parts are gone everywhere, and only those.
import { beforeAll, expect, test } from '@jest/globals'
import { system } from '../../../src/core/viewer.ts'
import { ensureInstanceActor } from '../../../src/features/actors/index.ts'
import { askManager, listConsents } from '../../../src/features/consents/index.ts'
import { whenForgotten } from '../../../src/features/consents/listeners/look.ts'
import { addComment, editComment, listErasedIris } from '../../../src/features/comments/index.ts'
import { createContent, hideContent, restoreContent, unsayAnonymised } from '../../../src/features/content/index.ts'
import { anonymiseKlussen, indexKlussen } from '../../../src/features/klussen/index.ts'
import {
  beginResponse,
  decideAsManager,
  forgetResponses,
  getCaseOf,
  keepMonths,
  makeMove,
  sendMessage,
  setKeepMonths,
} from '../../../src/features/responses/index.ts'
import { addReaction } from '../../../src/features/reactions/index.ts'
import { kinds } from '../../../src/kinds/index.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { dyingAfter, Killed } from '../../kit/dying.ts'
import { idOf, person } from '../groups/people-and-groups.ts'

const MONTH = (365.25 / 12) * 86_400_000
const data = {
  result: 'Een plan',
  expertise: ['lezen'],
  hoursTotal: 20,
  closes: '2027-03-01',
  where: 'remote',
  status: 'open',
}

eachDatabase('retention', (open) => {
  let world: TestContext
  let anna: TestContext
  let bob: TestContext
  let cees: TestContext

  beforeAll(async () => {
    world = testContext(open(), { kinds, viewer: system })
    anna = await person(world, 'anna')
    bob = await person(world, 'bob')
    cees = await person(world, 'cees')
  })

  test('the personal parts go after the set time, and only of what has ended', async () => {
    const contentId = await createContent(anna, {
      kind: 'klus',
      title: 'Klus van anna',
      body: 'Meelezen, geheim',
      audience: 'public',
      data: { ...data, places: 2, contact: 'Geheim', result: 'Een plan van anna' },
    })
    const apply = (who: TestContext) =>
      beginResponse(who, { contentId }, { move: 'apply', payload: { motivation: 'Geheim: graag' } })
    const [done, going] = [await apply(bob), await apply(cees)]
    await sendMessage(anna, done, 'Geheim gesprek')
    const parentId = await addComment(bob, { contentId, body: 'Geheime vraag, zegt @anna' })
    await editComment(bob, parentId, { body: 'Geheime vraag' })
    await addComment(anna, { contentId, parentId, body: 'Geheim antwoord' })
    for (const subjectId of [contentId, parentId]) await addReaction(cees, { subjectId, type: 'like' })
    await makeMove(anna, done, { move: 'offer', payload: { hours: 20, conditions: 'Geheime afspraak' } })
    await askManager(bob, done, { name: 'Geheime Baas', email: 'geheim@plein.example' })
    await makeMove(bob, done, { move: 'sign', payload: { version: 1 } })
    await decideAsManager(world, done, { move: 'consent', payload: { version: 1 } })
    await makeMove(bob, done, { move: 'start', payload: {} })
    const date = world.clock.now().slice(0, 10)
    await makeMove(bob, done, { move: 'logHours', payload: { date, hours: 8, what: 'Geheim werk' } })
    await makeMove(anna, done, { move: 'complete', payload: { learned: 'Geheime les' } })
    await makeMove(bob, done, { move: 'confirmCompletion', payload: { learned: 'Geheime les' } })
    for (const who of [anna, bob]) await makeMove(who, done, { move: 'review', payload: { text: 'Geheime blik' } })
    expect((await getCaseOf(world, done)).response.state).toBe('reviewed')

    expect(await keepMonths(world.db)).toBe(24)
    world.pass(23.9 * MONTH)
    expect(await forgetResponses(world)).toBe(0)
    world.pass(0.2 * MONTH)
    expect(await forgetResponses(world)).toBe(1)
    expect(await forgetResponses(world)).toBe(0)
    for (const payload of world.told('response.forgotten')) {
      const event = {
        id: payload.responseId as never,
        name: 'response.forgotten',
        occurred: world.clock.now(),
        payload,
      } as const
      await whenForgotten(world, event, undefined as never)
    }

    const { response } = await getCaseOf(world, done)
    const steps = await world.db.selectFrom('responseStep').selectAll().where('responseId', '=', done).execute()
    const talk = await world.db.selectFrom('responseMessage').selectAll().where('responseId', '=', done).execute()
    expect(talk).toEqual([])
    const left = JSON.stringify([response, steps, await listConsents(world.db, done)])
    expect(left).not.toMatch(/geheim/i)
    expect(left).not.toMatch(/proofValue/)
    // What would be written now, nobody would remove again.
    for (const who of [anna, bob])
      await expect(sendMessage(who, done, 'Geheim naderhand')).rejects.toMatchObject({ code: 'response.forgotten' })
    // How much was done, and how it ended, stays.
    expect(response).toMatchObject({
      state: 'reviewed',
      data: { hours: [{ hours: 8, date }], terms: [{ facts: { hours: 20 } }] },
    })
    expect(JSON.stringify((await getCaseOf(world, going)).response.data)).toContain('Geheim')

    // The klus waits for the last of them; then it loses its people, and they each other.
    await ensureInstanceActor(world)
    await indexKlussen(world, [contentId])
    expect(await anonymiseKlussen(world)).toBe(0)
    await makeMove(cees, going, { move: 'withdraw', payload: {} })
    world.pass(24.1 * MONTH)
    expect(await anonymiseKlussen(world)).toBe(0)
    expect(await forgetResponses(world)).toBe(1)
    expect([await anonymiseKlussen(world), await anonymiseKlussen(world)]).toEqual([1, 0])
    expect(world.told('content.anonymised')).toMatchObject([{ contentId, authorId: idOf(anna), audience: 'public' }])
    const rows = await world.db.selectFrom('content').select(['title', 'body', 'authorId', 'data']).execute()
    expect(rows).toMatchObject([{ title: 'Klus van …', body: '' }])
    expect(JSON.stringify(rows)).not.toMatch(/anna|geheim/i)
    expect(rows[0]?.authorId).not.toBe(idOf(anna))
    await indexKlussen(world, [contentId])
    for (const table of ['response', 'responseStep', 'consent', 'revision', 'klusTerm', 'reaction', 'mention'] as const)
      expect([table, await world.db.selectFrom(table).selectAll().execute()]).toEqual([table, []])
    // Of what was said under it: that something was, by nobody. Who got it is told that it is gone, as it was addressed.
    const said = await world.db.selectFrom('comment').selectAll().execute()
    const plein = rows[0]?.authorId
    expect(said.map(({ state, html, body, authorId }) => [state, html, body, authorId])).toEqual(
      Array(2).fill(['deleted', '', null, plein]),
    )
    const gone = world.told('comment.deleted')
    expect(gone.map(({ authorId, byId, audience }) => [authorId, byId, audience])).toEqual(
      [bob, anna].map((who) => [idOf(who), idOf(who), 'public']),
    )
    expect(await listErasedIris(world.db, contentId)).toHaveLength(2)
    // What was sent of it goes when word that it is gone had its time.
    expect(await unsayAnonymised(world)).toBe(0)
    world.pass(8 * 86_400_000)
    expect([await unsayAnonymised(world), await unsayAnonymised(world)]).toEqual([1, 0])
  })

  test('one that a manager took away loses its people as well, and comes back without them', async () => {
    const contentId = await createContent(anna, {
      kind: 'klus',
      title: 'Weg van anna',
      body: 'Meelezen, geheim',
      audience: 'network',
      data: { ...data, closes: world.clock.in(30 * 86_400_000).slice(0, 10), contact: 'Geheim' },
    })
    await addComment(bob, { contentId, body: 'Geheime vraag' })
    await indexKlussen(world, [contentId])
    await hideContent(world, contentId)
    await indexKlussen(world, [contentId])
    world.pass(23.9 * MONTH)
    expect(await anonymiseKlussen(world)).toBe(0)
    world.pass(1.2 * MONTH)
    expect([await anonymiseKlussen(world), await anonymiseKlussen(world)]).toEqual([1, 0])
    const ofIt = async () => {
      const row = await world.db.selectFrom('content').selectAll().where('id', '=', contentId).executeTakeFirstOrThrow()
      const said = await world.db.selectFrom('comment').selectAll().where('contentId', '=', contentId).execute()
      return { row, all: JSON.stringify([row, said]) }
    }
    const left = await ofIt()
    expect(left.row).toMatchObject({ state: 'hidden', title: 'Weg van …', audience: 'organisation' })
    expect(left.all).not.toMatch(/anna|geheim/i)
    expect(left.all).not.toContain(idOf(bob))
    await restoreContent(world, contentId)
    expect((await ofIt()).row).toMatchObject({ state: 'published', title: 'Weg van …', audience: 'organisation' })
  })

  test('one of elsewhere goes whole, also when it was cut off halfway', async () => {
    for (const transactions of [1, 2]) {
      const closes = world.clock.in(30 * 86_400_000).slice(0, 10)
      const item = { kind: 'klus', title: 'Van elders', body: 'Tekst', audience: 'network' } as const
      const contentId = await createContent(anna, { ...item, data: { ...data, closes } })
      await world.transaction((tx) =>
        tx.updateTable('content').set({ local: 0, host: 'elders.example' }).where('id', '=', contentId).execute(),
      )
      await indexKlussen(world, [contentId])
      world.pass(36 * MONTH)
      await anonymiseKlussen(dyingAfter(world, transactions)).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error
      })
      await anonymiseKlussen(world)
      const row = await world.db.selectFrom('content').selectAll().where('id', '=', contentId).executeTakeFirstOrThrow()
      expect([row.state, row.anonymised]).toEqual(['deleted', expect.any(String)])
    }
  })

  test('who comes back afterwards is forgotten again, after his second end', async () => {
    const contentId = await createContent(anna, {
      kind: 'klus',
      title: 'Nog eens',
      body: 'Meelezen',
      audience: 'public',
      data: { ...data, closes: '2099-01-01' },
    })
    const months = await keepMonths(world.db)
    const apply = () => beginResponse(bob, { contentId }, { move: 'apply', payload: { motivation: 'Geheim: graag' } })
    const id = await apply()
    for (let time = 1; time <= 2; time++) {
      if (time === 2) await apply()
      await sendMessage(bob, id, 'Geheim: tot dan')
      await makeMove(bob, id, { move: 'withdraw', payload: {} })
      world.pass((months + 0.1) * MONTH)
      expect(await forgetResponses(world)).toBe(1)
      const talk = await world.db.selectFrom('responseMessage').select('html').where('responseId', '=', id).execute()
      expect(JSON.stringify([(await getCaseOf(world, id)).response.data, talk])).not.toMatch(/geheim/i)
    }
  })

  test('how long is an administrator’s to set, in whole months', async () => {
    await expect(setKeepMonths(anna, 6)).rejects.toMatchObject({ code: 'error.notFound' })
    for (const months of [0, 1.5, 121, Number.NaN]) {
      await expect(setKeepMonths(world, months)).rejects.toMatchObject({
        fields: { months: { code: 'responses.keepMonths' } },
      })
    }
    await setKeepMonths(world, 6)
    expect(await keepMonths(world.db)).toBe(6)
  })
})
