// One's own klussen as a calendar, on both databases: whose, and behind which address.
import { beforeAll, expect, test } from '@jest/globals'
import { guest } from '../../../src/core/viewer.ts'
import {
  calendarOwner,
  calendarPath,
  indexWork,
  listOwnKlussen,
  renewCalendar,
} from '../../../src/features/klussen/index.ts'
import type { ContentId, ResponseId } from '../../../src/lib/id.ts'
import { newId } from '../../../src/lib/id.ts'
import { defineFlow } from '../../../src/core/flow.ts'
import { z } from '../../../src/lib/schema.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { idOf, person } from '../groups/people-and-groups.ts'
import { klusKind, writeKlus } from './market.ts'

const flow = defineFlow({
  name: 'klus',
  states: ['interested', 'running'],
  path: ['interested', 'running'],
  taking: ['running'],
  ended: [],
  schema: z.object({}),
  empty: {},
  moves: {},
  wire: {
    moves: { Offer: 'x', Undo: 'x', Reject: 'x', Invite: 'x' },
    accepted: 'running',
    accept: (standing) => standing,
    reject: (standing) => standing,
    agreement: () => ({}),
    fromOffer: () => null,
  },
  places: () => 1,
  open: () => undefined,
  visible: (data) => data,
  deadline: () => null,
  settle: (subject: unknown) => subject,
})

eachDatabase('calendar of klussen', (open) => {
  let world: TestContext
  let anna: TestContext
  let bob: TestContext
  let klus: ContentId

  beforeAll(async () => {
    world = testContext(open(), { kinds: [{ ...klusKind, flow }] })
    anna = await person(world, 'anna')
    bob = await person(world, 'bob')
    klus = await writeKlus(anna, { title: 'Mappen ordenen', data: { starts: '2027-01-10' } })
    await writeKlus(anna, { title: 'Ingetrokken', data: { status: 'withdrawn' } })
  })

  async function responds(state: string): Promise<ResponseId> {
    const now = world.clock.now()
    const row = { id: newId<'response'>(), contentId: klus, respondentId: idOf(bob), state, version: 1, data: '{}' }
    await world.transaction(async (tx) => {
      await tx.deleteFrom('response').execute()
      await tx
        .insertInto('response')
        .values({ ...row, iri: null, offerIri: null, deadline: null, ended: 0, created: now, moved: now, heard: null })
        .execute()
    })
    return row.id
  }
  const titles = async (of: TestContext) => (await listOwnKlussen(of)).map(({ item, mine }) => [item.title, mine])

  test('what one wrote, and what one works on', async () => {
    expect(await titles(anna)).toEqual([['Mappen ordenen', true]])
    expect(await titles(bob)).toEqual([])
    await responds('interested')
    expect(await titles(bob)).toEqual([])
    const responseId = await responds('running')
    expect(await titles(bob)).toEqual([['Mappen ordenen', false]])
    expect(await titles(world.as(guest))).toEqual([])
    const starts = async (of: TestContext) =>
      (await listOwnKlussen(of)).map(({ agreed }) => agreed.map((one) => [one.starts, one.ends]))
    expect(await starts(bob)).toEqual([[]])
    await indexWork(world, responseId)
    const days = { starts: '2027-02-01', ends: '9999-12-31' }
    await world.transaction((tx) => tx.updateTable('klusWork').set(days).execute())
    expect([await starts(bob), await starts(anna)]).toEqual([
      [[['2027-02-01', undefined]]],
      [[['2027-02-01', undefined]]],
    ])
  })

  test('a private address, which ends when a new one is made', async () => {
    expect(await calendarPath(anna, idOf(anna))).toBeUndefined()
    await renewCalendar(anna)
    const path = (await calendarPath(anna, idOf(anna))) ?? ''
    const [, personId = '', key = ''] = /^\/klussen\/agenda\/([^/]+)\/([^/]+)\.ics$/.exec(path) ?? []
    const asGuest = world.as(guest)
    expect(await calendarOwner(asGuest, personId, key)).toMatchObject({ personId: idOf(anna) })
    await expect(calendarOwner(asGuest, idOf(bob), key)).rejects.toMatchObject({ status: 404 })
    await expect(calendarOwner(asGuest, personId, `${key}x`)).rejects.toMatchObject({ status: 404 })
    await renewCalendar(anna)
    await expect(calendarOwner(asGuest, personId, key)).rejects.toMatchObject({ status: 404 })
  })
})
