// Inviting, blocking and changing who can get in, on both databases.
import { beforeAll, expect, test } from '@jest/globals'
import { findFollow, recordRemoteActor } from '../../../src/features/actors/index.ts'
import {
  answerInvitation, blockPerson, createGroup, editGroup, findGroup, invitePerson, joinGroup, listGroups, listStanding,
  mayPostIn, mayReplyIn, placesIn, recordRemoteGroup, removeMember, unblockPerson, withdrawInvitation,
} from '../../../src/features/groups/index.ts' // prettier-ignore
import type { ActorId } from '../../../src/lib/id.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { idOf, person } from './people-and-groups.ts'

eachDatabase('who gets into a group', (open) => {
  let world: TestContext
  let anna: TestContext, bob: TestContext, cees: TestContext
  let dirk: { id: ActorId; context: TestContext }

  beforeAll(async () => {
    world = testContext(open())
    anna = await person(world, 'anna')
    bob = await person(world, 'bob')
    cees = await person(world, 'cees')
    const { id, host } = await recordRemoteActor(world, remotePerson('dirk'))
    dirk = { id, context: world.as({ type: 'remote', personId: id, host, allowed: false }) }
  })

  test('who is invited finds a hidden group and comes in by saying yes; nobody else does', async () => {
    const id = await createGroup(anna, { handle: 'directie', name: 'Directie', access: 'hidden' })
    expect(await findGroup(bob, id)).toBeUndefined()
    expect(await invitePerson(anna, id, idOf(bob))).toEqual({ outcome: 'invited' })
    expect(await invitePerson(anna, id, idOf(bob))).toEqual({ outcome: 'invited' })
    expect(world.told('group.invited')).toEqual([{ groupId: id, personId: idOf(bob), byId: idOf(anna) }])
    expect(await findGroup(bob, id)).toMatchObject({ standing: 'invited', membership: 'none' })
    expect(await findGroup(cees, id)).toBeUndefined()
    expect(await mayPostIn(bob.db, bob.viewer, id)).toBe(false)
    expect((await listStanding(anna, id, 'invited', { limit: 10 })).items).toMatchObject([
      { card: { id: idOf(bob) }, by: { id: idOf(anna) } },
    ])
    await expect(listStanding(bob, id, 'invited', { limit: 10 })).rejects.toMatchObject({ status: 404 })
    await expect(invitePerson(bob, id, idOf(cees))).rejects.toMatchObject({ code: 'group.managersOnly' })
    await answerInvitation(bob, id, 'accepted')
    expect(await findGroup(bob, id)).toMatchObject({ role: 'member', standing: undefined })
    expect(world.told('follow.accepted').at(-1)).toMatchObject({ invited: true })
    await expect(answerInvitation(bob, id, 'accepted')).rejects.toMatchObject({ code: 'group.notInvited' })
    await expect(invitePerson(anna, id, idOf(bob))).rejects.toMatchObject({ code: 'group.isMember' })
    await expect(invitePerson(anna, id, dirk.id)).rejects.toMatchObject({ code: 'group.notHere' })
  })

  test('an invitation is declined or withdrawn, and joining takes it up', async () => {
    const id = await createGroup(anna, { handle: 'or', name: 'Ondernemingsraad', access: 'closed' })
    await invitePerson(anna, id, idOf(bob))
    await answerInvitation(bob, id, 'declined')
    expect(await findGroup(bob, id)).toMatchObject({ standing: undefined, membership: 'none' })
    await invitePerson(anna, id, idOf(bob))
    await withdrawInvitation(anna, id, idOf(bob))
    await expect(answerInvitation(bob, id, 'accepted')).rejects.toMatchObject({ code: 'group.notInvited' })
    expect(await joinGroup(bob, id)).toEqual({ outcome: 'awaiting' })
    expect(await invitePerson(anna, id, idOf(bob))).toEqual({ outcome: 'joined' })
    await invitePerson(anna, id, idOf(cees))
    expect(await joinGroup(cees, id)).toEqual({ outcome: 'joined' })
    expect((await listStanding(anna, id, 'invited', { limit: 10 })).items).toEqual([])
  })

  test('who is blocked is out, stays out and says nothing; lifted, he can ask again', async () => {
    const id = await createGroup(anna, { handle: 'wegen', name: 'Wegen' })
    await joinGroup(bob, id)
    expect(await mayReplyIn(cees.db, cees.viewer, id)).toBe(true)
    await blockPerson(anna, id, idOf(bob))
    await blockPerson(anna, id, idOf(bob))
    await blockPerson(anna, id, idOf(cees))
    expect(world.told('follow.rejected').filter((one) => one.targetId === id)).toHaveLength(1)
    expect(await findGroup(bob, id)).toMatchObject({ membership: 'none', standing: 'blocked' })
    for (const one of [bob, cees]) {
      expect(await joinGroup(one, id)).toEqual({ outcome: 'refused' })
      expect([await mayPostIn(one.db, one.viewer, id), await mayReplyIn(one.db, one.viewer, id)]).toEqual([
        false,
        false,
      ])
    }
    await expect(invitePerson(anna, id, idOf(bob))).rejects.toMatchObject({ code: 'group.isBlocked' })
    await expect(blockPerson(bob, id, idOf(cees))).rejects.toMatchObject({ code: 'group.managersOnly' })
    await expect(blockPerson(anna, id, idOf(anna))).rejects.toMatchObject({ code: 'group.notYourself' })
    expect(await placesIn(world.db, id, [idOf(anna), idOf(bob)])).toEqual(
      new Map([
        [idOf(anna), 'member'],
        [idOf(bob), 'blocked'],
      ]),
    )
    await unblockPerson(anna, id, idOf(bob))
    expect((await findGroup(bob, id))?.standing).toBeUndefined()
    expect(await joinGroup(bob, id)).toEqual({ outcome: 'joined' })
  })

  test('who is kept out while he comes in, or answers an invitation, is out', async () => {
    for (let round = 0; round < 8; round++) {
      const id = await createGroup(anna, { handle: `haast${round}`, name: 'Haast' })
      if (round % 2 === 1) await invitePerson(anna, id, idOf(bob))
      const comes = round % 2 === 1 ? answerInvitation(bob, id, 'accepted') : joinGroup(bob, id)
      await Promise.all([comes.catch(() => undefined), blockPerson(anna, id, idOf(bob))])
      expect(await findGroup(bob, id)).toMatchObject({ membership: 'none', standing: 'blocked' })
      await expect(answerInvitation(bob, id, 'accepted')).rejects.toMatchObject({ code: 'group.notInvited' })
    }
  })

  test('somebody of another plein is kept out too, and his Follow is answered with no', async () => {
    const id = await createGroup(anna, { handle: 'sluizen', name: 'Sluizen' })
    expect(await mayPostIn(world.db, dirk.context.viewer, id)).toBe(true)
    await blockPerson(anna, id, dirk.id)
    expect(await mayPostIn(world.db, dirk.context.viewer, id)).toBe(false)
    expect(await mayReplyIn(world.db, dirk.context.viewer, id)).toBe(false)
    const followIri = 'https://elders.example/follows/1'
    expect(await joinGroup(dirk.context, id, followIri)).toEqual({ outcome: 'refused' })
    const pair = { followerId: dirk.id, targetId: id }
    expect(world.told('follow.rejected')).toContainEqual({ followIri, ...pair })
    expect(await findFollow(world.db, pair)).toBeUndefined()
  })

  test('a group that opens lets in who waits; one that closes keeps its members', async () => {
    const id = await createGroup(anna, { handle: 'bruggen', name: 'Bruggen', access: 'closed' })
    const changes = { name: 'Bruggen', about: '', restricted: false }
    expect(await joinGroup(bob, id)).toEqual({ outcome: 'awaiting' })
    await editGroup(anna, id, { ...changes, access: 'open' })
    expect(await findGroup(bob, id)).toMatchObject({ access: 'open', role: 'member' })
    await editGroup(anna, id, changes)
    expect(await findGroup(bob, id)).toMatchObject({ access: 'open' })
    await editGroup(anna, id, { ...changes, access: 'hidden' })
    expect(await findGroup(bob, id)).toMatchObject({ access: 'hidden', role: 'member' })
    expect(await findGroup(cees, id)).toBeUndefined()
    await expect(editGroup(bob, id, { ...changes, access: 'open' })).rejects.toMatchObject({ status: 403 })
    await removeMember(anna, id, idOf(bob))
    expect(await findGroup(bob, id)).toBeUndefined()
  })

  test('a hidden group of another plein is not shown to those who are no member there', async () => {
    const group = await recordRemoteActor(world, { ...remotePerson('geheim'), type: 'Group' })
    const facts = { restricted: false, name: 'Geheim', about: '', now: world.clock.now() }
    await world.transaction((tx) => recordRemoteGroup(tx, group.id, { ...facts, access: 'hidden' }))
    const shown = await listGroups(cees, { search: 'geheim' }, { limit: 10 })
    expect(shown.items).toEqual([])
  })
})

function remotePerson(name: string) {
  const id = `https://elders.example/actors/${name}`
  return {
    id,
    type: 'Person',
    preferredUsername: name,
    name,
    inbox: `${id}/inbox`,
    publicKey: { id: `${id}#main-key`, owner: id, publicKeyPem: 'x' },
  }
}
