// Writing a klus without script: three steps, a draft at each, faults and warnings at the field, copies and templates.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { DialectName } from '../../../src/platform/db/dialect.ts'
import { dayAhead } from '../../kinds/klus/example.ts'
import type { Page, Person } from '../../kit/person.ts'
import { startServer, type TestServer } from '../../kit/server.ts'
import { writesItem } from '../../kit/writing.ts'

const step1 = { title: 'Meelezen', body: 'Lees mee.', own_result: 'Een goed plan' }
const step2 = { own_expertise: 'Participatie, schrijven', own_hoursTotal: '16', own_where: 'remote' }
const step3 = { own_responders: 'network', own_closes: dayAhead(20) }
const whole = { own_purpose: 'request', ...step1, ...step2, ...step3 }
const form = { field: 'step' }

describe.each<DialectName>(['sqlite', 'postgres'])('writing a klus (%s)', (dialect) => {
  let server: TestServer
  let fatima: Person
  let joost: Person

  beforeAll(async () => {
    server = await startServer({ organisation: 'Gemeente', dialect })
    fatima = await server.person('Fatima')
    joost = await server.person('Joost')
  })
  afterAll(() => server.close())

  const idIn = (page: Page) => new URL(page.path, server.origin).searchParams.get('item') ?? ''

  test('each step says at the field what it lacks, keeps what was typed, and goes on when it is right', async () => {
    const empty = await fatima.submits('/klussen/new', form, { title: 'Meelezen' })
    expect(empty.status).toBe(422)
    expect(empty.text).toContain('Vertel wat de klus moet opleveren.')
    expect(empty.form(form).values['title']).toBe('Meelezen')
    const bare = await fatima.submits('/klussen/new', form, {})
    const named = [...bare.source.matchAll(/href="#field-(\w+)"/g)].map((match) => match[1])
    expect(named).toEqual(['title', 'body', 'own_result'])
    const second = await fatima.submits(empty, form, step1)
    expect([second.status, second.path]).toEqual([200, expect.stringMatching(/step=2$/)])
    const period = { own_starts: dayAhead(9), own_ends: dayAhead(3) }
    const many = { own_hoursTotal: 'veel', own_expertise: 'a,b,c,d,e,f', ...period }
    const wrong = await fatima.submits(second, form, many)
    expect(wrong.status).toBe(422)
    // All at once: what cannot be read, and what does not go together.
    for (const text of [
      'Vul het aantal uren in',
      'Noem niet meer dan 5 onderwerpen.',
      'De einddatum ligt voor de begindatum.',
    ])
      expect(wrong.text).toContain(text)
    const third = await fatima.submits(wrong, form, { ...step2, ...period })
    expect(third.text).toContain('De einddatum ligt voor de begindatum.')
    const last = await fatima.submits(third, form, { own_ends: dayAhead(30) })
    const past = await fatima.submits(last, form, { ...step3, own_closes: '2020-01-01' })
    expect(past.text).toContain('Deze dag is al voorbij.')
    const preview = await fatima.submits(past, form, step3)
    expect(preview.text).toContain('16 uur in totaal')
    expect(preview.text).toContain('Zichtbaar voor wie is ingelogd, hier en bij toegelaten organisaties.')
    const placed = await fatima.submits(preview, form)
    expect(placed.path).toMatch(/^\/item\//)
    expect(placed.text).toContain('Je klus staat open.')
    expect(await joost.sees(placed.path.split('#')[0] as string, 'participatie')).toBe(true)
  })

  test('a draft can be left at any step; the last look says what is missing, and does not place it', async () => {
    const kept = await fatima.submits('/klussen/new', { button: 'Bewaar als concept' }, { title: 'Later verder' })
    expect([kept.status, kept.path]).toEqual([200, expect.stringMatching(/item=.*step=1$/)])
    expect(await fatima.sees('/new', 'Later verder')).toBe(true)
    const own = await fatima.visits('/klussen/mine')
    expect((await fatima.visits(own.link('Later verder'))).form(form).values['title']).toBe('Later verder')
    expect((await joost.visits('/klussen/mine')).text).not.toContain('Later verder')
    // Asked or offered is chosen there; a third way in would say nothing.
    const ways = (await fatima.visits('/new')).source.matchAll(/href="(\/klussen\/new[^"]*)"/g)
    expect(new Set([...ways].map((way) => way[1]))).toEqual(
      new Set(['/klussen/new?purpose=request', '/klussen/new?purpose=offer']),
    )
    const item = `/item/${idIn(kept)}`
    expect((await fatima.visits(`${item}/edit`)).path).toMatch(/^\/klussen\/new\?item=/)
    const seen = await fatima.visits(item)
    expect(seen.text).toContain('Dit is een concept. Alleen jij ziet het.')
    expect(seen.text).not.toContain('Wie mag dit lezen?')
    expect((await joost.visits(kept.path)).status).toBe(404)
    const look = await fatima.visits(`/klussen/new?item=${idIn(kept)}&step=4`)
    expect(look.text).toContain('Dit moet je nog invullen:')
    const refused = await fatima.submits(look, form)
    expect(refused.status).toBe(422)
    expect((await joost.visits(item)).status).toBe(404)
  })

  test('without its text it is not placed either: the last look says so again', async () => {
    const words = { title: 'Zonder tekst', own_result: 'Iets' }
    const kept = await fatima.submits('/klussen/new', { button: 'Bewaar als concept' }, words)
    const second = await fatima.visits(`/klussen/new?item=${idIn(kept)}&step=2`)
    const look = await fatima.submits(await fatima.submits(second, form, step2), form, step3)
    expect(look.text).toContain('Wat ga je doen? Vul dit in.')
    const refused = await fatima.submits(look, form)
    expect([refused.status, refused.text.includes('Wat ga je doen? Vul dit in.')]).toEqual([422, true])
  })

  test.each([
    ['body', 'Mijn BSN is 111222333.', 'Dit lijkt op een burgerservicenummer.'],
    ['own_result', 'Betaal aan NL91 ABNA 0417 1643 00', 'Dit lijkt op een rekeningnummer.'],
    ['own_forWhom', 'Salaris volgens schaal 10', 'Dit lijkt over salaris te gaan.'],
  ])('what must not stand in %s is told, and one can say that it is something else', async (name, text, words) => {
    const warned = await fatima.submits('/klussen/new', form, { ...step1, [name]: text })
    expect([warned.status, warned.text.includes(words)]).toEqual([422, true])
    const on = await fatima.submits(warned, form, { sure: true })
    expect([on.status, on.path]).toEqual([200, expect.stringMatching(/step=2$/)])
  })

  test('only a group may respond: then it must stand in one', async () => {
    const group = await fatima.startsGroup('Schrijfgroep')
    const none = await writesItem(fatima, '/klussen/new', { ...whole, own_responders: 'group' })
    expect([none.status, none.text.includes('Kies in welke groep de klus staat')]).toEqual([422, true])
    const open = await writesItem(fatima, '/klussen/new', { ...whole, own_responders: 'organisation', open: 'on' })
    expect([open.status, open.text.includes('Dit kan alleen als iedereen in het netwerk')]).toEqual([422, true])
    const placed = await writesItem(fatima, `/new/klus?group=${group}`, { ...whole, own_responders: 'group' })
    expect(placed.text).toContain('Alleen leden van de groep')
    expect((await joost.visits(placed.path)).status).toBe(404)
  })

  test('an earlier one and a template are good beginnings; a template can be shared and taken away', async () => {
    const placed = await writesItem(fatima, '/klussen/new', { ...whole, title: 'Elk jaar weer' })
    const item = /[0-9a-f-]{36}/.exec(placed.path)?.[0] ?? ''
    const copy = await fatima.visits(`/klussen/new?copy=${item}`)
    expect(copy.form(form).values).toMatchObject({ title: 'Elk jaar weer', own_result: 'Een goed plan' })
    const second = await fatima.submits(copy, form)
    expect(second.form(form).values['own_expertise']).toBe('participatie, schrijven')
    expect((await joost.visits(`/klussen/new?copy=${item}`)).status).toBe(404)
    const manage = `/klussen/${item}/manage`
    const nameless = await fatima.submits(manage, { action: '/klussen/templates' }, { name: ' ', shared: true })
    const named = { action: '/klussen/templates' }
    expect([nameless.status, nameless.form(named).values['shared']]).toEqual([422, 'on'])
    await fatima.submits(nameless, named, { name: 'Jaarplan' })
    const begun = await joost.visits((await joost.visits('/klussen/new')).link('Jaarplan'))
    expect(begun.form(form).values['title']).toBe('Elk jaar weer')
    expect((await joost.visits('/klussen/templates')).text).toContain('Gedeeld door Fatima')
    await fatima.submits('/klussen/templates', { action: /\/delete$/ })
    expect(await joost.sees('/klussen/templates', 'Jaarplan')).toBe(false)
  })

  test.each([
    [1, { own_forWhom: 'x'.repeat(301) }, 'Gebruik niet meer dan 300 tekens.'],
    [2, { own_expertise: 'x'.repeat(51) }, 'Een onderwerp heeft niet meer dan 50 tekens.'],
    [2, { own_places: '1,5' }, 'Vul in hoeveel mensen je zoekt: 1 of meer.'],
  ])('what does not fit in step %i is told in words', async (step, wrong: Record<string, string>, words) => {
    const first = { ...step1, own_purpose: 'request' }
    const second = step === 1 ? '/klussen/new' : await fatima.submits('/klussen/new', form, first)
    const told = await fatima.submits(second, form, { ...(step === 1 ? first : step2), ...wrong })
    expect([told.status, told.text.includes(words)]).toEqual([422, true])
  })

  test('who may do it, and so who may read it, stays as it was placed', async () => {
    const placed = await writesItem(fatima, '/klussen/new', { ...whole, own_responders: 'organisation' })
    const item = placed.path.split(/[?#]/)[0] as string
    const edit = await fatima.visits(`${item}/edit`)
    expect(edit.text).toContain('Wie de klus mag doen en wie hem mag lezen, staat vast.')
    expect(Object.keys(edit.form({ field: 'body' }).values)).not.toContain('own_responders')
    const saved = await fatima.submits(edit, { field: 'body' }, { own_places: '2' })
    expect(saved.text).toContain("Alleen collega's van de eigen organisatie")
  })

  test('a placed one is changed in one form; its kind and who responded stay', async () => {
    const placed = await writesItem(fatima, '/klussen/new', { ...whole, own_purpose: 'offer' })
    const item = placed.path.split(/[?#]/)[0] as string
    const edit = await fatima.visits(`${item}/edit`)
    const changed = await fatima.submits(edit, { field: 'body' }, { own_hoursTotal: '24,5', own_places: '3' })
    expect(changed.text).toContain('24,5 uur in totaal')
    expect(changed.text).toContain('3 van 3 plaatsen vrij')
    expect(changed.text).toContain('Klus: hulp aangeboden')
    const bad = await fatima.submits(`${item}/edit`, { field: 'body' }, { own_result: '' })
    expect([bad.status, bad.text.includes('Vertel wat de klus moet opleveren.')]).toEqual([422, true])
    // What a browser makes of a year that was typed as "26".
    const ancient = await fatima.submits(`${item}/edit`, { field: 'body' }, { own_closes: '0026-12-01' })
    expect([ancient.status, ancient.text.includes('Dit is geen datum.')]).toEqual([422, true])
  })

  test('the command line places one too', async () => {
    const options = { title: 'Van de lijn', body: 'Tekst', result: 'Iets', expertise: 'data, recht', hours: '8' }
    const made = await server.cli('klus create', { author: 'fatima', ...options, where: 'remote', closes: dayAhead(5) })
    const path = new URL((made as { url: string }).url).pathname
    expect((await joost.visits(path)).text).toContain('8 uur in totaal')
    await expect(server.cli('klus create', { author: 'fatima', ...options, closes: 'morgen' })).rejects.toMatchObject({
      fields: { closes: { code: 'klus.noDate' } },
    })
    // Told by the name of the option, not by that of the field.
    await expect(server.cli('klus create', { author: 'fatima', ...options, hours: 'veel' })).rejects.toHaveProperty(
      'fields.hours.code',
    )
  })

  test('nobody logged a fault', () => {
    expect(server.log).toEqual([])
  })
})
