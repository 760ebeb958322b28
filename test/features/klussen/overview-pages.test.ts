// The overview at the door: who comes in, the empty state, the page, and its files.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createContent } from '../../../src/features/content/index.ts'
import { putSetting } from '../../../src/features/instances/index.ts'
import { askManager, decideConsent } from '../../../src/features/consents/index.ts'
import { beginResponse, makeMove } from '../../../src/features/responses/index.ts'
import { system } from '../../../src/core/viewer.ts'
import { flowTexts } from '../../../src/kinds/klus/flow/texts.ts'
import type { Person } from '../../kit/person.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { klusExample } from '../../kinds/klus/example.ts'

const PAGES = ['/klussen/overview', '/klussen/overview/klussen.csv', '/klussen/overview/agreements.csv']

let server: TestServer
let bea: Person
let anna: Person
let cees: Person
beforeAll(async () => {
  server = await startServer()
  bea = await server.person('Bea', { handle: 'bea' })
  anna = await server.person('Anna')
  cees = await server.person('=Cees', { handle: 'cees' })
})
afterAll(() => server.close())

const ctxOf = async (handle: string) => server.app.ctx(await server.viewer(handle))

test('is not there for others, and asks a guest to sign in', async () => {
  for (const path of PAGES) {
    expect((await anna.visits(path)).status).toBe(404)
    const response = await fetch(`${server.origin}${path}`, { redirect: 'manual' })
    expect(response.headers.get('location')).toMatch(/^\/sign-in/)
  }
  expect((await anna.visits('/klussen')).text).not.toContain('Overzicht van de organisatie')
})

test('says what it will be when there is nothing yet', async () => {
  const page = await bea.visits('/klussen/overview')
  expect(page.status).toBe(200)
  expect(page.text).toContain('Er is nu geen klus open of bezig')
  expect(page.text).toContain('In deze periode gebeurde er niets')
  expect((await bea.visits('/klussen')).text).toContain('Overzicht van de organisatie')
  expect(page.text).toContain('Klussen goedkeuren')
  const settings = await bea.visits('/admin/klussen')
  expect([settings.text.includes('Klussen goedkeuren'), settings.link('Netwerk')]).toEqual([true, '/admin/network'])
})

test('tells who works where, and gives files that a spreadsheet opens safely', async () => {
  const [author, candidate, house] = [await ctxOf('anna'), await ctxOf('cees'), server.app.ctx(system)]
  const data = { ...klusExample, places: 1, placesLeft: 1 }
  const title = '=HYPERLINK("http://kwaad.example")'
  const contentId = await createContent(author, { kind: 'klus', title, body: 'Tekst', audience: 'network', data })
  const id = await beginResponse(candidate, { contentId }, { move: 'apply', payload: { motivation: 'GEHEIM' } })
  await makeMove(author, id, { move: 'offer', payload: { hours: 20, ends: klusExample.ends } })
  await server.app.drain()
  expect((await bea.visits('/klussen/overview')).text).not.toContain('=Cees')
  await makeMove(candidate, id, { move: 'sign', payload: { version: 1 } })
  const consentId = await askManager(candidate, id, { name: 'Mo Baas', email: 'mo@example.nl' })
  await decideConsent(house, consentId, { answer: 'given', words: '' })
  await server.app.drain()
  const page = await bea.visits('/klussen/overview')
  expect(page.text).toContain('=Cees')
  expect(page.text).toContain('Binnen onze organisatie')
  expect(page.text).toContain('0 van 20')
  expect(page.text).toContain('Toestemming van Mo Baas, mo@example.nl')
  expect(page.text).not.toContain('GEHEIM')

  const [klussen, agreements] = await Promise.all(PAGES.slice(1).map((path) => bytesOf(bea, path)))
  expect(klussen?.type).toBe('text/csv; charset=utf-8')
  expect(klussen?.name).toMatch(/^attachment; filename="klussen-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv"$/)
  for (const file of [klussen, agreements]) {
    expect(file?.bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    expect(file?.bytes.toString()).toContain(`"'=HYPERLINK(""http://kwaad.example"")"`)
    expect(file?.bytes.toString()).not.toMatch(/GEHEIM|Mo Baas/)
  }
  expect(klussen?.bytes.toString().split('\r\n')[1]).toMatch(/;Hulp gevraagd;Bezet;.*;24,5;/)
  expect(agreements?.bytes.toString()).toContain(
    `;'=Cees;Testgemeente;Testgemeente;${flowTexts.nl['klus.state.agreed']};`,
  )
})

test('once the work is over, no file says whose it was', async () => {
  const [{ id } = { id: '' }] = await server.app.ctx(system).db.selectFrom('response').select('id').execute()
  await makeMove(await ctxOf('cees'), id, { move: 'start', payload: {} })
  await makeMove(await ctxOf('anna'), id, { move: 'complete', payload: { learned: 'Veel' } })
  await makeMove(await ctxOf('cees'), id, { move: 'confirmCompletion', payload: { learned: 'Ook veel' } })
  await server.app.drain()
  const file = (await bytesOf(bea, '/klussen/overview/agreements.csv')).bytes.toString()
  expect(file).toContain(flowTexts.nl['klus.state.completed'])
  expect(file).not.toContain('Cees')
  expect((await bea.visits('/klussen/overview')).text).not.toContain('Mo Baas')
})

test('a coordinator who is no administrator comes in', async () => {
  const viewer = await server.viewer('cees')
  if (viewer.type !== 'person') throw new Error('nobody')
  await server.app
    .ctx(system)
    .transaction((tx) => putSetting(tx, 'klussen.approval', { on: true, coordinators: [viewer.personId] }))
  for (const path of PAGES) expect((await cees.visits(path)).status).toBe(200)
  expect((await anna.visits(PAGES[0] as string)).status).toBe(404)
})

async function bytesOf(person: Person, path: string) {
  const response = await fetch(`${server.origin}${path}`, {
    headers: { cookie: person.cookie, 'accept-language': 'nl' },
  })
  return {
    type: response.headers.get('content-type'),
    name: response.headers.get('content-disposition'),
    bytes: Buffer.from(await response.arrayBuffer()),
  }
}
