// What administrators say of their organisation, and where that shows.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { issueSetUpLink } from '../../../src/features/accounts/index.ts'
import { contactFrom } from '../../../src/features/organisations/index.ts'
import { Person } from '../../kit/person.ts'
import { PASSWORD, startServer, type TestServer } from '../../kit/server.ts'

test('a contact is an e-mail address or the address of a page', () => {
  expect(contactFrom(' meld@gemeente.nl ')).toBe('mailto:meld@gemeente.nl')
  expect(contactFrom('mailto:meld@gemeente.nl')).toBe('mailto:meld@gemeente.nl')
  expect(contactFrom('https://gemeente.nl/lek')).toBe('https://gemeente.nl/lek')
  for (const bad of ['', 'gemeente', 'http://gemeente.nl', 'javascript:alert(1)', 'https://', 'a@b@c']) {
    expect([bad, contactFrom(bad)]).toEqual([bad, undefined])
  }
})

describe('the page of the organisation', () => {
  let plein: TestServer
  let bea: Person

  beforeAll(async () => {
    plein = await startServer()
    bea = await plein.person('Bea', { handle: 'bea' })
  })
  afterAll(() => plein?.close())

  test('what is wrong comes back filled, nothing is kept of it', async () => {
    const wrong = await bea.submits(
      '/admin/organisation',
      { button: 'Bewaar' },
      { organisation: ' ', contact: 'nergens', security: 'meld@gemeente.nl' },
    )
    expect([wrong.status, wrong.text.includes('Vul een e-mailadres in')]).toEqual([422, true])
    expect(wrong.form({ button: 'Bewaar' }).values).toMatchObject({ contact: 'nergens', security: 'meld@gemeente.nl' })
    expect((await bea.visits('/about')).text).not.toContain('meld@gemeente.nl')
  })

  test('a new name stands on the very next page, and contacts where people look for them', async () => {
    const saved = await bea.submits(
      '/admin/organisation',
      { button: 'Bewaar' },
      {
        organisation: 'Gemeente Zeedorp',
        type: 'gemeente',
        contact: 'info@zeedorp.nl',
        security: 'https://zeedorp.nl/lek',
      },
    )
    expect(saved.source).toContain('Gemeente Zeedorp</title>')
    expect(saved.form({ button: 'Bewaar' }).values).toMatchObject({ contact: 'info@zeedorp.nl', type: 'gemeente' })
    const about = await bea.visits('/about')
    expect([about.link('info@zeedorp.nl'), about.link('https://zeedorp.nl/lek')]).toEqual([
      'mailto:info@zeedorp.nl',
      'https://zeedorp.nl/lek',
    ])
    const file = await (await fetch(`${plein.origin}/.well-known/security.txt`)).text()
    expect(file).toContain('Contact: https://zeedorp.nl/lek\n')
  })

  test('it is for administrators', async () => {
    const olga = await plein.person('Olga')
    expect((await olga.visits('/admin/organisation')).status).toBe(404)
  })
})

test('the first page after set-up has the name of the organisation, not the host', async () => {
  await using plein = await startServer({ organisation: null })
  const before = await (await fetch(`${plein.origin}/setup`)).text()
  expect(before).toContain(plein.host)
  const link = String(await issueSetUpLink(plein.app.ctx()))
  const identity = { name: 'Wim', handle: 'wim', email: 'wim@example.nl', password: PASSWORD }
  const wim = new Person(plein.origin, identity)
  const first = await wim.submits(link, { field: 'organisation' }, { organisation: 'Waterschap Zeeduin', ...identity })
  expect([first.status, first.source.includes('Waterschap Zeeduin</title>')]).toEqual([200, true])
})
