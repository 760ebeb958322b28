// A manager says no, or yes with conditions, or nothing at all.
import { expect } from '@jest/globals'
import { PASSWORD } from '../../../kit/server.ts'
import { answer, nameManager, YES } from '../acts/consent.ts'
import { move, sign } from '../acts/response.ts'
import type { Hand } from '../hand.ts'
import { MANAGER, timePasses } from '../stage.ts'
import type { Scene } from './scene.ts'
import { asksManager, offers, posts, showsInterest, signs, type Way } from './way-there.ts'

const DAY = 86_400_000

/** Carla posts it, Aïsha is interested, and Carla offers it to her. */
async function begin({ stage }: Scene, title: string): Promise<Way & { readonly klus: string }> {
  const { carla: author, aisha: candidate, servers } = stage
  const klus = await posts(stage, author, title)
  const way = await showsInterest(stage, { klus, title, author, candidate, at: servers.Gemeente }, 'Ik kan dat.')
  await offers(stage, way)
  return { ...way, klus }
}

/** His reason is read by his colleague alone, and the place stays free. */
export async function managerRefuses(scene: Scene): Promise<void> {
  const { stage, carla, aisha, mo, look } = scene
  const { Gemeente } = stage.servers
  const way = await begin(scene, 'Beleid herlezen')
  const { klus, here, there } = way
  await asksManager(stage, way)
  // What looks like a citizen number is told to a manager too, who need not have an account.
  await mo.go(Gemeente.mail.linkTo(MANAGER.email))
  await mo.choose('Nee')
  await mo.type('Je voorwaarden of je reden', '111222333')
  await mo.press('Verstuur je antwoord')
  expect(await mo.text()).toContain('lijkt op een burgerservicenummer')
  expect(await mo.status()).toBe(422)
  await look('consent, with a warning', mo)
  await answer(stage, mo, { at: Gemeente, choice: 'Nee', words: 'Het team is te klein.' })
  await look('consent refused', mo)
  for (const [hand, path] of [
    [aisha, there],
    [carla, here],
  ] as const) {
    expect(await hand.read(path)).toContain('de leidinggevende gaf geen toestemming')
    await look(`response, manager refused, ${hand === aisha ? 'of the candidate' : 'of the author'}`, hand)
  }
  expect(await aisha.read(there.replace('/responses/', '/consents/'))).toContain('Het team is te klein.')
  await look('manager refused', aisha)
  const source = (await stage.carla.visits(here)).source + (await stage.carla.visits('/notifications')).source
  for (const secret of ['te klein', MANAGER.name, MANAGER.email]) expect(source.includes(secret)).toBe(false)
  await carla.go(klus)
  expect(await carla.step()).toBe('Open')
  // A link from a mail works once.
  expect(await mo.read(Gemeente.mail.linkTo(MANAGER.email))).toContain('Je hebt al geantwoord')
  await look('consent, refused before', mo)
}

/** They come into the terms, and both sign again. */
export async function conditions(scene: Scene): Promise<void> {
  const { stage, carla, aisha, mo, look } = scene
  const at = stage.servers.Gemeente
  const way = await begin(scene, 'Kaarten maken')
  const { here, there } = way
  await signs(stage, way)
  await asksManager(stage, way)
  await answer(stage, mo, { at, choice: 'Ja, als …', words: 'Niet op maandag.' })
  for (const [hand, path] of [
    [aisha, there],
    [carla, here],
  ] as const) {
    expect(await hand.read(path)).toContain('Niet op maandag.')
    expect(await hand.step()).toBe('Aanbod')
    await look(`response, conditions to sign, ${hand === aisha ? 'of the candidate' : 'of the author'}`, hand)
    await sign(stage, hand)
  }
  await aisha.go(there)
  await carla.go(here)
  expect([await aisha.step(), await carla.step()]).toEqual(['Afspraak', 'Afspraak'])
  await carla.press('Bekijk en print de afspraken met handtekeningen')
  expect(await carla.text()).toContain('Niet op maandag.')
  await moreHours(scene, way)
}

/** A new version, signed by all three; what counted before stays to be read, with its signatures. */
async function moreHours(scene: Scene, { here, there }: Way): Promise<void> {
  const { stage, carla, aisha, mo, look } = scene
  await carla.go(here)
  await move(stage, carla, 'Verander de afspraken', async () => {
    await look('amend', carla)
    await carla.type('Uren in totaal', '24')
  })
  await carla.go(here)
  await look('response, new terms that wait', carla)
  await aisha.go(there)
  await look('response, new terms to sign', aisha)
  await sign(stage, aisha)
  // Whom she named before was asked again.
  expect(await aisha.read(there)).toContain(`Je vroeg ${MANAGER.name} om toestemming.`)
  await look('response, new terms, manager asked again', aisha)
  await answer(stage, mo, { at: stage.servers.Gemeente, choice: YES })
  for (const [hand, person, path] of [
    [aisha, stage.aisha, there],
    [carla, stage.carla, here],
  ] as const) {
    await hand.go(path)
    await hand.press('Bekijk en print de afspraken met handtekeningen')
    expect(await hand.text()).toContain('24 uur in totaal')
    await look('agreement, third version', hand)
    await hand.press('versie 2')
    const before = await hand.text()
    for (const words of ['16 uur in totaal', 'Nu geldt versie 3.', 'Alle 3 handtekeningen'])
      expect(before).toContain(words)
    await look('agreement, what counted before', hand)
    expect((await person.visits(`${hand.path()}?version=1`)).status).toBe(404)
  }
}

/** A manager has 14 days, whenever he is asked; after its last day a klus expires, and its author hears that. */
export async function nobodyAnswers(scene: Scene): Promise<void> {
  const { stage, carla, aisha, mo, look } = scene
  const { mail } = stage.servers.Gemeente
  const { klus, here, there } = await begin(scene, 'Wacht lang')
  await passes(scene, 10)
  await aisha.go(there)
  await nameManager(stage, aisha)
  await passes(scene, 6)
  await aisha.go(there)
  expect(await aisha.step()).toBe('Aanbod')
  await look('response, offered, manager reminded', aisha)
  expect(await mo.read(mail.linkTo(MANAGER.email))).toContain('Antwoorden kan tot')
  await passes(scene, 9)
  for (const [hand, path] of [
    [aisha, there],
    [carla, here],
  ] as const) {
    expect(await hand.read(path)).toContain('binnen 14 dagen geen antwoord')
    await look(`response, expired, ${hand === aisha ? 'of the candidate' : 'of the author'}`, hand)
  }
  const told = await carla.read('/notifications')
  for (const words of ['(langer zoeken kan bij Bewerken): “Wacht lang”', 'gaf niet op tijd antwoord'])
    expect(told).toContain(words)
  await mo.go(mail.linkTo(MANAGER.email))
  expect(await mo.status()).toBe(410)
  await look('consent, expired', mo)
  expect(await carla.read(klus)).toContain('Verlopen')
  await look('own klus, expired', carla)
  expect(await aisha.read('/klussen')).not.toContain('Wacht lang')
}

/** Days, with what they do on all pleinen; both have signed in again by then. */
async function passes({ stage, carla, aisha }: Scene, days: number): Promise<void> {
  stage.network.clock.advance(days * DAY)
  await timePasses(stage)
  for (const [hand, { identity }] of [
    [carla, stage.carla],
    [aisha, stage.aisha],
  ] as const)
    await signIn(hand, identity.email)
}

async function signIn(who: Hand, email: string): Promise<void> {
  await who.go('/sign-in')
  await who.type('E-mailadres', email)
  await who.type('Wachtwoord', PASSWORD)
  await who.press('Inloggen')
}
