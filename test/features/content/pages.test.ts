// Writing, reading, answering and taking away as people do it, without scripts.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addComment } from '../../../src/features/comments/index.ts'
import type { ContentId } from '../../../src/lib/id.ts'
import type { Person } from '../../kit/person.ts'
import { startServer, type TestServer } from '../../kit/server.ts'

/** The smallest picture that there is: one transparent point. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

describe('items and their threads', () => {
  let plein: TestServer
  let anna: Person, bob: Person
  let group: string

  beforeAll(async () => {
    plein = await startServer()
    ;[anna, bob] = [await plein.person('Anna'), await plein.person('Bob')]
    group = await anna.startsGroup('Waterbeheer')
    await bob.joins(group)
  })
  afterAll(() => plein?.close())

  test('the chooser offers every form, and "dit ging mis" starts among the members', async () => {
    const chooser = await anna.visits(`/new?group=${group}`)
    const form = await anna.visits(chooser.link('Dit ging mis'))
    expect(form.form({ field: 'body' }).values).toMatchObject({ own_form: 'dit-ging-mis', audience: 'group' })
    expect(form.text).toContain('Zichtbaar voor leden van Waterbeheer')
  })

  test('an item is placed, read, answered, found useful, changed and taken away', async () => {
    const item = await anna.posts({
      group,
      title: 'Hoe meten jullie?',
      body: 'Wij meten **vaak** #Peilen',
      own_form: 'discussie',
    })
    const page = await bob.visits(item)
    expect(page.text).toContain('Hoe meten jullie?')
    expect(page.link('Peilen')).toBe('/tag/peilen')
    expect(page.text).not.toContain('0 × nuttig')
    // Counted at once, before any work in the background.
    expect((await bob.comments(item, 'Elke week, @anna')).text).toContain('1 reactie')
    const answered = await anna.submits(
      await anna.visits((await anna.visits(item)).link('Antwoorden')),
      { action: /comment$/ },
      { body: 'Dank!' },
    )
    expect(answered.text).toContain('Dank!')
    await plein.app.drain()
    expect((await bob.visits(item)).text).toContain('2 reacties')
    expect((await bob.visits('/search?q=Peilen')).link('Berichten over #peilen')).toBe('/tag/peilen')
    expect((await bob.visits('/search?q=nergens')).text).toContain('Niets gevonden')
    expect((await bob.likes(item)).text).toContain('1 × nuttig')
    await anna.submits(`${item}/edit`, { field: 'body' }, { body: 'Wij meten **altijd**' })
    const history = await bob.visits(`${item}/history`)
    expect(history.find(({ name }) => name === 'ins').length).toBeGreaterThan(0)
    expect((await bob.visits(`${item}/edit`)).status).toBe(404)
    await anna.submits(`${item}/delete`, { button: 'Verwijderen', action: '' })
    expect((await bob.visits(item)).status).toBe(410)
  })

  test('what a manager takes away he can bring back at once, and nobody is told twice', async () => {
    const item = await bob.posts({ group, title: 'Te vroeg', body: 'Nog niet delen' })
    const carla = await plein.person('Carla')
    await carla.joins(group)
    await anna.submits(`${item}/delete`, { button: 'Weghalen', action: '' })
    const gone = await anna.visits(item)
    expect([gone.status, gone.text.includes('Het bericht is weggehaald')]).toEqual([200, true])
    for (const other of [bob, carla]) {
      const page = await other.visits(item)
      expect([page.status, page.text.includes('Ongedaan maken')]).toEqual([404, false])
    }
    await plein.app.drain()
    const told = (await anna.visits('/notifications')).text.match(/Te vroeg/g)?.length
    const back = await anna.submits(gone, { button: 'Ongedaan maken' })
    expect([back.status, back.path, back.text.includes('Nog niet delen')]).toEqual([200, item, true])
    await plein.app.drain()
    const notices = await anna.visits('/notifications')
    expect(notices.text.match(/Te vroeg/g)?.length).toBe(told)
    expect(notices.has('button', 'Alles gelezen')).toBe(false)
    expect((await bob.visits(item)).text).toContain('Nog niet delen')
  })

  test('a comment that a manager takes away can be brought back in its place; its author cannot do that', async () => {
    const item = await bob.posts({ group, title: 'Met reactie', body: 'Zeg het maar' })
    const carla = await plein.person('Carla', { handle: 'carla2' })
    await carla.joins(group)
    const id = /id="comment-([\w-]+)"/.exec((await carla.comments(item, 'Scherp gezegd')).source)?.[1] ?? ''
    const asked = await anna.visits(`/comment/${id}/delete`)
    expect(asked.text).toContain('Je kunt dit daarna ongedaan maken')
    const gone = await anna.submits(asked, { button: 'Verwijderen', action: '' })
    expect([gone.path.includes(`#comment-${id}`), gone.text.includes('Scherp gezegd')]).toEqual([true, false])
    const seen = await carla.visits(item)
    expect([seen.text.includes('Deze reactie is verwijderd'), seen.has('button', 'Ongedaan maken')]).toEqual([
      true,
      false,
    ])
    const restore = { method: 'POST', headers: { cookie: carla.cookie, origin: plein.origin }, body: '' }
    expect((await fetch(`${plein.origin}/comment/${id}/restore`, restore)).status).toBe(403)
    await plein.app.drain()
    expect((await bob.visits(item)).text).not.toContain('1 reactie')
    const back = await anna.submits(gone, { button: 'Ongedaan maken' })
    expect(back.text).toContain('Scherp gezegd')
    await plein.app.drain()
    expect((await bob.visits(item)).text).toContain('1 reactie')
    expect((await bob.visits('/notifications')).has('button', 'Alles gelezen')).toBe(false)
  })

  test('the history of a text of 100 kB that was changed often comes in parts, and quickly', async () => {
    const lines = Array.from({ length: 8200 }, (_, at) => `regel ${at}`)
    const item = await anna.posts({ group, title: 'Lang stuk', body: lines.join('\n') })
    for (let at = 1; at <= 22; at++) {
      const body = lines.with(at * 100, `veranderd ${at}`).join('\n')
      await anna.submits(`${item}/edit`, { field: 'body' }, { body })
    }
    const began = process.threadCpuUsage()
    const newest = await bob.visits(`${item}/history`)
    expect(process.threadCpuUsage(began).user / 1000).toBeLessThan(2000)
    expect(newest.source.length).toBeLessThan(100_000)
    expect(newest.text).toContain('veranderd 22')
    expect(newest.find(({ name }) => name === 'ins').length).toBe(40)
    const oldest = await bob.visits(newest.link('Oudere versies'))
    expect(oldest.text).toContain('eerste versie')
    expect(oldest.text).toContain('regel 8100')
    expect(oldest.has('link', 'Oudere versies')).toBe(false)
  })

  test('what is wrong comes back filled', async () => {
    const wrong = await anna.submits(`/new/post?group=${group}`, { field: 'body' }, { title: 'Bewaard', body: ' ' })
    expect([wrong.status, wrong.form({ field: 'body' }).values['title']]).toEqual([422, 'Bewaard'])
    const item = await anna.posts({ group, body: 'Kort' })
    const empty = await bob.submits(item, { action: /comment$/ }, { body: ' ' })
    expect(empty.status).toBe(422)
  })

  test('a picture needs a description, and is seen by who sees the item', async () => {
    const image = { fileName: 'p.png', type: 'image/png', bytes: PICTURE }
    const bare = await anna.submits(`/new/post?group=${group}`, { field: 'body' }, { body: 'Foto', image })
    expect(bare.text).toContain('Kies het bestand opnieuw')
    const noFile = await anna.submits(`/new/post?group=${group}`, { field: 'body' }, { body: ' ', alt: 'Niets' })
    expect([noFile.status, noFile.text.includes('Kies het bestand opnieuw')]).toEqual([422, false])
    expect([bare.status, bare.text.includes('Beschrijf de afbeelding')]).toEqual([422, true])
    const placed = await anna.submits(
      `/new/post?group=${group}`,
      { field: 'body' },
      { body: 'Foto', image, alt: 'Een punt', audience: 'group' },
    )
    expect(placed.status).toBe(200)
    const source = placed.one('img', 'Een punt').attribs['src'] ?? ''
    const get = (cookie: string) => fetch(`${plein.origin}${source}`, { headers: { cookie } })
    expect((await get(bob.cookie)).headers.get('content-type')).toBe('image/webp')
    expect((await get('')).status).toBe(404)
  })

  test('a draft is kept, offered again, and placed later', async () => {
    const kept = await anna.submits(
      `/new/post?group=${group}`,
      { field: 'body', button: 'Bewaar als concept' },
      { title: 'Later', body: 'x' },
    )
    expect(kept.text).toContain('Dit is een concept')
    const path = (await anna.visits('/new')).link('Later')
    expect((await bob.visits(path.replace('/edit', ''))).status).toBe(404)
    const placed = await anna.submits(path, { field: 'body' }, { body: 'Klaar' })
    expect((await bob.visits(placed.path)).text).toContain('Klaar')
  })

  test('a manager pins; guests read what is public and are asked to sign in', async () => {
    const item = await bob.posts({ group, title: 'Openbaar', body: 'Voor iedereen', audience: 'public' })
    await anna.submits(item, { action: /\/pin$/ })
    expect((await anna.visits(`/g/${group}`)).text).toContain('Openbaar')
    const answer = await fetch(`${plein.origin}${item}`)
    const html = await answer.text()
    expect([answer.status, html.includes('Voor iedereen'), html.includes('Log in om te reageren')]).toEqual([
      200,
      true,
      true,
    ])
  })

  test('a thread of more than one page is counted as a whole, wherever one begins to read', async () => {
    const item = await anna.posts({ group, title: 'Lange draad', body: 'Zeg het maar' })
    const contentId = item.replace('/item/', '') as ContentId
    const ctx = { ...plein.app.ctx(), viewer: await plein.viewer('bob') }
    for (let at = 1; at <= 59; at++) await addComment(ctx, { contentId, body: `Reactie ${at}` })
    const placed = await bob.comments(item, 'De laatste')
    await plein.app.drain()
    for (const path of [item, placed.path, (await bob.visits(item)).link('Meer reacties')]) {
      const page = await bob.visits(path)
      expect([path, page.has('heading', '60 reacties')]).toEqual([path, true])
    }
  })

  test('what was shared is unshared, also when its group has closed since', async () => {
    const changing = await anna.startsGroup('Eerst open')
    await bob.joins(changing)
    const item = await anna.posts({ group: changing, title: 'Kijk', body: 'Voor iedereen', audience: 'public' })
    expect((await bob.shares(item)).has('button', 'Delen')).toBe(true)
    await anna.submits(`/g/${changing}/edit`, { field: 'name' }, { access: 'closed' })
    expect((await anna.visits(item)).has('button', 'Delen')).toBe(false)
    const taken = await bob.submits(item, { action: /\/unshare$/ })
    expect([taken.status, taken.has('button', 'Delen')]).toEqual([200, false])
  })
})
