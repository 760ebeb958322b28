// Who elsewhere takes back what he said, wholly or for some: it narrows here, in any group, and stays so.
import { beforeAll, expect, test } from '@jest/globals'
import type { GroupAccess } from '../../../src/core/access.ts'
import type { Tools } from '../../../src/core/context.ts'
import { type JsonObject, PUBLIC } from '../../../src/core/federation.ts'
import { system } from '../../../src/core/viewer.ts'
import { commentsFederation } from '../../../src/features/comments/federation/door.ts'
import { deleteComment, findCommentByIri, restoreComment } from '../../../src/features/comments/index.ts'
import { whenActorGone } from '../../../src/features/comments/listeners.ts'
import { contentFederation } from '../../../src/features/content/federation/door.ts'
import { findContentByIri, getContent, hideContent, restoreContent } from '../../../src/features/content/index.ts'
import { post } from '../../../src/kinds/post/kind.ts'
import type { ActorId, CommentId, ContentId } from '../../../src/lib/id.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { type Receiving, receiving } from './receiving.ts'
import { personOf, seedOf } from './seed.ts'

const FAR = 'far.example'

eachDatabase('what is taken back', (open) => {
  let root: TestContext
  let jan: ActorId, kees: ActorId, boss: ActorId, group: ActorId
  let groupIri: string, janIri: string, followers: string
  let receive: Receiving['receive'], note: Receiving['note']

  beforeAll(async () => {
    const seed = seedOf(open())
    ;[jan, boss] = [await seed.actor('jan'), await seed.actor('boss')]
    kees = await seed.actor('kees', { host: FAR })
    group = await seed.group('water', 'open')
    await seed.member(boss, group, 'manager')
    for (const id of [jan, kees]) await seed.member(id, group)
    ;[groupIri, janIri, followers] = [seed.iriOf(group), seed.iriOf(jan), `${seed.iriOf(kees)}/followers`]
    root = testContext(open(), { kinds: [post], viewer: system })
    const author = { author: kees, authorIri: seed.iriOf(kees), groupIri }
    ;({ receive, note } = receiving({ root, doors: [contentFederation, commentsFederation], host: FAR, ...author }))
  })

  const manager = () => root.as(personOf(boss))
  const setAccess = (access: GroupAccess) =>
    root.transaction((tx) => tx.updateTable('group').set({ access }).where('actorId', '=', group).execute())
  const item = ({ id }: JsonObject) => findContentByIri(root, String(id))
  const comment = ({ id }: JsonObject) => findCommentByIri(root.db, String(id))

  /** An item and an answer to it, as they stand here. */
  async function thread(): Promise<{ object: JsonObject; reply: JsonObject }> {
    const object = note({ type: 'Article', name: 'Nul', audience: groupIri })
    const reply = note({ inReplyTo: object['id'] })
    for (const one of [object, reply]) await receive({ type: 'Create', object: one })
    return { object, reply }
  }

  const change = (from: JsonObject, words: string, to: readonly string[], minute?: number) => {
    const updated = minute === undefined ? {} : { updated: `2026-11-20T11:0${minute}:00Z` }
    const object = { ...from, name: words, content: words, to: [...to], cc: [], ...updated }
    return receive({ type: 'Update', object })
  }

  test('a change narrows who reads it, never widens it; for nobody here: it goes, and is not passed on', async () => {
    const { object, reply } = await thread()
    await change(reply, 'Geheim', [followers], 1)
    expect(await comment(reply)).toMatchObject({ state: 'deleted', html: '' })
    await change(object, 'Een', [groupIri], 2)
    expect(await item(object)).toMatchObject({ title: 'Een', audience: 'group' })
    await change(object, 'Twee', [PUBLIC], 3)
    expect(await item(object)).toMatchObject({ title: 'Twee', audience: 'group' })
    await change(object, 'Oud', [followers], 1)
    expect(await item(object)).toMatchObject({ title: 'Twee' })
    await change(object, 'Geheim', [followers], 4)
    expect(await item(object)).toBeUndefined()
    expect(root.told('content.deleted').at(-1)).not.toHaveProperty('activityIri')
  })

  test.each(['open', 'closed', 'hidden'] as const)(
    'private words reach nobody in a group that is %s',
    async (access) => {
      await setAccess(access)
      for (const to of [[followers], [janIri]]) {
        const object = note({ type: 'Article', name: 'Nul', to: [groupIri], cc: [], audience: groupIri })
        await receive({ type: 'Create', object })
        expect(await item(object)).toMatchObject({ audience: 'group' })
        const edits = root.told('content.edited').length
        await change(object, 'Geheim', to, 1)
        expect(await item(object)).toBeUndefined()
        expect(root.told('content.edited')).toHaveLength(edits)
        const whisper = note({ type: 'Article', name: 'Geheim', to, cc: [], audience: groupIri })
        expect(await receive({ type: 'Create', object: whisper })).toBe('ignored')
      }
      await setAccess('open')
    },
  )

  test('a group that is closed for a while narrows nothing for good', async () => {
    const { object, reply } = await thread()
    await setAccess('closed')
    const edits = root.told('content.edited').length
    // The same once more, of software that does not say when it was edited.
    await receive({ type: 'Update', object })
    expect(root.told('content.edited')).toHaveLength(edits)
    await change(object, 'Een', [PUBLIC, groupIri], 1)
    // As pleinen say it while the group is closed: it is for all that can read the thread now.
    const answer = note({ inReplyTo: object['id'], to: [groupIri], cc: [] })
    await receive({ type: 'Create', object: answer })
    await change(reply, 'Twee', [groupIri], 1)
    await setAccess('open')
    expect([await comment(answer), await comment(reply)]).toMatchObject([{ html: '<p>Hoi</p>' }, { html: 'Twee' }])
    await change(reply, 'Geheim', [groupIri], 2)
    expect(await comment(reply)).toMatchObject({ state: 'deleted' })
    expect(await item(object)).toMatchObject({ title: 'Een', audience: 'public' })
  })

  test('narrowing under the moment of the words that are here counts', async () => {
    const { object, reply } = await thread()
    for (const one of [object, reply]) await change(one, 'Een', [PUBLIC], 1)
    await change(reply, 'Een', [followers], 1)
    expect(await comment(reply)).toMatchObject({ state: 'deleted' })
    await change(object, 'Een', [groupIri], 1)
    expect(await item(object)).toMatchObject({ audience: 'group' })
    await change(object, 'Een', [followers], 1)
    expect(await item(object)).toBeUndefined()
  })

  test('what a manager hid, its author narrows and takes back as well', async () => {
    const { object, reply } = await thread()
    const [contentId, commentId] = [(await item(object))?.id as ContentId, (await comment(reply))?.id as CommentId]
    await deleteComment(manager(), commentId)
    await hideContent(manager(), contentId)
    const edits = root.told('content.edited').length
    await change(reply, 'Geheim', [followers], 1)
    expect(await comment(reply)).toMatchObject({ state: 'deleted' })
    await expect(restoreComment(manager(), commentId)).rejects.toMatchObject({ code: 'comment.notHidden' })
    expect(await change(object, 'Voor de groep', [groupIri], 1)).toBe('done')
    expect(await item(object)).toMatchObject({ state: 'hidden' })
    expect(root.told('content.edited')).toHaveLength(edits)
    await restoreContent(manager(), contentId)
    expect(await getContent(root, contentId)).toMatchObject({ title: 'Voor de groep', audience: 'group' })
    await hideContent(manager(), contentId)
    await change(object, 'Geheim', [followers], 2)
    expect(await item(object)).toBeUndefined()
  })

  test('with somebody goes what a manager hid of him', async () => {
    const { reply } = await thread()
    const commentId = (await comment(reply))?.id as CommentId
    await deleteComment(manager(), commentId)
    await whenActorGone(root, { payload: { actorId: kees } } as Parameters<typeof whenActorGone>[1], {} as Tools)
    await expect(restoreComment(manager(), commentId)).rejects.toMatchObject({ code: 'comment.notHidden' })
  })
})
