// Before a klus opens, a coordinator may look; after that its author closes, opens, withdraws or cancels it, or time does.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Ctx } from '../../../src/core/context.ts'
import type { DialectName } from '../../../src/platform/db/dialect.ts'
import { expireKlussen, cancelKlus, withdrawKlus } from '../../../src/features/klussen/commands/moves.ts'
import { setKlussenSettings } from '../../../src/features/klussen/commands/settings.ts'
import { noApproval } from '../../../src/features/klussen/rules/approval.ts'
import { approveKlus } from '../../../src/features/klussen/commands/place.ts'
import { personViewer } from '../../../src/features/accounts/index.ts'
import { beginResponse } from '../../../src/features/responses/index.ts'
import type { ContentId } from '../../../src/lib/id.ts'
import { dayAhead } from '../../kinds/klus/example.ts'
import { dyingAfter } from '../../kit/dying.ts'
import { type Network, startNetwork } from '../../kit/network.ts'
import type { Page, Person } from '../../kit/person.ts'
import { writesItem } from '../../kit/writing.ts'

const values = {
  own_purpose: 'request',
  body: 'Lees mee.',
  own_result: 'Een goed plan',
  own_expertise: 'participatie',
  own_hoursTotal: '16',
  own_where: 'remote',
  own_responders: 'network',
  own_closes: dayAhead(20),
}
const DAY = 86_400_000

describe.each<DialectName>(['sqlite', 'postgres'])('approval and moves (%s)', (dialect) => {
  let network: Network
  let admin: Person
  let fatima: Person
  let carla: Person

  beforeAll(async () => {
    network = await startNetwork(['Gemeente'], { dialect })
    admin = await network.server('Gemeente').person('Bert', { admin: true })
    fatima = await network.person('Fatima', 'Gemeente')
    carla = await network.person('Carla', 'Gemeente')
  }, 120_000)
  afterAll(() => network.close())

  const places = (title: string, more: Partial<typeof values> = {}) =>
    writesItem(fatima, '/klussen/new', { ...values, ...more, title })
  const idIn = (page: Page) => (/[0-9a-f-]{36}/.exec(page.path) ?? [''])[0] as ContentId
  const as = async (person: Person) => {
    const { app } = network.server('Gemeente')
    return { ...app.ctx(), viewer: await personViewer(app.ctx().db, person.identity.handle) }
  }

  test('an administrator says who approves; nobody else does, and not nobody', async () => {
    expect((await fatima.visits('/admin/klussen')).status).toBe(404)
    const nobody = await admin.submits('/admin/klussen', { field: 'coordinators' }, { on: true })
    expect([nobody.status, nobody.text.includes('Noem minstens één klus-coördinator')]).toEqual([422, true])
    // A fault in one setting changes none of the others.
    const half = { on: true, coordinators: '', domains: 'elders.nl', months: '7' }
    expect((await admin.submits('/admin/klussen', { field: 'coordinators' }, half)).status).toBe(422)
    const { values: kept } = (await admin.visits('/admin/klussen')).form({ field: 'domains' })
    expect([kept['domains'], kept['months']]).toEqual([expect.not.stringContaining('elders.nl'), '24'])
    const unknown = await admin.submits(
      '/admin/klussen',
      { field: 'coordinators' },
      { on: true, coordinators: 'niemand' },
    )
    expect(unknown.text).toContain('niemand heeft hier geen account')
    const odd = await admin.submits('/admin/klussen', { field: 'domains' }, { domains: 'geen domein!' })
    expect([odd.status, odd.text.includes('domein! is geen domein')]).toEqual([422, true])
    const set = await admin.submits('/admin/klussen', { field: 'domains' }, { domains: '@Gemeente.nl, elders.nl' })
    expect(set.form({ field: 'domains' }).values['domains']).toBe('gemeente.nl, elders.nl')
    const saved = await admin.submits('/admin/klussen', { field: 'coordinators' }, { on: true, coordinators: 'carla' })
    expect((await admin.visits('/admin')).source).toContain('href="/admin/klussen"')
    expect([saved.status, saved.form({ field: 'coordinators' }).values['coordinators']]).toEqual([200, 'carla'])
  })

  test('it waits, is sent back with words, waits again, and opens in its author’s name', async () => {
    const asked = await places('Eerst kijken')
    expect(asked.text).toContain('Je klus ligt bij de klus-coördinator.')
    const id = idIn(asked)
    await network.settle()
    expect((await carla.visits('/notifications')).text).toContain(
      'Fatima vraagt goedkeuring voor een klus: “Eerst kijken”',
    )
    expect((await carla.visits(`/item/${id}`)).status).toBe(404)
    expect((await fatima.visits('/klussen/review')).status).toBe(404)
    expect((await fatima.visits(`/klussen/review/${id}`)).status).toBe(404)
    const waits = '1 klus wacht op goedkeuring'
    expect([(await carla.visits('/klussen')).text, (await carla.visits('/klussen/overview')).text]).toEqual([
      expect.stringContaining(waits),
      expect.stringContaining(waits),
    ])
    // The administrator, who decides nothing, sees that something waits.
    const settings = await admin.visits('/admin/klussen')
    expect([settings.text.includes(waits), settings.source.includes('href="/klussen/review"')]).toEqual([true, false])
    expect((await fatima.visits('/klussen')).text).not.toContain('goedkeuring')
    const review = await carla.visits((await carla.visits('/klussen/review')).link('Eerst kijken'))
    expect(review.text).toContain('Een goed plan')
    const silent = await carla.submits(review, { button: 'Terugsturen met uitleg' })
    expect([silent.status, silent.text.includes('Schrijf wat er anders moet')]).toEqual([422, true])
    await carla.submits(review, { button: 'Terugsturen met uitleg' }, { words: 'Noem de opgave erbij.' })
    await network.settle()
    expect((await fatima.visits('/notifications')).text).toContain(
      'Carla stuurde je klus terug met uitleg: “Eerst kijken”',
    )
    // Whoever goes on with it reads why, wherever he does.
    const own = await fatima.visits('/klussen/mine')
    expect(own.text).toContain('Teruggestuurd met uitleg')
    expect((await fatima.visits(own.link('Eerst kijken'))).text).toContain('Noem de opgave erbij.')
    const again = await fatima.visits(`/klussen/new?item=${id}&step=4`)
    expect(again.text).toContain('Noem de opgave erbij.')
    await fatima.submits(again, { button: 'Vraag goedkeuring' })
    await network.settle()
    // Killed after its first transaction: all of it is done, or nothing.
    await approveKlus(dyingAfter(await as(carla), 1), id)
    await network.settle()
    const open = await carla.visits(`/item/${id}`)
    expect([open.status, open.text.includes('Fatima')]).toEqual([200, true])
    expect((await fatima.visits('/notifications')).text).toContain(
      'Carla keurde je klus goed: hij staat open: “Eerst kijken”',
    )
    await expect(approveKlus(await as(carla), id)).rejects.toMatchObject({ status: 404 })
  })

  test('what cannot open any more is not approved: it waits, and can be sent back', async () => {
    const id = idIn(await places('Te laat gezien', { own_closes: dayAhead(1) }))
    network.clock.advance(2 * DAY)
    for (const person of [admin, fatima, carla]) await person.signsIn()
    const refused = await carla.submits(`/klussen/review/${id}`, { button: 'Goedkeuren en plaatsen' })
    expect([refused.status, refused.text.includes('De klus kan zo niet open.')]).toEqual([422, true])
    const back = await carla.submits(
      refused,
      { button: 'Terugsturen met uitleg' },
      { words: 'De sluitdatum is voorbij.' },
    )
    expect(back.status).toBe(200)
    await network.settle()
    const told = (await fatima.visits('/notifications')).text
    expect(told).toContain('stuurde je klus terug met uitleg: “Te laat gezien”')
    expect(told).not.toContain('hij staat open: “Te laat gezien”')
  })

  test('a coordinator’s own klus opens at once', async () => {
    const placed = await writesItem(carla, '/klussen/new', { ...values, title: 'Van Carla' })
    expect(placed.text).toContain('Je klus staat open.')
  })

  test('who waits when approval is switched off hears that he can place it, and then nothing waits', async () => {
    const id = idIn(await places('Wacht voor niets', { own_closes: dayAhead(60) }))
    const { db } = await as(fatima)
    const reviews = db.selectFrom('klusReview').select('state').where('contentId', '=', id)
    expect(await reviews.execute()).toEqual([{ state: 'waiting' }])
    // Killed after its first transaction: all of it is done, or nothing.
    await setKlussenSettings(dyingAfter(await as(admin), 1), { approval: noApproval })
    expect(await reviews.execute()).toEqual([])
    await network.settle()
    expect((await fatima.visits('/notifications')).text).toContain(
      'Je kunt je klus nu plaatsen: goedkeuring is niet meer nodig: “Wacht voor niets”',
    )
    const own = await fatima.visits('/klussen/mine')
    expect(own.text).not.toContain('Wacht op goedkeuring')
    const placed = await fatima.submits(`/klussen/new?item=${id}&step=4`, { button: 'Plaatsen' })
    expect(placed.text).toContain('Je klus staat open.')
    await expect(approveKlus(await as(carla), id)).rejects.toMatchObject({ status: 404 })
  })

  test('placed at once by who became a coordinator while it waited: nothing waits any more', async () => {
    await admin.submits('/admin/klussen', { field: 'coordinators' }, { on: true, coordinators: 'carla' })
    const id = idIn(await places('Zelf al goed', { own_closes: dayAhead(60) }))
    await admin.submits('/admin/klussen', { field: 'coordinators' }, { coordinators: 'carla, fatima' })
    const placed = await fatima.submits(`/klussen/new?item=${id}&step=4`, { button: 'Plaatsen' })
    expect(placed.text).toContain('Je klus staat open.')
    const { db } = await as(fatima)
    expect(await db.selectFrom('klusReview').selectAll().where('contentId', '=', id).execute()).toEqual([])
    await admin.submits('/admin/klussen', { field: 'coordinators' }, { on: false })
  })

  test('closed for responses and opened again; only its author can', async () => {
    const id = idIn(await places('Open en dicht'))
    expect((await carla.visits(`/klussen/${id}/manage`)).status).toBe(404)
    const title = (await fatima.visits(`/klussen/${id}/manage`)).source.split('<main')[1]
    expect(title?.split('Open en dicht').length).toBe(1)
    const closed = await fatima.submits(`/klussen/${id}/manage`, { button: 'Stop met zoeken' })
    expect(closed.text).toContain('Niemand kan nog interesse tonen')
    const again = await fatima.submits(`/klussen/${id}/manage`, { button: 'Open opnieuw' })
    expect(again.text).toContain('Je klus staat weer open.')
    // No word of it changed.
    expect((await carla.visits(`/item/${id}`)).text).not.toContain('Bewerkt')
    const gone = await fatima.submits(`/klussen/${id}/manage`, { button: 'Trek de klus in' })
    expect(gone.text).toContain('Ingetrokken')
    await expect(cancelKlus(await as(fatima), id, 'Toch niet')).rejects.toMatchObject({ code: 'klussen.moves.notNow' })
  })

  test('cancelled just before the process ended: whoever responded is told all the same', async () => {
    const id = idIn(await places('Gaat niet door'))
    await carla.submits(`/item/${id}/respond/apply`, { field: 'motivation' }, { motivation: 'Ik lees graag mee.' })
    await network.settle()
    const ctx = await as(fatima)
    let written = 0
    const dying: Ctx = {
      ...ctx,
      transaction: (work) => (written++ === 0 ? ctx.transaction(work) : Promise.reject(new Error('killed'))),
    }
    await cancelKlus(dying, id, 'Het budget is weg.')
    await network.settle()
    const [response] = await ctx.db.selectFrom('response').selectAll().where('contentId', '=', id).execute()
    expect(response?.state).toBe('declined')
    expect((await carla.visits(`/responses/${response?.id}`)).text).toContain('Het budget is weg.')
  })

  test('after the last day to respond it expires; with a new date it opens again', async () => {
    const id = idIn(await places('Loopt af'))
    network.clock.advance(17 * DAY)
    await fatima.signsIn()
    await expireKlussen(await as(fatima))
    expect((await fatima.visits(`/item/${id}`)).text).toContain('Open')
    network.clock.advance(3 * DAY)
    for (const person of [fatima, carla]) await person.signsIn()
    expect(await expireKlussen(await as(fatima))).toBeGreaterThan(0)
    expect(await expireKlussen(await as(fatima))).toBe(0)
    expect((await fatima.visits(`/item/${id}`)).text).toContain('Verlopen')
    const late = await fatima.submits(`/klussen/${id}/manage`, { button: 'Open opnieuw' })
    expect([late.status, late.text.includes('De sluitdatum is voorbij.')]).toEqual([409, true])
    await fatima.submits(`/item/${id}/edit`, { field: 'body' }, { own_closes: dayAhead(60) })
    const open = await fatima.submits(`/klussen/${id}/manage`, { button: 'Open opnieuw' })
    expect(open.text).toContain('Je klus staat weer open.')
  })

  test('once somebody responded it is cancelled with words, and he hears why; it is not deleted', async () => {
    const id = idIn(
      await writesItem(fatima, '/klussen/new', { ...values, title: 'Toch niet', own_closes: dayAhead(70) }),
    )
    const before = await fatima.visits(`/item/${id}/delete`)
    await beginResponse(
      await as(carla),
      { contentId: id },
      { move: 'apply', payload: { motivation: 'Graag', hours: 8 } },
    )
    await network.settle()
    await expect(withdrawKlus(await as(fatima), id)).rejects.toMatchObject({ code: 'klussen.moves.responded' })
    const kept = await fatima.submits(before, { button: 'Verwijderen' })
    expect([kept.status, kept.text.includes('Er heeft al iemand interesse.')]).toEqual([409, true])
    const unasked = await fatima.visits(`/item/${id}/delete`)
    expect([unasked.status, unasked.text.includes('Er heeft al iemand interesse.')]).toEqual([409, true])
    expect(unasked.text).toContain('Verwijderen kan niet meer')
    expect(() => unasked.form({ button: 'Verwijderen' })).toThrow()
    const silent = await fatima.submits(`/klussen/${id}/manage`, { button: 'Zeg de klus af' })
    expect([silent.status, silent.text.includes('Vertel waarom de klus niet doorgaat.')]).toEqual([422, true])
    const gone = await fatima.submits(
      `/klussen/${id}/manage`,
      { button: 'Zeg de klus af' },
      { reason: 'Het plan is van de baan.' },
    )
    expect(gone.text).toContain('Afgezegd')
    await network.settle()
    const row = await (
      await as(carla)
    ).db
      .selectFrom('response')
      .selectAll()
      .where('contentId', '=', id)
      .executeTakeFirstOrThrow()
    expect([row.state, row.ended, row.data.includes('Het plan is van de baan.')]).toEqual(['declined', 1, true])
    expect((await carla.visits('/notifications')).text).toContain('Toch niet')
  })

  test('nobody logged a fault', () => {
    expect(network.servers.flatMap((server) => server.log)).toEqual([])
  })
})
