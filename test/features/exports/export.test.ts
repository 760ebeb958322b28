// What a person takes along: his file from the settings, and the same by the command line.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createContent } from '../../../src/features/content/index.ts'
import { beginResponse, sendMessage } from '../../../src/features/responses/index.ts'
import { dayAhead, klusExample } from '../../kinds/klus/example.ts'
import type { Person } from '../../kit/person.ts'
import { startServer, type TestServer } from '../../kit/server.ts'

type Export = Record<string, Record<string, unknown>[]>

let plein: TestServer
let anna: Person
let bob: Person
let item: string

beforeAll(async () => {
  plein = await startServer()
  anna = await plein.person('Anna')
  bob = await plein.person('Bob')
  const group = await anna.startsGroup('Omgevingswet')
  await bob.joins(group)
  await bob.follows('/@anna')
  item = await anna.posts({ group, title: 'Van Anna', body: 'Een **vraag**. #loket' })
  await bob.posts({ title: 'Van Bob', body: 'Voor mijzelf', audience: 'private' })
  await plein.cli('post create', { author: 'bob', group, title: 'In de groep', body: 'Verhaal', form: 'blog' })
  await bob.comments(item, 'Zo doen *wij* het')
  await bob.likes(item)
  const closed = await anna.startsGroup('Besloten', { access: 'closed' })
  const found = await anna.visits(`/g/${closed}/invite?q=bob`)
  await anna.submits(found, { button: 'Nodig uit: Bob' })
  await bob.submits('/settings/profile', { field: 'name' }, { jobTitle: 'Adviseur water' })
  await bob.submits(
    '/settings/availability',
    { field: 'hoursPerWeek' },
    { available: 'yes', hoursPerWeek: '4', subjects: 'privacy, water', audience: 'organisation', note: 'Op dinsdag' },
  )
  await respondsToKlus()
  await bob.submits('/klussen?hoursTo=8', { button: 'Bewaar deze zoekopdracht' }, { name: 'Kort' })
})
afterAll(() => plein?.close())

async function respondsToKlus(): Promise<void> {
  const [author, respondent] = await Promise.all([plein.viewer('anna'), plein.viewer('bob')])
  const data = { ...klusExample, closes: dayAhead(30), starts: undefined }
  const klus = { kind: 'klus', title: 'Meelezen', body: 'Lees mee', audience: 'network', data } as const
  const contentId = await createContent(plein.app.ctx(author), klus)
  const apply = { move: 'apply', payload: { motivation: 'Ik las al vaker mee' } }
  const response = await beginResponse(plein.app.ctx(respondent), { contentId }, apply)
  await sendMessage(plein.app.ctx(respondent), response, 'Wanneer begint het?')
  await sendMessage(plein.app.ctx(author), response, 'Na de zomer, schrijft Van Anna')
}

async function download(who?: Person): Promise<Response> {
  return fetch(`${plein.origin}/settings/export`, {
    headers: who ? { cookie: who.cookie, accept: 'text/html' } : {},
    redirect: 'manual',
  })
}

test('everything of his own is in it, as ActivityStreams, and nothing of others', async () => {
  const settings = await bob.visits('/settings/account')
  expect(settings.link('Mijn gegevens downloaden')).toBe('/settings/export')
  const answer = await download(bob)
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(answer.headers.get('content-disposition')).toMatch(
    /attachment; filename="mijn-gegevens-bob-\d{4}-\d\d-\d\d\.json"/,
  )
  expect(answer.headers.get('cache-control')).toContain('no-store')
  const text = await answer.text()
  const mine = JSON.parse(text) as Export
  const iri = `${plein.origin}/ap/objects/${item.split('/').at(-1)}`
  expect(mine).toMatchObject({
    type: 'Collection',
    actor: { type: 'Person', preferredUsername: 'bob', 'schema:jobTitle': 'Adviseur water' },
    account: { email: 'bob@example.nl' },
    availability: { hoursPerWeek: 4, audience: 'organisation', note: 'Op dinsdag', subjects: ['privacy', 'water'] },
    posts: [
      { type: 'Article', name: 'Van Bob', 'dwv:audience': 'private', source: { content: 'Voor mijzelf' } },
      { type: 'Article', name: 'In de groep', 'dwv:kind': 'post', 'dwv:state': 'published' },
    ],
    comments: [{ type: 'Note', inReplyTo: iri, source: { content: 'Zo doen *wij* het' } }],
    reactions: [{ type: 'Like', object: iri }],
    following: [{ type: 'Person', name: 'Anna', 'dwv:state': 'accepted' }],
    groups: [{ type: 'Group', name: 'Omgevingswet', 'dwv:role': 'member' }],
    groupDecisions: [{ type: 'Group', name: 'Besloten', 'dwv:standing': 'invited' }],
    savedSearches: [{ name: 'Kort', url: `${plein.origin}/klussen?hoursTo=8`, 'dwv:notify': true }],
    responses: [{ name: 'Meelezen', 'dwv:data': { motivation: 'Ik las al vaker mee' } }],
    responseSteps: [{ 'dwv:move': 'apply', 'dwv:outcome': 'done' }],
    responseMessages: [{ type: 'Note', source: { content: 'Wanneer begint het?' } }],
    consents: [],
  })
  expect(text).not.toMatch(/Van Anna|passwordHash|\$argon2|PRIVATE KEY|publicKey/)
})

test('the command line gives the same', async () => {
  const { published: _, ...file } = (await (await download(bob)).json()) as Export
  const { published: __, ...told } = (await plein.cli('person export', { handle: 'bob' })) as Export
  expect(JSON.parse(JSON.stringify(told))).toEqual(file)
  await expect(plein.cli('person export', { handle: 'niemand' })).rejects.toMatchObject({ status: 404 })
})

test('only for who is signed in, and lists without anything are empty lists', async () => {
  expect((await download()).status).toBe(303)
  const admin = await plein.person('Bea', { handle: 'bea' })
  const empty = (await (await download(admin)).json()) as Export
  expect(empty).toMatchObject({ posts: [], comments: [], reactions: [], following: [], groups: [] })
  expect(empty).toMatchObject({
    availability: null,
    savedSearches: [],
    responses: [],
    responseSteps: [],
    responseMessages: [],
    consents: [],
  })
})
