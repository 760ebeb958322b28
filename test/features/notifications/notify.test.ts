// Notifications on both databases: one line per thread, each event once, nothing of what one may not see, one mail.
import { beforeAll, expect, test } from '@jest/globals'
import type { EventName, Listener, Occurrence } from '../../../src/core/events.ts'
import { addComment } from '../../../src/features/comments/index.ts'
import { createContent } from '../../../src/features/content/index.ts'
import { createGroup, decideRequest, joinGroup, leaveGroup } from '../../../src/features/groups/index.ts'
import {
  countUnread, listNotifications, mailSettingOf, markAllRead, markThreadRead, notify, setMail, unsubscribe, unsubscribeKey,
} from '../../../src/features/notifications/index.ts' // prettier-ignore
import {
  whenCommentAdded, whenContentPublished, whenFollowAccepted, whenFollowRequested, whenReactionAdded,
} from '../../../src/features/notifications/listeners.ts' // prettier-ignore
import { addReaction } from '../../../src/features/reactions/index.ts'
import { system } from '../../../src/core/viewer.ts'
import type { ActorId, ContentId } from '../../../src/lib/id.ts'
import { kinds } from '../../../src/kinds/index.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { idOf, person } from '../groups/people-and-groups.ts'

const listeners: { [E in EventName]?: Listener<E> } = {
  'content.published': whenContentPublished,
  'comment.added': whenCommentAdded,
  'reaction.added': whenReactionAdded,
  'follow.accepted': whenFollowAccepted,
  'follow.requested': whenFollowRequested,
}

eachDatabase('notifications', (open) => {
  let world: TestContext
  let anna: TestContext
  let bob: TestContext
  let cees: TestContext
  let groupId: ActorId
  let heard = 0

  /** What the worker does: each listener hears each event, here twice, as after a crash. */
  async function hear(): Promise<void> {
    for (const event of world.events.slice(heard)) {
      const listener = listeners[event.name] as Listener<EventName> | undefined
      const occurrence: Occurrence = {
        id: event.id,
        name: event.name,
        occurred: world.clock.now(),
        payload: event.payload,
      }
      for (let time = 0; time < 2; time++) await listener?.(world.as(system), occurrence, undefined as never)
    }
    heard = world.events.length
  }

  async function mails(): Promise<number> {
    const rows = await world.db.selectFrom('job').select('id').where('name', '=', 'notification.mail').execute()
    return rows.length
  }

  async function post(
    by: TestContext,
    body: string,
    audience: 'public' | 'group' | 'private' = 'public',
  ): Promise<ContentId> {
    const id = await createContent(by, { kind: 'post', groupId, title: 'Een bericht', body, audience })
    await hear()
    return id
  }

  const linesOf = async (one: TestContext) => (await listNotifications(one, { limit: 50 })).items

  beforeAll(async () => {
    world = testContext(open(), { kinds })
    anna = await person(world, 'anna')
    bob = await person(world, 'bob')
    cees = await person(world, 'cees')
    groupId = await createGroup(anna, { handle: 'archief', name: 'Archief' })
    await joinGroup(bob, groupId)
    await hear()
  })

  test('members are told of a new post, without mail; others and the author are not', async () => {
    await post(anna, 'Hoe doen jullie dit?')
    expect(await linesOf(bob)).toMatchObject([{ type: 'post', count: 1, unread: true, actor: { handle: 'anna' } }])
    expect(await linesOf(anna)).toEqual([])
    expect(await linesOf(cees)).toEqual([])
    expect(await mails()).toBe(0)
  })

  test('whoever is mentioned is told so, with a mail', async () => {
    const before = await mails()
    await post(anna, 'Weet @cees dit, of @bob?')
    expect(await linesOf(cees)).toMatchObject([{ type: 'mention', count: 1 }])
    expect((await linesOf(bob))[0]).toMatchObject({ type: 'mention', count: 1 })
    expect(await mails()).toBe(before + 2)
  })

  test('twelve reactions are one line and one mail; read, and the next begins anew', async () => {
    const id = await post(anna, 'Nuttig?')
    const before = await mails()
    for (let number = 0; number < 12; number++) {
      const one = await person(world, `fan${number}`)
      await addReaction(one, { subjectId: id, type: 'like' })
    }
    await hear()
    const lines = await linesOf(anna)
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ type: 'reaction', count: 12, counts: { reaction: 12 }, unread: true })
    expect(await countUnread(anna)).toBe(1)
    expect(await mails()).toBe(before + 1)
    await markThreadRead(anna, id)
    expect(await countUnread(anna)).toBe(0)
    await addComment(bob, { contentId: id, body: 'Zeker' })
    await hear()
    expect(await linesOf(anna)).toMatchObject([{ type: 'comment', count: 1, counts: { comment: 1 }, unread: true }])
    expect(await mails()).toBe(before + 2)
  })

  test('who takes part in a thread is told of comments, not of his own', async () => {
    const id = await post(anna, 'Een gesprek')
    await addComment(bob, { contentId: id, body: 'Eerste' })
    await addComment(cees, { contentId: id, body: 'Tweede' })
    await hear()
    const about = async (one: TestContext) => (await linesOf(one)).find((line) => line.path === `/item/${id}`)
    expect(await about(anna)).toMatchObject({ count: 2, counts: { comment: 2 }, actor: { handle: 'cees' } })
    expect(await about(bob)).toMatchObject({ count: 2, counts: { post: 1, comment: 1 } })
    expect(await about(cees)).toBeUndefined()
  })

  test('who is answered is told of an answer, also when it names him; others who are named, of that', async () => {
    const id = await post(anna, 'Een vraag')
    const answer = await addComment(bob, { contentId: id, body: 'Volgens mij wel, @anna. Toch @cees?' })
    await addComment(cees, { contentId: id, parentId: answer, body: '@bob @anna ja' })
    await hear()
    const countsOf = async (one: TestContext) =>
      (await linesOf(one)).find((line) => line.path === `/item/${id}`)?.counts
    expect(await countsOf(anna)).toEqual({ comment: 2 })
    expect(await countsOf(bob)).toEqual({ post: 1, comment: 1 })
    expect(await countsOf(cees)).toEqual({ mention: 1 })
  })

  test('nobody is told of what he may not see, and what he may no longer see is gone from his list', async () => {
    const closed = await createGroup(anna, { handle: 'besloten', name: 'Besloten', access: 'closed' })
    await joinGroup(bob, closed)
    await hear()
    expect((await linesOf(anna))[0]).toMatchObject({
      type: 'request',
      subject: 'Besloten',
      path: '/g/besloten/members',
    })
    await decideRequest(anna, closed, idOf(bob), 'accepted')
    await hear()
    expect((await linesOf(bob))[0]).toMatchObject({ type: 'accepted', subject: 'Besloten' })
    await markAllRead(bob)
    const before = (await linesOf(cees)).length
    const id = await createContent(anna, {
      kind: 'post',
      groupId: closed,
      title: 'Geheim',
      body: 'Voor @bob en @cees',
      audience: 'group',
    })
    await hear()
    expect(await linesOf(cees)).toHaveLength(before)
    expect((await linesOf(bob))[0]).toMatchObject({ type: 'mention', path: `/item/${id}` })
    expect(await countUnread(bob)).toBe(1)
    await leaveGroup(bob, closed)
    expect((await linesOf(bob)).some((line) => line.path === `/item/${id}`)).toBe(false)
    expect(await countUnread(bob)).toBe(0)
  })

  test('history that is fetched later is no news', async () => {
    const before = (await linesOf(bob)).length
    await createContent(anna, { kind: 'post', groupId, title: 'Oud', body: 'Oud', audience: 'public' })
    world.pass(4 * 24 * 60 * 60 * 1000)
    await hear()
    expect(await linesOf(bob)).toHaveLength(before)
  })

  test('mail can be ended by its link and turned on again; a link of somebody else does nothing', async () => {
    const key = unsubscribeKey(world.config.secretKey, idOf(bob))
    await expect(unsubscribe(world, idOf(anna), key)).rejects.toMatchObject({ status: 404 })
    await unsubscribe(world, idOf(bob), key)
    expect(await mailSettingOf(world.db, idOf(bob))).toBe('never')
    await setMail(bob, 'at-once')
    expect(await mailSettingOf(world.db, idOf(bob))).toBe('at-once')
  })

  test('what is between two people is mailed once until it is read; its end is mailed all the same', async () => {
    const own = { path: '/responses/x', words: 'notifications.title', subject: 'Meelezen' }
    const before = await mails()
    const tell = (eventId: string, isEnd: boolean) =>
      notify(world, eventId, [{ personId: idOf(cees), type: 'moved', actorId: idOf(bob), own: { ...own, isEnd } }])
    await tell('talk-1', false)
    await tell('talk-2', false)
    expect((await mails()) - before).toBe(1)
    await tell('end', true)
    await tell('end', true)
    expect((await mails()) - before).toBe(2)
    // Who gets a letter about it needs no second mail.
    const apart = { ...own, path: '/consent/x', isMailedApart: true }
    await notify(world, 'asked', [{ personId: idOf(cees), type: 'moved', actorId: idOf(bob), own: apart }])
    expect((await mails()) - before).toBe(2)
    expect((await linesOf(cees))[0]).toMatchObject({ path: '/consent/x' })
  })
})
