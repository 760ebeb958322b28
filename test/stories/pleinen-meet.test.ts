// Two pleinen allow each other, one after the other: what each placed for the network before that reaches the other.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { setAvailability } from '../../src/features/klussen/index.ts'
import { klusExample } from '../kinds/klus/example.ts'
import { type Network, startNetwork } from '../kit/network.ts'
import type { Person } from '../kit/person.ts'
import type { TestServer } from '../kit/server.ts'
import { writesItem } from '../kit/writing.ts'

const values = {
  own_purpose: 'request',
  own_result: klusExample.result,
  own_expertise: 'participatie',
  own_hoursTotal: '16',
  own_where: 'remote',
  own_responders: 'network',
  own_closes: klusExample.closes,
  body: 'Lees mee met het plan.',
}

let network: Network
let gemeente: TestServer
let waterschap: TestServer
let fatima: Person
let joost: Person

beforeAll(async () => {
  network = await startNetwork(['Gemeente', 'Waterschap'])
  ;[gemeente, waterschap] = [network.server('Gemeente'), network.server('Waterschap')]
  fatima = await network.person('Fatima El Amrani', 'Gemeente')
  joost = await network.person('Joost van der Meer', 'Waterschap')
  await writesItem(fatima, '/new/klus', { ...values, title: 'Al lang geplaatst' })
  await writesItem(joost, '/new/klus', { ...values, title: 'Van het waterschap' })
  const available = { hoursPerWeek: 6, subjects: 'participatie', audience: 'network', note: '' } as const
  await setAvailability(gemeente.app.ctx(await gemeente.viewer(fatima.identity.handle)), available)
  await network.settle()
})
afterAll(() => network?.close())

const known = (server: TestServer) =>
  server.app.ctx().db.selectFrom('content').select(['id', 'title', 'html']).where('local', '=', 0).execute()

test('one allows the other: what it has is offered, and not taken by who did not allow it', async () => {
  await gemeente.cli('instance allow', { host: waterschap.host })
  await network.settle()
  expect([await known(gemeente), await known(waterschap)]).toEqual([[], []])
})

test('the other allows too: each has what the other placed before, and knows who is available there', async () => {
  await waterschap.cli('instance allow', { host: gemeente.host })
  await network.settle()
  expect((await joost.visits('/klussen')).text).toContain('Al lang geplaatst')
  expect((await fatima.visits('/klussen')).text).toContain('Van het waterschap')
  const [own] = await waterschap.app.ctx().db.selectFrom('content').select('id').where('local', '=', 1).execute()
  expect((await joost.visits(`/klussen/${own?.id}/people`)).text).toContain('Fatima El Amrani')
})

test('meeting again and again changes nothing in what is there, and is answered once an hour', async () => {
  const before = await known(waterschap)
  const said = async () => {
    const activities = waterschap.app.ctx().db.selectFrom('activity').select('id').where('type', '=', 'Update')
    return (await activities.execute()).length
  }
  const introduces = async () => {
    await gemeente.cli('instance allow', { host: waterschap.host })
    await network.settle()
  }
  await introduces()
  const first = await said()
  for (let time = 0; time < 3; time++) await introduces()
  expect(await said()).toBe(first)
  network.clock.advance(3_600_000)
  await network.settle()
  // The one klus of the waterschap.
  expect(await said()).toBe(first + 1)
  expect(await known(waterschap)).toEqual(before)
  const { db } = waterschap.app.ctx()
  expect(await db.selectFrom('revision').selectAll().execute()).toEqual([])
})

test('what is removed later goes there too', async () => {
  const { db } = gemeente.app.ctx()
  const title = 'Al lang geplaatst'
  const item = await db.selectFrom('content').select('id').where('title', '=', title).executeTakeFirstOrThrow()
  await fatima.submits(`/item/${item.id}/delete`, { button: 'Verwijderen' })
  await network.settle()
  expect((await joost.visits('/klussen')).text).not.toContain(title)
})

test('nobody logged a fault', () => {
  expect(network.servers.flatMap((server) => server.log)).toEqual([])
})
