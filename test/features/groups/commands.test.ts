// Groups on both databases: making, joining, managing, and who may know of them.
import { beforeAll, expect, test } from '@jest/globals'
import { findFollow, recordRemoteActor, settleFollow } from '../../../src/features/actors/index.ts'
import { beginHistory, retryHistory, showProgress } from '../../../src/features/groups/commands/keep-history.ts'
import { fetchHistory } from '../../../src/features/groups/jobs.ts'
import {
  countOrganisations, createGroup, decideRequest, editGroup, getGroup, joinGroup, leaveGroup, listGroups, listMembers, listRequests,
  mayPostIn, mayReplyIn, recordRemoteGroup, recountMembers, removeMember, setMemberRole,
} from '../../../src/features/groups/index.ts' // prettier-ignore
import { guest, system } from '../../../src/core/viewer.ts'
import type { ActorId } from '../../../src/lib/id.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { idOf, person } from './people-and-groups.ts'

eachDatabase('groups', (open) => {
  let world: TestContext
  let anna: TestContext
  let bob: TestContext
  let cees: TestContext

  beforeAll(async () => {
    world = testContext(open())
    anna = await person(world, 'anna')
    bob = await person(world, 'bob')
    cees = await person(world, 'cees')
  })

  test('whoever makes a group manages it; its handle is taken then, also for people', async () => {
    const id = await createGroup(anna, { handle: 'archief', name: 'Archief', about: 'Over **bewaren**' })
    const group = await getGroup(anna, 'archief')
    expect(group).toMatchObject({ id, role: 'manager', memberCount: 1, access: 'open', path: '/g/archief' })
    expect(group.summary).toContain('<strong>bewaren</strong>')
    expect(world.told('group.created')).toContainEqual({ groupId: id })
    await expect(createGroup(bob, { handle: 'archief', name: 'Nog een' })).rejects.toMatchObject({
      code: 'actor.handleTaken',
    })
    await expect(createGroup(bob, { handle: 'leeg', name: ' ', access: 'half' as 'open' })).rejects.toMatchObject({
      fields: { name: { code: 'field.required' }, access: { code: 'field.choose' } },
    })
    await expect(createGroup(bob, { handle: 'cees', name: 'Cees' })).rejects.toMatchObject({
      code: 'actor.handleTaken',
    })
    await expect(createGroup(bob, { handle: 'Met spatie', name: 'X' })).rejects.toMatchObject({ status: 422 })
    await expect(createGroup(world.as(guest), { handle: 'gast', name: 'X' })).rejects.toMatchObject({ status: 403 })
  })

  test('an open group is joined at once, twice is once, and left again', async () => {
    const { id } = await getGroup(bob, 'archief')
    expect(await mayPostIn(bob.db, bob.viewer, id)).toBe(false)
    expect(await joinGroup(bob, id)).toEqual({ outcome: 'joined' })
    const told = world.told('follow.accepted').length
    expect(await joinGroup(bob, id)).toEqual({ outcome: 'joined' })
    expect(world.told('follow.accepted')).toHaveLength(told)
    expect(await mayPostIn(bob.db, bob.viewer, id)).toBe(true)
    await world.transaction((tx) => recountMembers(tx, id))
    expect((await getGroup(bob, 'archief')).memberCount).toBe(2)
    expect(await countOrganisations(world.db, id)).toBe(1)
    await leaveGroup(bob, id)
    await leaveGroup(bob, id)
    expect(world.told('follow.ended')).toHaveLength(1)
    expect((await getGroup(bob, 'archief')).membership).toBe('none')
  })

  test('a group is never without a manager', async () => {
    const { id } = await getGroup(anna, 'archief')
    await joinGroup(bob, id)
    await expect(leaveGroup(anna, id)).rejects.toMatchObject({ code: 'group.lastManager' })
    await expect(setMemberRole(anna, id, idOf(anna), 'member')).rejects.toMatchObject({ code: 'group.lastManager' })
    await expect(setMemberRole(bob, id, idOf(bob), 'manager')).rejects.toMatchObject({ code: 'group.managersOnly' })
    await setMemberRole(anna, id, idOf(bob), 'manager')
    await setMemberRole(anna, id, idOf(anna), 'member')
    await expect(removeMember(bob, id, idOf(bob))).rejects.toMatchObject({ code: 'group.lastManager' })
    await setMemberRole(bob, id, idOf(anna), 'manager')
    await removeMember(anna, id, idOf(bob))
    expect((await getGroup(bob, 'archief')).membership).toBe('none')
  })

  test('managers change it; restricted lets managers only start threads', async () => {
    const { id } = await getGroup(anna, 'archief')
    await joinGroup(bob, id)
    const changes = { name: 'Archief en beheer', about: '', restricted: true }
    await expect(editGroup(bob, id, changes)).rejects.toMatchObject({ code: 'group.managersOnly' })
    await editGroup(anna, id, changes)
    expect(await getGroup(bob, 'archief')).toMatchObject({ name: 'Archief en beheer', restricted: true })
    expect(await mayPostIn(bob.db, bob.viewer, id)).toBe(false)
    expect(await mayReplyIn(bob.db, bob.viewer, id)).toBe(true)
    expect(await mayPostIn(anna.db, anna.viewer, id)).toBe(true)
  })

  test('a closed group waits for a manager, who lets in or not', async () => {
    const id = await createGroup(anna, { handle: 'besloten', name: 'Besloten', access: 'closed' })
    expect(await joinGroup(bob, id)).toEqual({ outcome: 'awaiting' })
    expect(await joinGroup(cees, id)).toEqual({ outcome: 'awaiting' })
    expect(await mayReplyIn(bob.db, bob.viewer, id)).toBe(false)
    await expect(listMembers(bob, id, { limit: 10 })).rejects.toMatchObject({ status: 404 })
    await expect(listRequests(bob, id, { limit: 10 })).rejects.toMatchObject({ status: 404 })
    const asked = await listRequests(anna, id, { limit: 10 })
    expect(asked.items.map((one) => one.card.handle).toSorted()).toEqual(['bob', 'cees'])
    await expect(decideRequest(bob, id, idOf(bob), 'accepted')).rejects.toMatchObject({ status: 403 })
    await decideRequest(anna, id, idOf(bob), 'accepted')
    await decideRequest(anna, id, idOf(cees), 'rejected')
    expect((await getGroup(bob, 'besloten')).role).toBe('member')
    expect((await getGroup(cees, 'besloten')).membership).toBe('rejected')
    expect((await listMembers(bob, id, { limit: 10 })).items).toHaveLength(2)
  })

  test('a hidden group is there for its members only', async () => {
    const id = await createGroup(anna, { handle: 'geheim', name: 'Geheim overleg', access: 'hidden' })
    for (const other of [bob, world.as(guest), world.as({ type: 'remote', host: 'elders.example', allowed: true })]) {
      await expect(getGroup(other, 'geheim')).rejects.toMatchObject({ status: 404 })
      expect((await listGroups(other, { search: 'geheim' }, { limit: 10 })).items).toEqual([])
    }
    await expect(joinGroup(bob, id)).rejects.toMatchObject({ status: 404 })
    await expect(listMembers(bob, id, { limit: 10 })).rejects.toMatchObject({ status: 404 })
    expect((await listGroups(anna, { search: 'GEHEIM' }, { limit: 10 })).items).toHaveLength(1)
    expect((await getGroup(world.as(system), 'geheim')).id).toBe(id)
  })

  test('the directory searches literally, and pages without gaps', async () => {
    for (const name of ['100% open', 'Alfa', 'Beta']) {
      await createGroup(anna, { handle: name.replace(/\W/g, '').toLowerCase(), name })
    }
    expect((await listGroups(bob, { search: '%' }, { limit: 10 })).items.map((one) => one.name)).toEqual(['100% open'])
    expect((await listGroups(bob, { search: '_' }, { limit: 10 })).items).toEqual([])
    const all = (await listGroups(bob, {}, { limit: 100 })).items.map((one) => one.handle)
    const first = await listGroups(bob, {}, { limit: 2 })
    const second = await listGroups(bob, {}, { limit: 100, after: first.next })
    expect([...first.items, ...second.items].map((one) => one.handle)).toEqual(all)
    expect((await listGroups(bob, { mine: true }, { limit: 10 })).items.map((one) => one.handle).toSorted()).toEqual([
      'archief',
      'besloten',
    ])
  })

  test('asking a group elsewhere waits for its answer; a Follow from elsewhere that comes again is answered again', async () => {
    const remote = await recordRemoteActor(
      world.as(system),
      {
        id: 'https://elders.example/g/1',
        type: 'Group',
        preferredUsername: 'water',
        name: 'Water',
        inbox: 'https://elders.example/g/1/inbox',
        outbox: 'https://elders.example/g/1/outbox',
      },
      (tx, actor) =>
        recordRemoteGroup(tx, actor.id, {
          access: 'open',
          restricted: false,
          name: actor.name,
          about: '',
          now: world.clock.now(),
        }),
    )
    expect(await joinGroup(bob, remote.id)).toEqual({ outcome: 'awaiting' })
    expect(await getGroup(bob, 'water@elders.example')).toMatchObject({
      local: false,
      membership: 'pending',
      history: 'none',
    })
    const asked = world.told('follow.requested').at(-1)
    const pair = { followerId: idOf(bob), targetId: remote.id }
    expect(asked?.followId).toBe((await findFollow(world.db, pair))?.id)

    const { id } = await getGroup(anna, 'alfa')
    const jan = await recordRemoteActor(world.as(system), {
      id: 'https://elders.example/u/jan', type: 'Person', preferredUsername: 'jan', name: 'Jan', inbox: 'https://elders.example/u/jan/inbox',
    }) // prettier-ignore
    const asJan = world.as({ type: 'remote', host: 'elders.example', personId: jan.id, allowed: false })
    await joinGroup(asJan, id, 'https://elders.example/f/1')
    await joinGroup(asJan, id, 'https://elders.example/f/2')
    expect(world.told('follow.accepted').slice(-2)).toMatchObject([{ again: false }, { again: true }])
    expect((await findFollow(world.db, { followerId: jan.id, targetId: id }))?.iri).toBe('https://elders.example/f/2')
  })

  test('history whose work died is said to have failed, and begins afresh when a member asks', async () => {
    const { id: groupId } = await getGroup(bob, 'water@elders.example')
    const history = async () => (await getGroup(bob, 'water@elders.example')).history
    const jobs = () => world.db.selectFrom('job').select(['attempts', 'dead']).where('name', '=', 'history.fetch')
    await expect(retryHistory(bob, groupId)).rejects.toMatchObject({ code: 'group.membersOnly' })
    const pair = { followerId: idOf(bob), targetId: groupId }
    await world.transaction((tx) => settleFollow(tx, world.clock, pair, 'accepted'))
    await beginHistory(world.as(system), groupId)
    expect([await history(), await jobs().execute()]).toEqual(['fetching', [{ attempts: 0, dead: null }]])
    // Asked for again while it goes on: nothing changes.
    await retryHistory(bob, groupId)
    expect(await jobs().execute()).toHaveLength(1)
    const died = { attempts: 10, dead: world.clock.now() }
    await world.transaction((tx) => tx.updateTable('job').set(died).where('name', '=', 'history.fetch').execute())
    expect(await history()).toBe('failed')
    await retryHistory(bob, groupId)
    expect([await history(), await jobs().execute()]).toEqual(['fetching', [{ attempts: 0, dead: null }]])
    // A fault of ours: it says so while the worker waits to try again.
    const tools = { remote: { collection: () => Promise.reject(new TypeError('ours')), object: () => ({}) } }
    await expect(fetchHistory(world.as(system), { groupId }, tools as never)).rejects.toThrow('ours')
    expect(await history()).toBe('failed')
    await world.transaction((tx) => tx.deleteFrom('job').where('name', '=', 'history.fetch').execute())
    await showProgress(world.as(system), groupId, { history: 'done' })
    await retryHistory(bob, groupId)
    expect([await history(), await jobs().execute()]).toEqual(['done', []])
  })

  test('a group of a blocked plein is not there', async () => {
    await world.transaction(async (tx) => {
      const now = world.clock.now()
      await tx.insertInto('instance').values({ host: 'elders.example', trust: 'blocked', implements: '[]', failures: 0, takesEd25519: 0, created: now } as never)
        .onConflict((conflict) => conflict.column('host').doUpdateSet({ trust: 'blocked' })).execute() // prettier-ignore
    })
    await expect(getGroup(bob, 'water@elders.example')).rejects.toMatchObject({ status: 404 })
  })

  test('an unknown group refuses', async () => {
    await expect(getGroup(bob, 'bestaatniet')).rejects.toMatchObject({ code: 'group.notFound' })
    const nobody = '01890000-0000-7000-8000-000000000000' as ActorId
    await expect(joinGroup(bob, nobody)).rejects.toMatchObject({ status: 404 })
    expect(await mayPostIn(bob.db, bob.viewer, nobody)).toBe(false)
  })
})
