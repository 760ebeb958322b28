// Joining a group of another plein: asked, answered, and its history comes over; leaving is heard too.
import { expect, test } from '@jest/globals'
import { PASSWORD, startServer, type TestServer } from '../../kit/server.ts'

async function plein(organisation: string): Promise<TestServer> {
  const server = await startServer({ organisation: null })
  await server.cli('setup', { organisation, handle: 'wim', name: 'Wim', email: 'wim@example.nl', password: PASSWORD })
  return server
}

test('the first member elsewhere brings the group with its history', async () => {
  await using gemeente = await plein('Gemeente')
  await using waterschap = await plein('Waterschap')
  const settle = async () => {
    while ((await gemeente.app.drain()) + (await waterschap.app.drain()) > 0);
  }
  const anna = await gemeente.person('Anna')
  const group = await anna.startsGroup('Omgevingswet')
  for (const title of ['Eerste bericht', 'Tweede bericht']) {
    await gemeente.cli('post create', { author: 'anna', group, title, body: 'Tekst' })
  }
  await settle()

  const bob = await waterschap.person('Bob')
  const path = await bob.finds(`@${group}@${gemeente.host}`)
  await bob.submits(path, { action: /join$/ })
  await settle()
  const page = await bob.visits(path)
  expect(page.has('link', 'Eerste bericht')).toBe(true)
  expect(page.has('link', 'Tweede bericht')).toBe(true)
  expect(page.text).toContain('2 leden')
  expect(page.text).not.toContain('worden opgehaald')
  expect((await anna.visits(`/g/${group}`)).text).toContain('2 leden van 2 organisaties')
  expect((await anna.visits(`/g/${group}/members`)).has('link', 'Bob')).toBe(true)
  expect((await bob.visits('/notifications')).text).toContain('Geen meldingen')

  // Its work died of a fault of ours: the page does not say that it goes on, and a member can have it done again.
  const { db, transaction } = waterschap.app.ctx()
  await transaction(async (tx) => {
    await tx.updateTable('group').set({ history: 'fetching' }).execute()
    await tx.deleteFrom('content').where('title', '=', 'Eerste bericht').execute()
  })
  const outside = await (await waterschap.person('Cees')).visits(path)
  expect(outside.text).toContain('Het ophalen van eerdere berichten is niet gelukt.')
  expect(() => outside.form({ action: /history$/ })).toThrow()
  const again = await bob.submits(path, { action: /history$/ })
  expect(again.text).toContain('Eerdere berichten worden opgehaald')
  await settle()
  expect((await bob.visits(path)).has('link', 'Eerste bericht')).toBe(true)
  expect(await db.selectFrom('group').select('history').execute()).toEqual([{ history: 'done' }])

  await bob.submits(path, { action: /leave$/ })
  await settle()
  expect((await anna.visits(`/g/${group}`)).text).toContain('1 lid van 1 organisatie')
})
