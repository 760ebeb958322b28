// The market over the network: klussen of another plein in one's own list, who is available there, and an invitation.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { type LocalPerson, system } from '../../src/core/viewer.ts'
import { createContent, findContentByIri, knownTo } from '../../src/features/content/index.ts'
import { removeAvailability, setAvailability } from '../../src/features/klussen/index.ts'
import { beginResponse } from '../../src/features/responses/index.ts'
import { editProfile, followPerson } from '../../src/features/people/index.ts'
import type { ContentId } from '../../src/lib/id.ts'
import { type Network, startNetwork } from '../kit/network.ts'
import type { Person } from '../kit/person.ts'
import type { TestServer } from '../kit/server.ts'

let network: Network
let gemeente: TestServer
let waterschap: TestServer
let fatima: Person
let joost: Person
let klus: ContentId

beforeAll(async () => {
  network = await startNetwork(['Gemeente Lindewaarde', 'Waterschap Vechtdal'])
  const [first, second] = network.servers
  if (!first || !second) throw new Error('there are two')
  ;[gemeente, waterschap] = [first, second]
  fatima = await gemeente.person('Fatima el Idrissi')
  joost = await waterschap.person('Joost van Dam')
  await gemeente.cli('instance allow', { host: waterschap.host })
  await waterschap.cli('instance allow', { host: gemeente.host })
  await follow(gemeente, 'fatima', joost.address)
  await follow(waterschap, 'joost', fatima.address)
  klus = await createContent(waterschap.app.ctx(await waterschap.viewer('joost')), {
    kind: 'klus',
    title: 'Denk mee over de sluis',
    body: 'Bewoners willen meepraten.',
    audience: 'public',
    data: { result: 'Een opzet', expertise: ['participatie', 'privacy'], hoursPerWeek: 4, closes: later() },
  })
  await network.settle()
})

afterAll(() => network?.close())

/** A day that is still to come. */
function later(): string {
  return network.clock.in(30 * 86_400_000).slice(0, 10)
}

async function follow(server: TestServer, handle: string, address: string): Promise<void> {
  const iri = await server.app.tools.remote.webfinger(address)
  const actor = iri === undefined ? undefined : await server.app.tools.remote.actor(iri)
  if (!actor) throw new Error(`${address} cannot be reached`)
  await followPerson(server.app.ctx(await server.viewer(handle)), actor.id)
  await network.settle()
}

test('a klus of another plein stands in the list, with its organisation, also for guests', async () => {
  const page = await fatima.visits('/klussen')
  expect(page.text).toContain('Denk mee over de sluis')
  expect(page.text).toContain('Waterschap Vechtdal')
  const found = await fatima.visits('/klussen?organisation=waterschap&expertise=privacy&q=bewoners')
  expect(found.text).toContain('1 klus')
  expect((await fatima.visits('/klussen?organisation=gemeente')).text).not.toContain('Denk mee over de sluis')
  const guest = await fetch(`${gemeente.origin}/klussen`)
  expect(await guest.text()).toContain('Denk mee over de sluis')
  const atom = await fetch(`${gemeente.origin}/klussen/atom?expertise=privacy`)
  const entries = await atom.text()
  for (const words of ['Denk mee over de sluis', 'Uren: 4 uur per week.', 'Interesse tonen kan tot en met'])
    expect(entries).toContain(words)
})

test('a klus, interest in one and the list of it lead back to the klussen', async () => {
  const known = await findContentByIri(knownTo(gemeente.app.ctx()), waterschap.app.urls.object(klus))
  const back = /dv-breadcrumbs[^>]*>(<(ol|li)[^>]*>)*<a[^>]* href="\/klussen"/
  for (const path of [`/item/${known?.id}`, `/item/${known?.id}/respond/apply`, '/responses', '/responses?on=items'])
    expect([path, back.test((await fatima.visits(path)).source)]).toEqual([path, true])
})

test('a search that cannot be saved comes back with why, and what was looked for', async () => {
  const wrong = await fatima.submits('/klussen?q=sluis', { action: '/klussen/searches' }, { name: ' ' })
  expect(wrong.status).toBe(422)
  expect(wrong.one('alert').attribs['class']).toContain('summary')
  expect(wrong.text).toContain('Geef je zoekopdracht een naam')
  expect([wrong.text.includes('Denk mee over de sluis'), wrong.form({ field: 'expertise' }).values['q']]).toEqual([
    true,
    'sluis',
  ])
  const saved = await fatima.submits(wrong, { action: '/klussen/searches' }, { name: 'Sluizen' })
  expect([saved.path, saved.text.includes('Bewaard.')]).toEqual(['/klussen?q=sluis', true])
  expect(saved.has('link', 'Sluizen')).toBe(true)
})

test('the start page names what fits, with the reason', async () => {
  const profile = { name: 'Fatima el Idrissi', jobTitle: '', unit: '', topics: 'privacy, sport', about: '' }
  await editProfile(gemeente.app.ctx(await gemeente.viewer('fatima')), profile)
  expect((await fatima.visits('/')).text).toContain('1 van 2 komt overeen met je profiel')
  // And the page of the klus does, to who may respond to it.
  const known = await findContentByIri(knownTo(gemeente.app.ctx()), waterschap.app.urls.object(klus))
  expect((await fatima.visits(`/item/${known?.id}`)).text).toContain('1 van 2 komt overeen met je profiel')
  const joosts = { name: 'Joost van Dam', jobTitle: '', unit: '', topics: 'privacy', about: '' }
  await editProfile(waterschap.app.ctx(await waterschap.viewer('joost')), joosts)
  expect((await joost.visits(`/item/${klus}`)).text).not.toContain('komt overeen')
})

test('who is available is told to the hosts on the list, and to nobody else', async () => {
  const mine = { hoursPerWeek: 6, subjects: 'privacy', audience: 'network', note: '' } as const
  await setAvailability(gemeente.app.ctx(await gemeente.viewer('fatima')), mine)
  await network.settle()
  const people = await joost.visits(`/klussen/${klus}/people`)
  expect(people.text).toContain('Fatima el Idrissi')
  expect(people.text).toContain('1 van 2 gevraagde onderwerpen')
  const { iri } = await gemeente.app
    .ctx(system)
    .db.selectFrom('actor')
    .select('iri')
    .where('handle', '=', 'fatima')
    .executeTakeFirstOrThrow()
  const open = await fetch(iri, { headers: { accept: 'application/activity+json' } })
  expect(await open.text()).not.toContain('dwv:available')
  // Signed by a host on the list: forgotten here first, so that it comes from the document alone.
  await waterschap.app.ctx(system).transaction(async (tx) => {
    await tx.deleteFrom('availabilityExpertise').execute()
    await tx.deleteFrom('availability').execute()
  })
  await waterschap.app.tools.remote.actor(iri, { fresh: true })
  const document = await waterschap.app.tools.remote.object(iri)
  expect(document).toMatchObject({ 'dwv:available': { 'dwv:hoursPerWeek': 6 } })
  await gemeente.cli('instance reset', { host: waterschap.host })
  expect(await waterschap.app.tools.remote.object(iri)).not.toHaveProperty('dwv:available')
  await gemeente.cli('instance allow', { host: waterschap.host })
})

test('the owner invites one of them, once, and hears how it stands', async () => {
  await setAvailability(gemeente.app.ctx(await gemeente.viewer('fatima')), {
    hoursPerWeek: 6,
    subjects: 'privacy',
    audience: 'network',
    note: 'Graag',
  })
  await network.settle()
  const path = `/klussen/${klus}/people`
  const invited = await joost.submits(path, { button: 'Verstuur de uitnodiging' }, { words: 'Jij weet hoe het moet.' })
  expect(invited.text).toContain('Je uitnodiging is verstuurd.')
  expect(invited.text).toContain('Uitgenodigd')
  await network.settle()
  expect((await fatima.visits('/notifications')).text).toContain('Denk mee over de sluis')
  expect((await fatima.visits('/responses')).text).toContain('Denk mee over de sluis')
})

test('whoever is available no longer is not asked: his own plein says so, and the owner reads it', async () => {
  const noor = await gemeente.person('Noor Bakker')
  const viewer = (await gemeente.viewer('noor')) as LocalPerson
  const hers = gemeente.app.ctx(viewer)
  await setAvailability(hers, { hoursPerWeek: 6, subjects: 'participatie', audience: 'network', note: '' })
  await network.settle()
  // As long as word of it is under way.
  await hers.transaction((tx) => removeAvailability(tx, viewer.personId))
  const path = `/klussen/${klus}/people`
  const sent = await joost.submits(path, { button: 'Verstuur de uitnodiging' }, { words: 'Kom je?' })
  expect(sent.text).toContain('Je uitnodiging is verstuurd.')
  await network.settle()
  for (const page of ['/responses', '/notifications'])
    expect((await noor.visits(page)).text).not.toContain('Denk mee over de sluis')
  expect((await joost.visits('/notifications')).text).toContain('Noor Bakker kan niet worden uitgenodigd')
  const { id } = await waterschap.app
    .ctx(system)
    .db.selectFrom('response')
    .innerJoin('actor', 'actor.id', 'response.respondentId')
    .select('response.id')
    .where('actor.handle', '=', 'noor')
    .executeTakeFirstOrThrow()
  expect((await joost.visits(`/responses/${id}`)).text).toContain('deze collega kan niet worden uitgenodigd')
  // She may still respond herself.
  const known = await findContentByIri(knownTo(hers), waterschap.app.urls.object(klus))
  await beginResponse(
    hers,
    { contentId: known?.id as ContentId },
    { move: 'apply', payload: { motivation: 'Toch wel' } },
  )
  await network.settle()
  expect((await joost.visits(`/responses/${id}`)).text).toContain('Toch wel')
  expect((await noor.visits('/responses')).text).toContain('Interesse')
})

test('nobody else sees who fits, nor invites', async () => {
  const other = await waterschap.person('Sanne de Wit')
  expect((await other.visits(`/klussen/${klus}/people`)).status).toBe(403)
})

test('whoever did not say that he is available is not invited, by any address', async () => {
  const sanne = (await waterschap.viewer('sanne')) as { personId: string }
  const person = sanne.personId
  const sends = async (path: string) => {
    const headers = { cookie: joost.cookie, origin: joost.origin, 'accept-language': 'nl' }
    const body = new URLSearchParams({ person, words: 'Kom je?' })
    const answer = await fetch(new URL(path, joost.origin), { method: 'POST', redirect: 'manual', headers, body })
    return [answer.status, await answer.text()] as const
  }
  const begun = await sends(`/item/${klus}/respond/invite`)
  expect([begun[0], begun[1].includes('Dit heb je zelf geplaatst.')]).toEqual([403, true])
  const named = await sends(`/klussen/${klus}/people`)
  expect([named[0], named[1].includes('Deze collega is niet (meer) beschikbaar')]).toEqual([404, true])
  const { db } = waterschap.app.ctx(system)
  const { id } = await db.selectFrom('response').select('id').executeTakeFirstOrThrow()
  expect((await sends(`/responses/${id}/invite`))[0]).toBe(404)
  expect(await db.selectFrom('response').select('respondentId').where('respondentId', '=', person as never).execute()).toEqual([]) // prettier-ignore
})

test('who closes his klus has not edited it, and everybody elsewhere sees that it is closed', async () => {
  await joost.submits(`/klussen/${klus}/manage`, { button: 'Stop met zoeken' })
  await network.settle()
  const known = await findContentByIri(knownTo(gemeente.app.ctx()), waterschap.app.urls.object(klus))
  const bystander = await gemeente.person('Kees Smit')
  const { text } = await bystander.visits(`/item/${known?.id}`)
  expect([text.includes('Gesloten'), text.includes('Bewerkt')]).toEqual([true, false])
})
