// Content, comments and reactions on the wire: shapes that go out, forms of distribution, and what comes in.
import { beforeAll, describe, expect, test } from '@jest/globals'
import { type Forward, type OutboxRules, type Outgoing, PUBLIC } from '../../../src/core/federation.ts'
import { system } from '../../../src/core/viewer.ts'
import { addComment, deleteComment, findComment, findCommentByIri } from '../../../src/features/comments/index.ts'
import { commentsFederation } from '../../../src/features/comments/federation/door.ts'
import {
  createContent,
  deleteContent,
  findContentByIri,
  getContent,
  listContent,
  objectOf,
} from '../../../src/features/content/index.ts'
import { showInStreams } from '../../../src/features/content/commands/looked-up.ts'
import { contentFederation } from '../../../src/features/content/federation/door.ts'
import { reactionsFederation } from '../../../src/features/reactions/federation.ts'
import { reactionsOf } from '../../../src/features/reactions/index.ts'
import type { ActorId, EventId } from '../../../src/lib/id.ts'
import { urlsOf } from '../../../src/lib/urls.ts'
import { post } from '../../../src/kinds/post/kind.ts'
import { type TestContext, testContext } from '../../kit/context.ts'
import { eachDatabase } from '../../kit/databases.ts'
import { type Receiving, receiving } from './receiving.ts'
import { personOf, remoteOf, seedOf } from './seed.ts'

const FAR = 'far.example'
const doors = [contentFederation, commentsFederation, reactionsFederation]
const urls = urlsOf('http://plein.test')

eachDatabase('content on the wire', (open) => {
  let root: TestContext
  let jan: ActorId, kees: ActorId, boss: ActorId, group: ActorId, closed: ActorId, farGroup: ActorId
  let iriOf: (id: ActorId) => string
  let receive: Receiving['receive'], note: Receiving['note']

  beforeAll(async () => {
    const seed = seedOf(open())
    iriOf = seed.iriOf
    ;[jan, boss] = [await seed.actor('jan'), await seed.actor('boss')]
    kees = await seed.actor('kees', { host: FAR })
    group = await seed.group('water', 'open')
    closed = await seed.group('besloten', 'closed')
    farGroup = await seed.group('verweg', 'open', FAR)
    for (const id of [group, closed, farGroup]) await seed.member(jan, id)
    await seed.member(boss, group, 'manager')
    await seed.member(kees, group)
    root = testContext(open(), { kinds: [post], viewer: system })
    const author = { author: kees, authorIri: iriOf(kees), groupIri: iriOf(group) }
    ;({ receive, note } = receiving({ root, doors, host: FAR, ...author }))
  })

  const as = (id: ActorId) => root.as(personOf(id))
  const write = (changes: object = {}) =>
    createContent(as(jan), {
      kind: 'post',
      groupId: group,
      title: 'Titel',
      body: 'Hoi @kees@far.example #Water',
      audience: 'public',
      data: { form: 'blog' },
      ...changes,
    })

  /** What all rules say of the last event of that name. */
  async function said(name: keyof OutboxRules, at = -1): Promise<readonly (Outgoing | Forward)[]> {
    const event = root.events.filter((one) => one.name === name).at(at)
    if (!event) throw new Error(`no ${name}`)
    const occurrence = { id: event.id as EventId, name, occurred: root.clock.now(), payload: event.payload }
    const rules = doors.flatMap((door) => (door.outbox?.[name] ? [door.outbox[name]] : []))
    const all = await Promise.all(
      rules.map((rule) => (rule as (...args: unknown[]) => Promise<(Outgoing | Forward)[]>)(root, occurrence, urls)),
    )
    return all.flat()
  }

  test('an item with a title is an Article with everything that others read', async () => {
    const content = await getContent(root, await write())
    const object = await objectOf(root, content)
    expect(object).toMatchObject({
      id: content.iri,
      type: 'Article',
      name: 'Titel',
      attributedTo: iriOf(jan),
      audience: iriOf(group),
      'dwv:form': 'blog',
      to: [iriOf(group), PUBLIC],
      cc: [`${iriOf(jan)}/followers`, iriOf(kees)],
      context: content.contextIri,
      replies: `${content.iri}/replies`,
      source: {
        content: content.body,
        mediaType: 'text/markdown',
      },
      mediaType: 'text/html',
      sensitive: false,
      published: content.published,
      url: content.url,
      interactionPolicy: { canQuote: { automaticApproval: [PUBLIC] } },
      tag: [
        {
          type: 'Mention',
          href: iriOf(group),
          name: '@water@plein.test',
        },
        {
          type: 'Mention',
          href: iriOf(kees),
          name: '@kees@far.example',
        },
        {
          type: 'Hashtag',
          href: 'http://plein.test/tag/water',
          name: '#Water',
        },
      ],
    })
    expect(object['summary']).toBe('Hoi @kees #Water')
    expect(object['contentMap']).toEqual({ nl: object['content'] })
    expect(object['content']).toContain('href="http://far.example/@kees"')
    expect(object['content']).not.toContain('href="/')
  })

  test('a short one is a Note without a summary', async () => {
    const object = await objectOf(root, await getContent(root, await write({ title: '', data: {} })))
    expect(object.type).toBe('Note')
    expect(Object.keys(object)).not.toContain('summary')
    expect(Object.keys(object)).not.toContain('name')
  })

  test('a new thread goes out in its three forms; nothing openly when it is not public', async () => {
    const id = await write()
    const { iri } = await getContent(root, id)
    const [own, wrap, boost] = await said('content.published')
    expect(own).toMatchObject({
      slot: 'own',
      activity: { type: 'Create', object: { id: iri } },
      to: { followersOf: [jan], actors: [kees] },
    })
    expect(wrap).toMatchObject({
      how: 'wrap',
      source: { slot: 'own' },
      actorId: group,
      to: { followersOf: [group], form: 'activity' },
    })
    expect(boost).toMatchObject({
      activity: { type: 'Announce', object: iri },
      to: { followersOf: [group], form: 'object' },
    })
    await write({ audience: 'group' })
    expect((await said('content.published')).map((one) => one.slot)).toEqual(['own', 'wrap'])
    await write({ groupId: closed, audience: 'group' })
    const [inside, wrapped] = await said('content.published')
    expect(inside).toMatchObject({ activity: { to: [iriOf(closed), `${iriOf(closed)}/followers`] } })
    expect(wrapped).toMatchObject({ announce: { to: [`${iriOf(closed)}/followers`], cc: [] } })
    await write({ audience: 'network' })
    for (const one of await said('content.published')) expect(one.to.allowedOnly).toBe(true)
    await write({ groupId: null, audience: 'organisation' })
    expect(await said('content.published')).toEqual([])
    await write({ groupId: farGroup })
    expect(await said('content.published')).toMatchObject([
      { slot: 'own', to: { followersOf: [jan], actors: [farGroup, kees] } },
    ])
  })

  test('a deleted item is taken back from whoever has it', async () => {
    const id = await write()
    const { iri } = await getContent(root, id)
    await deleteContent(as(jan), id)
    const [own, wrap, pass] = await said('content.deleted')
    expect(own).toMatchObject({
      activity: { type: 'Delete', object: iri, actor: iriOf(jan) },
      to: { receiversOf: iri },
    })
    expect([wrap?.slot, pass?.slot]).toEqual(['wrap', 'pass'])
  })

  test('a comment goes to the author, and through its group', async () => {
    const contentId = await write()
    await addComment(root.as(remoteOf(FAR, kees)), {
      contentId,
      body: '',
      remote: {
        iri: `http://${FAR}/c/1`,
        url: `http://${FAR}/c/1`,
        html: '<p>x</p>',
        published: '2026-11-21T10:00:00.000Z',
        language: 'nl',
        mentions: [],
        activityIri: `http://${FAR}/a/c1`,
      },
    })
    expect(await said('comment.added')).toMatchObject([
      { how: 'wrap', source: { activityIri: `http://${FAR}/a/c1` } },
      { how: 'as-is', source: { activityIri: `http://${FAR}/a/c1` }, to: { form: 'object' } },
    ])
    const parent = await findCommentByIri(root.db, `http://${FAR}/c/1`)
    await addComment(as(boss), { contentId, parentId: parent?.id, body: 'Antwoord' })
    const [own] = await said('comment.added')
    const { iri, contextIri } = await getContent(root, contentId)
    expect(own).toMatchObject({
      activity: {
        type: 'Create',
        object: { type: 'Note', inReplyTo: `http://${FAR}/c/1`, context: contextIri, audience: iriOf(group) },
      },
    })
    expect(new Set((own as Outgoing).to.actors)).toEqual(new Set([jan, kees]))
    expect(iri).toBeDefined()
  })

  describe('what comes in', () => {
    test('a thread for a group here is stored once, with its own kind and form', async () => {
      const object = note({
        type: 'Article',
        name: 'Van ver',
        'dwv:form': 'signaal',
        audience: iriOf(group),
        tag: [{ type: 'Hashtag', name: '#Dijk' }],
      })
      expect(await receive({ type: 'Create', object })).toBe('done')
      expect(await receive({ type: 'Create', object })).toBe('done')
      const content = await findContentByIri(root, String(object['id']))
      expect(content).toMatchObject({
        title: 'Van ver',
        data: { form: 'signaal' },
        groupId: group,
        audience: 'public',
        local: false,
        authorId: kees,
      })
      expect((await said('content.published')).map((one) => one.slot)).toEqual(['wrap', 'boost'])
    })
    test('what concerns nobody here, or is for some only, is passed over', async () => {
      expect(await receive({ type: 'Create', object: note({ cc: [] }) })).toBe('ignored')
      expect(await receive({ type: 'Create', object: note({ to: [iriOf(jan)], cc: [] }) })).toBe('ignored')
      expect(await receive({ type: 'Create', object: note({ attributedTo: `http://${FAR}/somebody-else` }) })).toBe(
        'ignored',
      )
    })
    test('what somebody asked for is shown to him, when it is for everyone; it stands in no stream until it is followed', async () => {
      const askedFor = { askedFor: true }
      const [late, followed] = [note({ cc: [] }), note({ cc: [] })]
      for (const object of [late, followed]) expect(await receive({ type: 'Create', object }, askedFor)).toBe('done')
      expect(await findContentByIri(as(jan), String(late['id']))).toMatchObject({ audience: 'public', authorId: kees })
      const streamed = async () => {
        const { items } = await listContent(as(jan), { inStreams: true }, { limit: 100 })
        return items.map(({ iri }) => iri).filter((iri) => iri === late['id'] || iri === followed['id'])
      }
      const byKees = await listContent(as(jan), { authorId: kees }, { limit: 100 })
      expect(byKees.items.map(({ iri }) => iri)).toEqual(expect.arrayContaining([late['id'], followed['id']]))
      expect(await streamed()).toEqual([])
      // It comes by itself, later: now it concerns somebody.
      const again = { ...late, to: [PUBLIC, iriOf(jan)] }
      expect(await receive({ type: 'Create', object: again })).toBe('done')
      expect(await streamed()).toEqual([late['id']])
      await showInStreams(root, kees)
      expect(new Set(await streamed())).toEqual(new Set([late['id'], followed['id']]))
      // Asking does not open what is not for everyone.
      const own = note({ to: [`${iriOf(kees)}/followers`], cc: [] })
      const network = note({ to: [], cc: [], 'dwv:audience': 'network' })
      for (const object of [own, network]) {
        expect(await receive({ type: 'Create', object }, askedFor)).toBe('ignored')
        expect(await findContentByIri(root, String(object['id']))).toBeUndefined()
      }
    })
    test('an answer that names no group finds its thread; a whisper does not', async () => {
      const { iri } = await getContent(root, await write())
      const answer = note({ inReplyTo: iri, cc: [] })
      expect(await receive({ type: 'Create', object: answer })).toBe('done')
      const deeper = note({ inReplyTo: answer['id'], cc: [] })
      expect(await receive({ type: 'Create', object: deeper })).toBe('done')
      const parent = await findCommentByIri(root.db, String(answer['id']))
      expect(await findCommentByIri(root.db, String(deeper['id']))).toMatchObject({
        parentId: parent?.id,
        contentId: parent?.contentId,
      })
      const whisper = note({ inReplyTo: iri, to: [iriOf(jan)], cc: [] })
      expect(await receive({ type: 'Create', object: whisper })).toBe('done')
      expect(await findCommentByIri(root.db, String(whisper['id']))).toBeUndefined()
    })
    test('changes and removals only by who may', async () => {
      const object = note({ type: 'Article', name: 'Eerst', audience: iriOf(group) })
      await receive({ type: 'Create', object })
      await receive({ type: 'Update', object: { ...object, name: 'Later', updated: '2026-11-20T11:00:00Z' } })
      const id = String(object['id'])
      expect((await findContentByIri(root, id))?.title).toBe('Later')
      const { iri } = await getContent(root, await write())
      await receive({ type: 'Delete', object: iri })
      expect(await findContentByIri(root, iri)).toMatchObject({ state: 'published' })
      await receive({ type: 'Delete', object: id })
      expect(await findContentByIri(root, id)).toBeUndefined()
    })
    test('nuttig comes and goes', async () => {
      const contentId = await write()
      const { iri } = await getContent(root, contentId)
      const like = `http://${FAR}/l/${contentId}`
      expect(await receive({ type: 'Like', object: iri }, { id: like })).toBe('done')
      expect((await reactionsOf(root, [contentId])).get(contentId)?.likes).toBe(1)
      expect(await receive({ type: 'Undo', object: { id: like, type: 'Like', object: iri } })).toBe('done')
      expect((await reactionsOf(root, [contentId])).get(contentId)?.likes).toBe(0)
    })
  })

  describe('what can be fetched', () => {
    const source = (path: string) => {
      const found = doors.flatMap((door) => door.documents ?? []).find((one) => one.path === path)
      if (!found) throw new Error(`nothing at ${path}`)
      return found
    }
    test('objects, answers and the thread, by the rule of who sees what', async () => {
      const guest = root.as({ type: 'guest' })
      const id = await write()
      const commentId = await addComment(as(boss), { contentId: id, body: 'Ja' })
      const content = await getContent(root, id)
      expect(await source('objects/:id').find(guest, { id }, {}, urls)).toMatchObject({
        type: 'document',
        public: true,
        page: `/item/${id}`,
        document: { id: content.iri },
      })
      expect(await source('objects/:id').find(guest, { id: commentId }, {}, urls)).toMatchObject({
        document: { type: 'Note', inReplyTo: content.iri },
      })
      expect(await source('objects/:id/replies').find(guest, { id }, {}, urls)).toMatchObject({
        document: { totalItems: 1, first: { items: [urls.object(commentId)] } },
      })
      expect(await source('contexts/:id').find(guest, { id }, {}, urls)).toMatchObject({
        document: { attributedTo: iriOf(group), first: { orderedItems: [content.iri, urls.object(commentId)] } },
      })
      const inside = await write({ groupId: closed, audience: 'group' })
      expect(await source('objects/:id').find(guest, { id: inside }, {}, urls)).toBeUndefined()
      await deleteComment(as(boss), commentId)
      await deleteContent(as(jan), id)
      const gone = (one: string) => source('objects/:id').find(guest, { id: one }, {}, urls)
      expect([await gone(id), await gone(commentId)]).toMatchObject([{ formerType: 'Article' }, { type: 'gone' }])
      expect(await gone(commentId)).toMatchObject({ deleted: (await findComment(root.db, commentId))?.deleted ?? '-' })
    })
  })
})
