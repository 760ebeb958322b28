// Every POST of every room, by whoever should not: guests, other sites, other people, members, managers of another group.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { testClock } from '../kit/network.ts'
import type { Person } from '../kit/person.ts'
import { startServer, type TestServer } from '../kit/server.ts'
import { allRoutes, type Attack, countRows, fields, markupFrom, nasty, send } from './attack.ts'

/** Milliseconds: there are many pages, and every one of them is tried with everything. */
const LONG = 240_000

describe('every POST that the rooms have', () => {
  /** Runs ahead, so that nobody posts too often. */
  const clock = testClock()
  let server: TestServer
  let owner: Person
  let member: Person
  let other: Person
  let group: string
  let closed: string
  let ids: Record<string, string>

  beforeAll(async () => {
    server = await startServer({ overrides: { clock } })
    owner = await server.person('Olga Eigenaar')
    member = await server.person('Lid van Leden')
    other = await server.person('Ander Mens')
    group = await owner.startsGroup('Groep van Olga')
    closed = await owner.startsGroup('Dicht van Olga', { access: 'closed' })
    await other.startsGroup('Groep van Ander')
    await member.joins(group)
    const item = await owner.posts({ group, title: 'Van Olga', body: 'Tekst van Olga' })
    const hidden = await owner.posts({ title: 'Geheim', body: 'Alleen voor Olga', audience: 'private' })
    await owner.comments(item, 'Reactie van Olga')
    await server.app.drain()
    const { db } = server.app.ctx()
    const comment = await db.selectFrom('comment').select('id').executeTakeFirstOrThrow()
    const person = await db.selectFrom('actor').select('id').where('handle', '=', 'olga').executeTakeFirstOrThrow()
    ids = { item: item.slice(6), hidden: hidden.slice(6), comment: comment.id, person: person.id }
  })
  afterAll(() => server.close())

  function pathOf(route: string, mine: { item?: string; group?: string } = {}): string {
    return route
      .replace(/^\/item\/:id/, `/item/${mine.item ?? ids['item']}`)
      .replace(/^\/comment\/:id/, `/comment/${ids['comment']}`)
      .replace(':kind', 'post')
      .replace('/g/:handle', `/g/${mine.group ?? group}`)
      .replace(':handle', 'olga')
      .replace(':person', ids['person'] ?? '')
      .replace(':id', ids['item'] ?? '')
  }
  /** Sends, and notes what is answered with none of these statuses. */
  async function knock(
    wrong: unknown[],
    statuses: readonly number[],
    path: string,
    attack: Attack,
    about: object = {},
  ) {
    clock.advance(250)
    const answer = await send(server.origin, path, attack)
    const html = await answer.text()
    if (!statuses.includes(answer.status)) wrong.push({ path: path.slice(0, 80), status: answer.status, ...about })
    return { answer, html }
  }
  /** Plausible values for every form at once. */
  const likely = {
    title: 'Overgenomen', body: 'Overgenomen', audience: 'public', action: 'place', name: 'Overgenomen', about: 'x',
    do: 'remove', account: 'x', invitation: 'x', session: 'x', host: 'kwaad.example', trust: 'blocked', email: 'kwaad@example.nl',
    mail: 'never', locale: 'nl', parent: '', handle: 'overgenomen', access: 'open', id: '',
  } // prettier-ignore

  test('the list is there', () => {
    expect(allRoutes().post.length).toBeGreaterThan(30)
  })

  test('guests: sign in first, not found, or one of the ways in; nothing changes', async () => {
    const before = await countRows(server)
    const wrong: unknown[] = []
    for (const route of allRoutes().post) {
      // Whoever asks for a new password always gets the same page.
      const statuses = route === '/password-reset' ? [200] : [303, 403, 404, 422]
      const { answer } = await knock(wrong, statuses, pathOf(route), { body: fields(likely) })
      const to = answer.headers.get('location') ?? '/sign-in'
      if (!to.startsWith('/sign-in') && route !== '/sign-out') wrong.push({ route, to })
    }
    expect(wrong).toEqual([])
    expect(await countRows(server)).toEqual(before)
  })

  test('another site cannot send any of them', async () => {
    const before = await countRows(server)
    const foreign: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site', origin: 'https://kwaad.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: 'https://kwaad.example' },
      { 'sec-fetch-site': 'none', origin: 'null' },
      { 'sec-fetch-site': 'none', origin: 'https://kwaad.example' },
      { 'sec-fetch-site': 'same-origin, cross-site' },
      { 'sec-fetch-site': '' },
    ]
    const wrong: unknown[] = []
    for (const route of allRoutes().post) {
      for (const headers of foreign) {
        const { html } = await knock(wrong, [403], pathOf(route), { as: owner, body: fields(likely), headers }, headers)
        if (!html.includes('<h1')) wrong.push({ route, html })
      }
    }
    expect(wrong).toEqual([])
    expect(await countRows(server)).toEqual(before)
  })

  test('without Sec-Fetch-Site the Origin decides', async () => {
    for (const [origin, status] of [
      ['null', 403],
      ['https://kwaad.example', 403],
      [server.origin.replace('http:', 'https:'), 403],
      [`${server.origin}.kwaad.example`, 403],
      [server.origin, 303],
    ] as const) {
      const headers = { cookie: owner.cookie, origin }
      const answer = await fetch(`${server.origin}/notifications/read`, { method: 'POST', redirect: 'manual', headers })
      expect({ origin, status: answer.status }).toEqual({ origin, status })
    }
  })

  test('administrators only: for anybody else it is not there', async () => {
    const before = await countRows(server)
    const { get, post } = allRoutes()
    const wrong: unknown[] = []
    for (const person of [owner, member, other]) {
      for (const path of get.filter((one) => one.startsWith('/admin'))) await knock(wrong, [404], path, { as: person })
      for (const path of post.filter((one) => one.startsWith('/admin')))
        await knock(wrong, [404], path, { as: person, body: fields(likely) })
    }
    expect(wrong).toEqual([])
    expect(await countRows(server)).toEqual(before)
  })

  test('what is somebody else’s: no member and no manager of another group changes it', async () => {
    const mayDo = /\/(like|unlike|share|unshare|comment|join|leave|follow|unfollow)$/
    const { db } = server.app.ctx()
    const stateOf = () =>
      Promise.all([
        db.selectFrom('content').selectAll().execute(),
        db.selectFrom('comment').selectAll().execute(),
        db.selectFrom('group').selectAll().execute(),
        db.selectFrom('follow').selectAll().execute(),
        db.selectFrom('actor').select(['id', 'name', 'summary', 'pictureMediaId']).execute(),
      ])
    const before = await stateOf()
    const wrong: unknown[] = []
    for (const person of [member, other]) {
      for (const route of allRoutes().post.filter((one) => /^\/(item|comment|g)\//.test(one) && !mayDo.test(one))) {
        for (const change of ['remove', 'manager', 'member', 'accept', 'decline'])
          await knock(wrong, [403, 404, 409, 422], pathOf(route), {
            as: person,
            body: fields({ ...likely, do: change }),
          })
      }
    }
    expect(wrong).toEqual([])
    expect(await stateOf()).toEqual(before)
  })

  test('what one may not see cannot be liked, shared, answered, read or even known of', async () => {
    const before = await countRows(server)
    const { get, post } = allRoutes()
    const wrong: unknown[] = []
    const words = (html: string) => html.replace(/[0-9a-f-]{36}|[0-9a-f]{10}/g, '')
    for (const [routes, body] of [
      [get, undefined],
      [post, fields(likely)],
    ] as const) {
      for (const route of routes.filter((one) => one.startsWith('/item/:id'))) {
        const attack = { as: other, ...(body ? { body } : {}) }
        const there = await knock(wrong, [404], pathOf(route, { item: ids['hidden'] ?? '' }), attack)
        const none = await knock(wrong, [404], pathOf(route, { item: '01999999-0000-7000-8000-000000000000' }), attack)
        if (words(there.html) !== words(none.html)) wrong.push({ route, differs: true })
      }
    }
    expect(wrong).toEqual([])
    expect(await countRows(server)).toEqual(before)
  })

  test('a closed group is not written in by who is no member', async () => {
    const before = await countRows(server)
    const body = fields({ ...likely, group: closed, audience: 'group' })
    const answer = await send(server.origin, `/new/post?group=${closed}`, { as: other, body })
    expect(answer.status).toBe(403)
    expect(await countRows(server)).toEqual(before)
  })

  test(
    'unknown, odd and huge ids are not found, on every page',
    async () => {
      const odd = [
      '0', '-1', 'NaN', 'constructor', '__proto__', "'", '%22', '..%2f..%2f', '%F0%9F%98%80', '%ff', '%00', '%',
      'x'.repeat(3000), '01999999-0000-7000-8000-000000000000', 'olga@kwaad.example', '%E2%80%AE',
    ] // prettier-ignore
      const { get, post } = allRoutes()
      const wrong: unknown[] = []
      for (const [routes, body] of [
        [get, undefined],
        [post, fields(likely)],
      ] as const) {
        for (const route of routes.filter((one) => one.includes(':'))) {
          const statuses = route.startsWith('/tag/') ? [200, 400, 404] : [400, 404]
          for (const id of odd)
            await knock(wrong, statuses, route.replace(/:[a-z]+/g, id), { as: owner, ...(body ? { body } : {}) })
        }
      }
      expect(wrong).toEqual([])
      expect(server.log).toEqual([])
    },
    LONG,
  )

  test(
    'every page with every kind of bad query',
    async () => {
      const wrong: unknown[] = []
      const names = [
        'q',
        'after',
        'return',
        'token',
        'group',
        'reply',
        'comment',
        'show',
        'size',
        'taal',
        'person',
        'key',
        'form',
        'stream',
        'kind',
      ]
      for (const route of allRoutes().get.filter((one) => !one.startsWith('/admin'))) {
        for (const value of [
          nasty.script,
          nasty.attribute,
          nasty.rightToLeft,
          nasty.sql,
          nasty.path,
          '20261122060000000-01999999-0000-7000-8000-000000000000',
        ]) {
          const query = new URLSearchParams(names.map((name) => [name, value.slice(0, 100)])).toString()
          const { html, answer } = await knock(wrong, [200, 303, 400, 403, 404], `${pathOf(route)}?${query}`, {
            as: member,
          })
          if (markupFrom(html)) wrong.push({ route, markup: markupFrom(html) })
          if ((answer.headers.get('location') ?? '/').match(/^(?!\/(?![/\\]))/))
            wrong.push({ route, to: answer.headers.get('location') })
        }
      }
      for (const path of [
        '//[/?taal=en',
        '/\\kwaad.example/?taal=en',
        '//kwaad.example/?taal=en',
        '/?taal=en&x=%ff',
        '/?%ff',
        '/?a=%00',
        '/%ff',
        '/search?q=%e2%82',
      ])
        await knock(wrong, [200, 303, 400, 404], path, { as: member })
      expect(wrong).toEqual([])
      expect(server.log).toEqual([])
    },
    LONG,
  )

  test(
    'every form with every kind of bad field: words at the field, never a fault of ours',
    async () => {
      const names = [
      ...Object.keys(likely), 'password', 'current', 'topics', 'jobTitle', 'unit', 'tags', 'alt', 'media', 'dropMedia',
      'group', 'token', 'return', 'organisation', 'type', 'own.form', 'form', 'reason', 'restricted', 'removePicture',
    ] // prettier-ignore
      const values = [
        ...[nasty.script, nasty.attribute, nasty.rightToLeft, nasty.spaces, nasty.line, nasty.long, nasty.longWord].map(
          (one) => [one],
        ),
        ['a', 'b'],
        ['', ''],
        [''],
        ['😀'.repeat(500)],
      ]
      const wrong: unknown[] = []
      for (const route of allRoutes().post.filter((one) => one !== '/sign-out' && !one.startsWith('/admin'))) {
        for (const value of values) {
          const about = { value: value.join('|').slice(0, 60) }
          const body = fields(Object.fromEntries(names.map((name) => [name, value])))
          const statuses = [200, 303, 403, 404, 409, 413, 422, 429]
          const { html, answer } = await knock(wrong, statuses, pathOf(route), { as: member, body }, about)
          if (answer.status >= 400 && !html.includes('<h1')) wrong.push({ route, ...about, html })
          if (markupFrom(html)) wrong.push({ route, ...about, markup: markupFrom(html) })
        }
      }
      expect(wrong).toEqual([])
      expect(server.log).toEqual([])
    },
    LONG,
  )

  test(
    'the same as an administrator',
    async () => {
      const admin = await server.person('Bea Beheer', { handle: 'bea' })
      const names = ['host', 'trust', 'reason', 'email', 'admin', 'invitation', 'account', 'do', 'id']
      const wrong: unknown[] = []
      for (const route of allRoutes().post.filter((one) => one.startsWith('/admin'))) {
        for (const value of [...Object.values(nasty).map((one) => [one]), ['a', 'b'], ['']]) {
          for (const fixed of [{}, { trust: 'blocked' }, { trust: 'allowed' }, { do: 'disable' }]) {
            const body = fields({ ...Object.fromEntries(names.map((name) => [name, value])), ...fixed })
            const about = { value: value.join('|').slice(0, 60), fixed }
            const { html } = await knock(wrong, [200, 303, 404, 409, 422], route, { as: admin, body }, about)
            if (markupFrom(html)) wrong.push({ route, ...about, markup: markupFrom(html) })
          }
        }
      }
      expect(wrong).toEqual([])
      expect(server.log).toEqual([])
      const hosts = await server.app.ctx().db.selectFrom('instance').select('host').execute()
      expect(hosts.map(({ host }) => host).filter((host) => !/^[a-z0-9_.-]+(:\d+)?$/.test(host))).toEqual([])
    },
    LONG,
  )
})
