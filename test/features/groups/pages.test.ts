// The pages of groups, streams and notifications as people use them, on one plein.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createContent } from '../../../src/features/content/index.ts'
import { klusExample } from '../../kinds/klus/example.ts'
import type { Person } from '../../kit/person.ts'
import { PASSWORD, startServer, type TestServer } from '../../kit/server.ts'

describe('groups, streams and notifications', () => {
  let plein: TestServer
  let anna: Person
  let bob: Person

  beforeAll(async () => {
    plein = await startServer({ organisation: null })
    const admin = { handle: 'wim', name: 'Wim', email: 'wim@example.nl', password: PASSWORD }
    await plein.cli('setup', { organisation: 'Testgemeente', ...admin })
    anna = await plein.person('Anna')
    bob = await plein.person('Bob')
  })
  afterAll(() => plein?.close())

  test('an empty plein invites', async () => {
    expect((await anna.visits('/groups')).has('link', 'Begin een groep')).toBe(true)
    expect((await anna.visits('/')).text).toContain('Hier komt nieuws uit je groepen')
    expect((await anna.visits('/notifications')).text).toContain('Geen meldingen')
  })

  test('a group is made with a name alone, and faults come back filled', async () => {
    const made = await anna.submits('/groups/new', { action: '/groups/new' }, { name: 'Omgevingswet in de praktijk' })
    expect(made.path).toBe('/g/omgevingswet-in-de-praktijk')
    expect(made.text).toContain('1 lid van 1 organisatie')
    expect(made.text).toContain(`@omgevingswet-in-de-praktijk@${new URL(plein.origin).host}`)
    expect(made.text).toContain('Begin het gesprek')
    const again = await bob.submits('/groups/new', { action: '/groups/new' }, { name: 'Omgevingswet in de praktijk' })
    expect(again.status).toBe(422)
    expect(again.text).toContain('Kijk dit nog na')
    expect((await bob.visits('/groups/new')).has('link', 'Terug')).toBe(true)
    const empty = await bob.submits('/groups/new', { action: '/groups/new' }, { name: ' ', about: 'Blijft staan' })
    expect([empty.status, empty.source.includes('Blijft staan')]).toEqual([422, true])
    const both = await bob.submits('/groups/new', { action: '/groups/new' }, { name: ' ', handle: 'Met spatie' })
    const said = ['Naam van de groep: Vul dit in.', 'Kort adres (niet verplicht): '].map((words) =>
      both.text.includes(words),
    )
    expect([both.status, ...said]).toEqual([422, true, true])
    // No short address can be made of these; with one they are fine.
    for (const name of ['👩‍👩‍👧‍👦🏳️‍🌈', 'مجموعة', '---']) {
      const odd = await bob.submits('/groups/new', { action: '/groups/new' }, { name })
      expect([name, odd.status, odd.text.includes('kunnen we geen kort adres maken')]).toEqual([name, 422, true])
    }
    const named = await bob.submits('/groups/new', { action: '/groups/new' }, { name: 'مجموعة', handle: 'majmuea' })
    expect([named.path, named.text.includes('مجموعة')]).toEqual(['/g/majmuea', true])
  })

  test('joining, the list of members, leaving', async () => {
    const joined = await bob.submits('/g/omgevingswet-in-de-praktijk', { action: /join$/ })
    expect(joined.text).toContain('Je bent nu lid van de groep')
    await plein.app.drain()
    expect((await bob.visits('/g/omgevingswet-in-de-praktijk')).text).toContain('2 leden van 1 organisatie')
    const members = await bob.visits('/g/omgevingswet-in-de-praktijk/members')
    expect(members.has('link', 'Anna')).toBe(true)
    expect((await bob.visits('/g/omgevingswet-in-de-praktijk/edit')).status).toBe(403)
  })

  test('managers change the group', async () => {
    const path = '/g/omgevingswet-in-de-praktijk'
    const saved = await anna.submits(
      `${path}/edit`,
      { action: /edit$/ },
      { about: 'Voor **iedereen**', restricted: true },
    )
    expect(saved.path).toBe(path)
    expect(saved.source).toContain('<strong>iedereen</strong>')
    expect(saved.text).toContain('Alleen beheerders beginnen hier een onderwerp')
    await anna.submits(`${path}/edit`, { action: /edit$/ }, { restricted: false })
    // Previews elsewhere (OpenGraph) show words.
    expect((await anna.visits(path)).source).toContain('property="og:description" content="Voor iedereen"')
  })

  test('a post shows in the group, the streams, the feed; its reader is told once, until it is read', async () => {
    const path = '/g/omgevingswet-in-de-praktijk'
    await plein.cli('post create', {
      author: 'anna',
      group: 'omgevingswet-in-de-praktijk',
      title: 'Vergunningcheck',
      body: 'Hoe? #omgevingsloket',
    })
    await plein.app.drain()
    for (const page of [path, '/', '/?stream=organisation', '/?stream=network', '/tag/omgevingsloket']) {
      expect([page, (await bob.visits(page)).has('link', 'Vergunningcheck')]).toEqual([page, true])
    }
    const told = await bob.visits('/notifications')
    expect(told.text).toContain('Anna plaatste “Vergunningcheck” in een groep van jou')
    const opened = await bob.visits(told.link(/Vergunningcheck/))
    expect(opened.path).toMatch(/^\/item\//)
    expect((await bob.visits('/notifications')).has('button', 'Alles gelezen')).toBe(false)
    const feed = await fetch(`${plein.origin}${path}/atom`)
    expect(feed.headers.get('content-type')).toContain('application/atom+xml')
    expect(await feed.text()).toContain('<![CDATA[Vergunningcheck]]>')
    for (const other of ['/atom', '/@anna/atom', '/tag/omgevingsloket/atom']) {
      expect([other, (await fetch(`${plein.origin}${other}`)).status]).toEqual([other, 200])
    }
  })

  test('its klussen stand together, and nothing else does', async () => {
    const path = `/g/${await anna.startsGroup('Wie doet mee')}`
    const klussen = `${path}/klussen`
    expect((await anna.visits(path)).source).toContain(`href="${klussen}"`)
    expect((await anna.visits(klussen)).text).toContain('Deze groep heeft nog geen klussen')
    const ctx = plein.app.ctx(await plein.viewer('anna'))
    const { id: groupId } = await ctx.db
      .selectFrom('actor')
      .select('id')
      .where('handle', '=', path.slice(3))
      .executeTakeFirstOrThrow()
    for (const [title, audience] of [
      ['Lees mee', 'network'],
      ['Toets de regels', 'public'],
    ] as const)
      await createContent(ctx, { kind: 'klus', title, body: 'Help ons', audience, groupId, data: klusExample })
    await createContent(ctx, { kind: 'post', title: 'Geen klus', body: 'Tekst', audience: 'network', groupId })
    const page = await bob.visits(klussen)
    expect(['Lees mee', 'Toets de regels', 'Geen klus'].map((title) => page.text.includes(title))).toEqual([true, true, false]) // prettier-ignore
    expect(page.text.indexOf('Toets de regels')).toBeLessThan(page.text.indexOf('Lees mee'))
    const guest = await (await fetch(`${plein.origin}${klussen}`)).text()
    expect([guest.includes('Toets de regels'), guest.includes('Lees mee')]).toEqual([true, false])
  })

  test('who is not signed in sees what the plein is, and what is public', async () => {
    const start = await (await fetch(plein.origin)).text()
    expect(start).toContain('Het plein van Testgemeente')
    expect(start).toContain('Vergunningcheck')
    expect((await fetch(`${plein.origin}/g/omgevingswet-in-de-praktijk`)).status).toBe(200)
    expect((await fetch(`${plein.origin}/g/bestaat-niet`)).status).toBe(404)
  })

  test('a mail about a comment holds a link that ends mail without signing in', async () => {
    const item = (await bob.visits('/g/omgevingswet-in-de-praktijk')).link('Vergunningcheck')
    await bob.submits(item, { action: /comment$/ }, { body: 'Zo doen wij het' })
    await plein.app.drain()
    const mail = plein.mail.sent.at(-1)
    expect(mail?.subject).toBe('Bob reageerde op “Vergunningcheck”')
    expect(mail?.html).toContain('Lees het op je plein')
    const link = mail?.headers?.['List-Unsubscribe']?.slice(1, -1) ?? ''
    const page = await (await fetch(link)).text()
    expect(page).toContain('Stop de mail')
    const done = await fetch(link, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect([done.status, await done.text()]).toEqual([200, expect.stringContaining('Je krijgt geen mail meer')])
    expect((await fetch(link.replace('key=', 'key=x'))).status).toBe(404)
    expect((await anna.visits('/settings/notifications')).status).toBe(200)
  })

  test('a closed group: asking, letting in, inviting, blocking, and opening it', async () => {
    const handle = await anna.startsGroup('Bezwaren', { access: 'closed' })
    const path = `/g/${handle}`
    const carla = await plein.person('Carla')
    expect((await bob.submits(path, { action: /join$/ })).text).toContain('Wacht op een beheerder')
    await plein.app.drain()
    const asked = await anna.visits((await anna.visits('/notifications')).link(/Bob wil lid worden/))
    expect(asked.path).toBe(`${path}/members`)
    await anna.submits(asked, { button: 'Laat toe: Bob' })
    expect((await bob.visits(path)).has('button', 'Verlaat groep')).toBe(true)
    const search = await anna.submits(asked.link('Nodig mensen uit'), { action: /invite$/, field: 'q' }, { q: 'carla' })
    await anna.submits(search, { button: 'Nodig uit: Carla' })
    await plein.app.drain()
    const invited = await carla.visits((await carla.visits('/notifications')).link(/Anna nodigt je uit/))
    expect([invited.path, invited.text.includes('Anna nodigt je uit')]).toEqual([path, true])
    expect((await carla.submits(invited, { button: 'Word lid' })).text).toContain('Je bent nu lid van de groep')
    const asking = await anna.visits((await anna.visits(`${path}/members`)).link('Blokkeer: Bob'))
    expect(asking.text).toContain('kan niet meer meelezen')
    const blocked = await anna.submits(asking, { button: 'Blokkeer' })
    expect([blocked.path, blocked.has('button', 'Hef blokkade op: Bob')]).toEqual([`${path}/blocked`, true])
    expect((await bob.visits(path)).text).toContain('Een beheerder heeft je in deze groep geblokkeerd')
    await anna.submits(blocked, { button: 'Hef blokkade op: Bob' })
    const edit = await anna.visits(`${path}/edit`)
    expect(edit.text).toContain('kan iedereen lid worden en daarna ook lezen wat er al staat')
    await anna.submits(edit, { action: /edit$/ }, { access: 'open' })
    expect((await bob.submits(path, { action: /join$/ })).text).toContain('Je bent nu lid van de groep')
    for (const page of ['invite', 'blocked', 'edit']) expect((await bob.visits(`${path}/${page}`)).status).toBe(403)
  })

  test('the group as other servers read it', async () => {
    const headers = { accept: 'application/activity+json' }
    const byPage = await fetch(`${plein.origin}/g/omgevingswet-in-de-praktijk`, { headers })
    const finger = await fetch(
      `${plein.origin}/.well-known/webfinger?resource=acct:omgevingswet-in-de-praktijk@${plein.host}`,
    )
    const { links } = (await finger.json()) as { links: { rel: string; type?: string; href: string }[] }
    const id = links.find((link) => link.rel === 'self')?.href ?? ''
    const actor = (await (await fetch(id, { headers })).json()) as Record<string, string>
    expect(actor).toMatchObject({
      id,
      type: 'Group',
      preferredUsername: 'omgevingswet-in-de-praktijk',
      postingRestrictedToMods: false,
    })
    const outbox = (await (await fetch(String(actor['outbox']), { headers })).json()) as {
      totalItems: number
      orderedItems: unknown[]
    }
    expect(outbox).toMatchObject({
      totalItems: 1,
      orderedItems: [{ type: 'Announce', object: { type: 'Create', object: { name: 'Vergunningcheck' } } }],
    })
    const followers = (await (await fetch(String(actor['followers']), { headers })).json()) as Record<string, unknown>
    expect(followers['totalItems']).toBe(2)
    expect(followers['orderedItems']).toBeUndefined()
    const moderators = (await (await fetch(String(actor['attributedTo']), { headers })).json()) as {
      orderedItems: string[]
    }
    expect(moderators.orderedItems).toHaveLength(1)
    // The address of its page, as people pass it on, leads there too.
    expect([byPage.status, byPage.url]).toEqual([200, id])
    const forPeople = { accept: 'text/html,application/activity+json;q=0.1' }
    const shown = await fetch(`${plein.origin}/g/omgevingswet-in-de-praktijk`, { headers: forPeople })
    expect(shown.headers.get('content-type')).toMatch(/^text\/html/)
  })
})
