// Two people on two pleinen, through their screens: respond, wait, talk, offer, sign; and what others are shown of it.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newItem, setStage, type Stage, consents, twin } from './stage.ts'

describe('responses on the screen', () => {
  let stage: Stage
  let item: { here: string; there: string }
  let atAway: string
  let atHome: string
  beforeAll(async () => {
    stage = await setStage()
    item = await newItem(stage)
  }, 120_000)
  afterAll(() => stage?.network.close())

  test('responding from the page of the item: faults at the field, then it waits, then it has arrived', async () => {
    const { network, bob } = stage
    const page = await bob.person.visits(`/item/${item.there}`)
    const form = await bob.person.visits(page.link('Doe apply'))
    const faulty = await bob.person.submits(form, { field: 'motivation' }, { motivation: ' ' })
    expect(faulty.status).toBe(422)
    expect(faulty.one('alert').attribs['class']).toContain('summary')
    expect(faulty.text).toContain('Waarom wil je dit?')
    const sent = await bob.person.submits(faulty, { field: 'motivation' }, { motivation: 'Ik lees graag mee.' })
    expect(sent.status).toBe(200)
    expect(sent.text).toContain('Doe apply: dit wacht op bevestiging van Gemeente.')
    expect(sent.text).toContain('Je kunt elkaar schrijven zodra je interesse is aangekomen.')
    atAway = sent.path.split('#')[0] as string
    const panel = await bob.person.visits(`/item/${item.there}`)
    expect(panel.text).toContain('Wacht op bevestiging')
    expect(panel.has('link', 'Doe apply')).toBe(false)
    await network.settle()
    const arrived = await bob.person.visits(atAway)
    expect(arrived.text).not.toContain('Wacht op bevestiging')
    expect(arrived.text).toContain('Stand interested')
  })

  test('the author is told, reads it, writes, and offers', async () => {
    const { network, home, away, anna } = stage
    const told = await anna.person.visits('/notifications')
    expect(told.text).toContain('Bob zette een stap: “Meelezen”')
    expect(stage.home.mail.to('anna@example.nl').map((mail) => mail.subject)).toContain(
      'Bob zette een stap: “Meelezen”',
    )
    const page = await anna.person.visits(told.link(/Bob zette een stap/))
    expect(page.path).toMatch(/^\/responses\//)
    atHome = page.path
    const read = await anna.person.visits('/notifications')
    expect(/dv-unread"><a[^>]*>Bob zette/.test(read.source)).toBe(false)
    expect((await anna.person.visits(`/item/${item.here}`)).text).toContain('1 geïnteresseerde collega')
    await anna.person.submits(page, { field: 'body', action: /messages$/ }, { body: 'Neem je **honing** mee?' })
    await network.settle()
    const { bob } = stage
    expect((await bob.person.visits('/notifications')).text).toContain('Anna schreef je: “Meelezen”')
    const talk = await bob.person.visits(atAway)
    expect(talk.source).toContain('<strong>honing</strong>')
    expect(talk.text).toContain('Stand inTalks')
    // What cannot be sent stands there again, with why.
    for (const [body, why] of [
      ['x'.repeat(5001), 'Gebruik niet meer dan 5000 tekens.'],
      ['Mijn BSN is 111222333', 'Dit lijkt op een burgerservicenummer.'],
    ] as const) {
      const kept = await bob.person.submits(talk, { field: 'body', action: /messages$/ }, { body })
      expect([kept.status, kept.text.includes(why), kept.form({ field: 'body' }).values['body']]).toEqual([
        422,
        true,
        body,
      ])
    }
    await bob.person.submits(talk, { field: 'body', action: /messages$/ }, { body: 'Ja.' })
    const form = await anna.person.visits(`${atHome}/offer`)
    expect(form.form({ field: 'hours' }).values['hours']).toBe('20')
    const faulty = await anna.person.submits(form, { field: 'hours' }, { hours: '200' })
    expect([faulty.status, faulty.text.includes('Vul het aantal uren in.')]).toEqual([422, true])
    expect((await anna.person.submits(faulty, { field: 'hours' }, { hours: '16' })).text).toContain('Stand offered')
    await network.settle()
    expect(await twin(home, away, atHome.split('/').at(-1) as string)).toMatchObject({ state: 'offered' })
  })

  test('signing is one button; a refusal is told in words on the page', async () => {
    const { network, bob, anna } = stage
    const page = await bob.person.visits(atAway)
    expect((await bob.person.submits(page, { button: 'Doe sign' })).text).toContain('Wacht op bevestiging')
    // The page was still open: again is once too often.
    const again = await bob.person.submits(page, { button: 'Doe sign' })
    expect(again.status).toBe(409)
    expect(again.one('alert').attribs['role']).toBe('alert')
    expect(again.text).toContain('Deze stap kan nu niet.')
    await consents(bob, atAway.split('/').at(-1) as string)
    await network.settle()
    network.clock.advance(15_000)
    await network.settle()
    expect((await bob.person.visits(atAway)).text).toContain('Stand agreed')
    expect((await anna.person.visits(atHome)).text).toContain('Stand agreed')
    // What only his own side knows is not on hers.
    expect((await anna.person.visits(atHome)).source.includes('Mo Manager')).toBe(false)
    // By what differs: the people on one's own items, the items that one responded to oneself.
    for (const [who, path, link] of [
      [anna, '/responses?on=items', 'Bob'],
      [bob, '/responses', 'Meelezen'],
    ] as const) {
      const list = await who.person.visits(path)
      expect([list.has('link', link), list.text.includes('Meelezen')]).toEqual([true, true])
    }
    expect((await bob.person.visits('/responses?on=items')).text).toContain("Nog geen geïnteresseerde collega's")
  })

  test('nobody else is shown anything of it, through any door', async () => {
    const { home, away, cees, dirk } = stage
    const wrong: string[] = []
    const words = ['Ik lees graag mee', 'honing', 'Stand agreed', 'Mo Manager']
    const admin = {
      home: await home.person('Bea', { handle: 'bea' }),
      away: await away.person('Bea', { handle: 'bea' }),
    }
    for (const [who, path, itemId] of [
      [dirk.person, atHome, item.here],
      [admin.home, atHome, item.here],
      [cees.person, atAway, item.there],
      [admin.away, atAway, item.there],
    ] as const) {
      for (const part of ['', '/sign', '/offer', '/withdraw']) {
        const { status } = await who.visits(`${path}${part}`)
        if (status !== 404) wrong.push(`${who.name} ${path}${part}: ${status}`)
      }
      for (const door of [
        `/item/${itemId}`,
        '/',
        '/responses',
        '/responses?on=items',
        '/notifications',
        '/search?q=lees',
      ]) {
        const { source } = await who.visits(door)
        for (const word of words) if (source.includes(word)) wrong.push(`${who.name} reads ${word} at ${door}`)
        if (source.includes(path)) wrong.push(`${who.name} finds ${path} at ${door}`)
      }
    }
    const guests = [
      `${home.origin}${atHome}`,
      `${home.origin}/item/${item.here}`,
      `${home.origin}/ap${atHome}`,
      `${home.origin}/ap/agreements/${atHome.split('/').at(-1)}`,
      `${home.origin}/atom`,
    ]
    for (const url of guests) {
      const body = await (await fetch(url, { headers: { accept: 'application/activity+json' } })).text()
      for (const word of words) if (body.includes(word)) wrong.push(`a guest reads ${word} at ${url}`)
    }
    // Nothing of it stands in an outbox, and no activity about it names anybody but the two.
    for (const server of [home, away]) {
      const { db } = server.app.ctx()
      for (const { iri } of await db.selectFrom('actor').select('iri').where('local', '=', 1).execute()) {
        const outbox = await (await fetch(`${iri}/outbox`, { headers: { accept: 'application/activity+json' } })).text()
        for (const word of words) if (outbox.includes(word)) wrong.push(`${iri}/outbox tells ${word}`)
      }
      const said = await db.selectFrom('activity').select(['json', 'type', 'iri']).execute()
      for (const { json, type, iri } of said) {
        if (!words.some((word) => json.includes(word)) && !json.includes('dwv:Step')) continue
        const { to, cc } = JSON.parse(json) as { to: string[]; cc?: string[] }
        if (to.length !== 1 || cc !== undefined) wrong.push(`${type} goes to ${String(to)} ${String(cc)}`)
        const answer = await fetch(iri, { headers: { accept: 'application/activity+json' } })
        if (answer.status !== 404) wrong.push(`${type} at ${iri}: ${answer.status}`)
      }
    }
    expect(wrong).toEqual([])
  })
})
