// Writing, changing, removing, pinning, commenting and reacting, on both databases.
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { Ctx } from '../../../src/core/context.ts'
import {
  addComment, deleteComment, editComment, findComment, listComments, recountComments, restoreComment, threadOf,
} from '../../../src/features/comments/index.ts' // prettier-ignore
import {
  type ContentInput, createContent, deleteContent, editContent, getContent, hideContent, listContent, listDrafts, listRevisions, mentionsIn,
  pinContent, tagsOf, unpinContent,
} from '../../../src/features/content/index.ts' // prettier-ignore
import { attach, mediaOf, type PutPicture, recordUpload } from '../../../src/features/media/index.ts'
import { addReaction, reactionsOf, recountLikes, removeReaction } from '../../../src/features/reactions/index.ts'
import { type ActorId, type CommentId, newId } from '../../../src/lib/id.ts'
import { post } from '../../../src/kinds/post/kind.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { personOf, remoteOf, seedOf } from './seed.ts'

const FAR = 'far.example'

eachDatabase('content commands', (open) => {
  let root: TestContext
  let jan: ActorId, mies: ActorId, boss: ActorId, kees: ActorId
  let open1: ActorId, closed: ActorId

  beforeAll(async () => {
    const seed = seedOf(open())
    ;[jan, mies, boss] = [await seed.actor('jan'), await seed.actor('mies'), await seed.actor('boss')]
    kees = await seed.actor('kees', { host: FAR })
    ;[open1, closed] = [await seed.group('water', 'open'), await seed.group('besloten', 'closed')]
    for (const group of [open1, closed]) {
      await seed.member(jan, group)
      await seed.member(boss, group, 'manager')
    }
    root = testContext(open(), { kinds: [post] })
  })

  const as = (id: ActorId): TestContext => root.as(personOf(id))
  const far = (): TestContext => root.as(remoteOf(FAR, kees))
  function input(changes: Partial<ContentInput> = {}): ContentInput {
    return {
      kind: 'post',
      groupId: open1,
      title: 'Titel',
      body: 'Hoi @mies en @kees@far.example over #Water',
      audience: 'public',
      data: {},
      ...changes,
    }
  }

  test('a new item has its tags, mentions, summary, facets, and tells of it', async () => {
    const id = await createContent(as(jan), input({ tags: ['Klimaat'], data: { form: 'blog' } }))
    const content = await getContent(root, id)
    expect(content).toMatchObject({
      title: 'Titel',
      state: 'published',
      data: { form: 'blog' },
      local: true,
      host: 'plein.test',
    })
    expect(content.html).toContain('href="/@kees@far.example"')
    expect((await tagsOf(root.db, [id])).get(id)?.map(({ tag }) => tag)).toEqual(['klimaat', 'water'])
    expect(new Set(await mentionsIn(root.db, id))).toEqual(new Set([mies, kees]))
    expect(root.told('content.published').at(-1)).toEqual({ contentId: id })
    const blogs = await listContent(root, { facet: { name: 'form', text: 'blog' } }, { limit: 5 })
    expect(blogs.items.map((item) => item.id)).toEqual([id])
    expect((await listContent(root, { tag: 'water' }, { limit: 5 })).items.map((item) => item.id)).toContain(id)
    expect((await listContent(root, { mentions: mies }, { limit: 5 })).items.map((item) => item.id)).toContain(id)
  })

  describe('refuses', () => {
    test.each<[string, Partial<ContentInput>, string]>([
      [
        'a group that one is no member of',
        { groupId: 'closed' as ActorId, audience: 'group' },
        'content.mayNotPostHere',
      ],
      ['nothing to read', { body: '  ' }, 'body'],
      ['a title that is too long', { title: 'x'.repeat(201) }, 'title'],
      ['an audience that the place does not have', { groupId: null, audience: 'group' }, 'audience'],
      ['data that the kind does not know', { data: { form: 'roman' } }, 'form'],
      ['a kind that is not there', { kind: 'poem' }, 'content.unknownKind'],
    ])('%s', async (_, changes, fault) => {
      const groupId = changes.groupId === ('closed' as ActorId) ? closed : changes.groupId
      const wrong = createContent(
        as(mies),
        input({ groupId: null, ...changes, ...(groupId !== undefined ? { groupId } : {}) }),
      )
      const refusal = await wrong.then(
        () => undefined,
        (error: { code: string; fields?: object }) => error,
      )
      expect([refusal?.code, ...Object.keys(refusal?.fields ?? {})]).toContain(fault)
    })
    test('more than its group for what stands in a closed group', async () => {
      await expect(createContent(as(jan), input({ groupId: closed }))).rejects.toMatchObject({
        fields: { audience: { code: 'content.audienceNotHere' } },
      })
      await expect(createContent(as(jan), input({ groupId: closed, audience: 'group' }))).resolves.toBeDefined()
    })
    test('guests, and people who are not its author', async () => {
      await expect(createContent(root, input())).rejects.toMatchObject({ status: 401 })
      const id = await createContent(as(jan), input())
      await expect(editContent(as(mies), id, { title: 'X' })).rejects.toMatchObject({ code: 'content.notYours' })
      await expect(deleteContent(as(mies), id)).rejects.toMatchObject({ code: 'content.notYours' })
      await expect(hideContent(as(mies), id)).rejects.toMatchObject({ code: 'content.mayNotManage' })
    })
  })

  test('an edit keeps the version before, and is told once', async () => {
    const id = await createContent(as(jan), input())
    await editContent(as(jan), id, { title: 'Beter', body: 'Nieuw #Bodem' })
    const content = await getContent(root, id)
    expect(content).toMatchObject({ title: 'Beter', body: 'Nieuw #Bodem' })
    expect(content.edited).not.toBeNull()
    expect(await listRevisions(root.db, id, { limit: 9 })).toMatchObject([{ title: 'Titel', editorId: jan }])
    expect((await tagsOf(root.db, [id])).get(id)).toContainEqual({ tag: 'bodem', label: 'Bodem' })
    expect(root.told('content.edited').filter((one) => one.contentId === id)).toHaveLength(1)
  })

  test('a draft is its author’s alone until it is placed', async () => {
    const id = await createContent(as(jan), input({ state: 'draft', body: '', title: 'Nog niets' }))
    expect((await listDrafts(as(jan), { limit: 5 })).items.map((item) => item.id)).toContain(id)
    await expect(getContent(as(mies), id)).rejects.toMatchObject({ status: 404 })
    expect(root.told('content.published').some((one) => one.contentId === id)).toBe(false)
    await editContent(as(jan), id, { body: 'Nu wel', audience: 'network', publish: true })
    expect(await getContent(as(mies), id)).toMatchObject({ state: 'published', audience: 'network' })
    expect(root.told('content.published').filter((one) => one.contentId === id)).toHaveLength(1)
  })

  test('a deleted item leaves a tombstone without words', async () => {
    const id = await createContent(as(jan), input())
    await deleteContent(as(jan), id)
    await deleteContent(as(jan), id)
    await expect(getContent(as(jan), id)).rejects.toMatchObject({ status: 410 })
    const row = await root.db.selectFrom('content').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect(row).toMatchObject({ state: 'deleted', title: '', body: null, html: '', summary: '' })
    expect((await tagsOf(root.db, [id])).get(id)).toEqual([])
    expect(root.told('content.deleted').filter((one) => one.contentId === id)).toMatchObject([
      { authorId: jan, byId: jan, groupId: open1 },
    ])
  })

  test('a manager takes away and pins', async () => {
    const id = await createContent(as(jan), input())
    await pinContent(as(boss), id)
    await pinContent(as(boss), id)
    expect((await listContent(root, { pinnedIn: open1 }, { limit: 9 })).items.map((item) => item.id)).toContain(id)
    await unpinContent(as(boss), id)
    expect(root.told('content.pinned').filter((one) => one.contentId === id)).toHaveLength(1)
    await hideContent(as(boss), id)
    await expect(getContent(as(jan), id)).rejects.toMatchObject({ status: 404 })
    expect(root.told('content.deleted').at(-1)).toMatchObject({ contentId: id, byId: boss })
  })

  test('what arrives twice is there once, cleaned, and an old change does nothing', async () => {
    const remote = {
      iri: `http://${FAR}/o/1`,
      url: `http://${FAR}/1`,
      contextIri: 'http://far.example/c/1',
      published: '2026-11-01T09:00:00.000Z',
      html: '<p onclick="x">Hoi<script>1</script></p>',
      language: 'nl',
      tags: ['#Water'],
      mentions: [jan],
      activityIri: 'http://far.example/a/1',
    }
    const ids = await Promise.all([1, 2].map(() => createContent(far(), input({ body: '', remote }))))
    expect(new Set(ids).size).toBe(1)
    const [id = newId<'content'>()] = ids
    expect(await getContent(root, id)).toMatchObject({
      html: '<p>Hoi</p>',
      local: false,
      host: FAR,
      published: remote.published,
      summary: 'Hoi',
    })
    expect(root.told('content.published').filter((one) => one.contentId === id)).toEqual([
      { contentId: id, activityIri: remote.activityIri },
    ])
    await editContent(far(), id, {
      title: 'N',
      body: '',
      remote: { ...remote, html: '<p>Nieuw</p>', edited: '2026-11-02T09:00:00.000Z' },
    })
    await editContent(far(), id, {
      title: 'O',
      body: '',
      remote: { ...remote, html: '<p>Oud</p>', edited: '2026-11-01T10:00:00.000Z' },
    })
    expect(await getContent(root, id)).toMatchObject({ html: '<p>Nieuw</p>', title: 'N' })
  })

  test('lists go on where the page before ended, also over many sources', async () => {
    const ids: string[] = []
    for (let index = 0; index < 7; index++)
      ids.push(
        await createContent(
          as(jan),
          input({ groupId: index % 2 ? open1 : null, audience: 'network', title: `L${index}` }),
        ),
      )
    for (const filter of [
      { authorId: jan },
      { authorIds: [jan], groupIds: [open1] },
      {},
      { host: 'plein.test' },
      { kind: 'post' },
    ]) {
      const seen: string[] = []
      let after: string | undefined
      do {
        const page = await listContent(as(mies), filter, { after, limit: 3 })
        seen.push(...page.items.map((item) => item.id))
        after = page.next
      } while (after !== undefined)
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen).toEqual(expect.arrayContaining(ids))
      expect(seen.slice(0, 7)).toEqual(ids.toReversed())
    }
  })

  test('pictures hang on what one wrote oneself', async () => {
    const put: PutPicture = async ({ full }) => ({ file: full, mimeType: 'image/webp', width: 4, height: 3, bytes: 9 })
    await expect(recordUpload(as(jan), ' ', put)).rejects.toMatchObject({
      fields: { alt: { code: 'media.altNeeded' } },
    })
    const own = await recordUpload(as(jan), 'Een sloot', put)
    const others = await recordUpload(as(mies), 'Van mies', put)
    const id = await createContent(as(jan), input({ mediaIds: [own, others] }))
    expect((await mediaOf(root.db, [id])).get(id)?.map((picture) => picture.alt)).toEqual(['Een sloot'])
    await root.transaction((tx) => attach(tx, id, []))
    expect((await mediaOf(root.db, [id])).get(id)).toEqual([])
  })

  test('comments stand in their thread, are counted, changed and taken away', async () => {
    const contentId = await createContent(as(jan), input())
    const add = (ctx: Ctx, parentId?: CommentId) => addComment(ctx, { contentId, parentId, body: 'Reactie @jan' })
    const a = await add(as(mies))
    const b = await add(as(jan), a)
    const c = await add(as(mies), b)
    const d = await add(as(jan), c)
    await recountComments(root, contentId)
    expect((await getContent(root, contentId)).commentCount).toBe(4)
    const tree = threadOf((await listComments(root.db, contentId, { limit: 10 })).items)
    const [first] = tree
    expect([tree.length, first?.comment.id, first?.replies[0]?.comment.id]).toEqual([1, a, b])
    expect(first?.replies[0]?.replies.map((node) => [node.comment.id, node.answers?.id])).toEqual([
      [c, undefined],
      [d, c],
    ])
    await editComment(as(mies), a, { body: 'Anders' })
    // An Update that says no moment counts once, also when it is worked off twice.
    const update = { html: '<p>Van elders</p>', mentions: [], edited: null, activityIri: 'http://far.example/u/1' }
    for (const remote of [update, update]) await editComment(as(mies), a, { body: '', remote })
    const edits = root.told('comment.edited').filter(({ commentId }) => commentId === a)
    const revisions = await root.db.selectFrom('revision').select('id').where('subjectId', '=', a).execute()
    expect([edits.length, revisions.length]).toEqual([2, 2])
    await expect(editComment(as(jan), a, { body: 'Niet van mij' })).rejects.toMatchObject({ code: 'comment.notYours' })
    await deleteComment(as(boss), c)
    await deleteComment(as(mies), a)
    expect(await findComment(root.db, a)).toMatchObject({ state: 'deleted', html: '', body: null })
    expect(root.told('comment.deleted').map((one) => one.byId)).toEqual([boss, mies])
    await recountComments(root, contentId)
    expect((await getContent(root, contentId)).commentCount).toBe(2)
    await expect(restoreComment(as(mies), c)).rejects.toMatchObject({ code: 'comment.notYours' })
    await restoreComment(as(boss), c)
    await expect(restoreComment(as(boss), c)).rejects.toMatchObject({ code: 'comment.notHidden' })
    await expect(restoreComment(as(boss), a)).rejects.toMatchObject({ code: 'comment.notHidden' })
    expect(root.told('comment.added').at(-1)).toEqual({ commentId: c, contentId, again: true })
    expect((await findComment(root.db, c))?.html).toContain('Reactie')
    await recountComments(root, contentId)
    expect((await getContent(root, contentId)).commentCount).toBe(3)
    // What its author takes away after a manager did, is gone for good.
    for (const who of [boss, mies]) await deleteComment(as(who), c)
    await expect(restoreComment(as(boss), c)).rejects.toMatchObject({ code: 'comment.notHidden' })
    expect(await findComment(root.db, c)).toMatchObject({ state: 'deleted' })
    await expect(
      addComment(as(mies), {
        contentId: await createContent(as(jan), input({ groupId: closed, audience: 'group' })),
        body: 'x',
      }),
    ).rejects.toMatchObject({ status: 404 })
  })

  test('nuttig counts once per person; only what is public is shared', async () => {
    const subjectId = await createContent(as(jan), input())
    await addReaction(as(mies), { subjectId, type: 'like' })
    await addReaction(as(mies), { subjectId, type: 'like' })
    await addReaction(far(), { subjectId, type: 'like', remote: { iri: 'http://far.example/l/1' } })
    await recountLikes(root, subjectId)
    expect((await getContent(root, subjectId)).likeCount).toBe(2)
    expect((await reactionsOf(as(mies), [subjectId])).get(subjectId)).toEqual({
      likes: 2,
      mine: { like: true, share: false },
    })
    await removeReaction(as(mies), { subjectId, type: 'like' })
    await removeReaction(as(mies), { subjectId, type: 'like' })
    expect(root.told('reaction.added')).toHaveLength(2)
    expect(root.told('reaction.removed')).toMatchObject([{ subjectId, actorId: mies, type: 'like' }])
    const inside = await createContent(as(jan), input({ audience: 'network' }))
    const enclosed = await createContent(as(jan), input({ groupId: open1 }))
    const setAccess = (access: 'open' | 'closed') =>
      root.transaction((tx) => tx.updateTable('group').set({ access }).where('actorId', '=', open1).execute())
    await setAccess('closed')
    for (const one of [inside, enclosed])
      await expect(addReaction(as(jan), { subjectId: one, type: 'share' })).rejects.toMatchObject({
        code: 'reaction.onlyPublic',
      })
    await setAccess('open')
  })
})
