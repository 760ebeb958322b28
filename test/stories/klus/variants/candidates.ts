// More candidates than places, and the other way about: who needs help responds to who offers it.
import { expect } from '@jest/globals'
import type { Person } from '../../../kit/person.ts'
import type { TestServer } from '../../../kit/server.ts'
import { answer, nameManager, YES } from '../acts/consent.ts'
import { openResponse, post } from '../acts/klus.ts'
import { complete, confirmCompletion, logHours, lookBack, move, offer, showInterest, sign } from '../acts/response.ts'
import { finds } from '../stage.ts'
import type { Scene } from './scene.ts'
import { agrees, asksManager, getsConsent, offers, posts, showsInterest } from './way-there.ts'

export async function twoCandidates(scene: Scene): Promise<void> {
  const { stage, carla, aisha, look } = scene
  const title = 'Meeschrijven'
  const about = { title, author: stage.carla, klus: await posts(stage, stage.carla, title) }
  const { Gemeente, Waterschap } = stage.servers
  const chosen = await showsInterest(
    stage,
    { ...about, candidate: stage.aisha, at: Gemeente },
    'Ik schreef er al drie.',
  )
  const second = await showsInterest(stage, { ...about, candidate: stage.wim, at: Waterschap }, 'Ik wil het leren.')
  const { klus } = about
  const [{ here, there }, other] = [chosen, second.there]
  expect(await carla.read(klus)).toContain("2 geïnteresseerde collega's")
  await agrees(stage, chosen)
  await aisha.go(there)
  await carla.go(klus)
  expect([await aisha.step(), await carla.step()]).toEqual(['Afspraak', 'Afgesproken'])
  await tellsTheRest(scene)
  expect(await carla.read(second.here)).toContain('Afgewezen')
  expect(await carla.read(`${klus}/refuse`)).toContain('Er wacht niemand meer op antwoord')
  await look('nobody left to tell', carla)
  await readsWhy(scene, other)
  await nobodyElseSees(scene, { here, there, other })
}

/** At once, each for himself; first without the number that looks like somebody's. */
async function tellsTheRest({ stage, carla, look }: Scene): Promise<void> {
  expect(await carla.text()).toContain('Alle plaatsen zijn vergeven. 1 collega wacht nog op antwoord.')
  await look('own klus, filled, one waits', carla)
  await carla.press('Laat weten dat het niet doorgaat')
  await carla.choose('Een ander past beter bij wat nodig is')
  await carla.type('Eigen woorden', 'Volgende keer graag. BSN 111222333')
  await carla.press('Verstuur met deze reden')
  expect(await carla.text()).toContain('lijkt op een burgerservicenummer')
  expect(await carla.status()).toBe(422)
  await look('telling the rest, with a warning', carla)
  await carla.type('Eigen woorden', 'Volgende keer graag.')
  await carla.press('Verstuur met deze reden')
  expect(await carla.text()).toContain('Ieder krijgt alleen het eigen bericht')
  await stage.network.settle()
}

async function readsWhy({ wim, look }: Scene, other: string): Promise<void> {
  const told = await wim.read('/notifications')
  expect(told).toContain('wijst je interesse af: een ander past beter bij wat nodig is')
  const refused = await wim.read(other)
  for (const words of ['Afgewezen', 'Een ander past beter', 'Volgende keer graag.']) expect(refused).toContain(words)
  await look('response, refused with a reason', wim)
  expect(await wim.read(`${other}/apply`)).toContain('Opnieuw interesse tonen kan dan niet.')
  // Nothing to fill in for what cannot be.
  expect(await wim.page.getByLabel('Waarom past deze klus bij je?').count()).toBe(0)
  await look('interest once more, refused', wim)
}

/** @param paths of the responses: of who was chosen on either plein, and of who was not */
async function nobodyElseSees({ stage }: Scene, paths: { here: string; there: string; other: string }): Promise<void> {
  const { aisha, wim, ine, servers } = stage
  const { here, there, other } = paths
  const klus = (await wim.visits(other)).link(/waar dit over gaat/)
  const leaks: string[] = []
  for (const path of [other, klus, '/klussen', '/notifications', '/responses', '/search?q=Bakker']) {
    const { source } = await wim.visits(path)
    for (const secret of ['Aïsha', 'al drie', here, there]) if (source.includes(secret)) leaks.push(`${secret} ${path}`)
  }
  expect(leaks).toEqual([])
  expect([(await wim.visits(there)).status, (await aisha.visits(other)).status]).toEqual([404, 404])
  // Nor may a colleague of his, or the administrators.
  const bea = await servers.Provincie.person('Bea Beheer', { handle: 'bea' })
  expect([(await bea.visits(here)).status, (await ine.visits(other)).status]).toEqual([404, 404])
  expect((await ine.visits(`${klus}/refuse`)).status).toBe(404)
}

export async function severalPlaces({ stage, carla, aisha, wim, ine, look }: Scene): Promise<void> {
  const { Gemeente, Waterschap } = stage.servers
  const title = 'Enquête afnemen'
  const klus = await post(stage, carla, { title, places: '2' })
  const interested = (candidate: Person, at: TestServer) =>
    showsInterest(stage, { klus, title, author: stage.carla, candidate, at }, `Dit is ${candidate.name}.`)
  const one = await interested(stage.aisha, Gemeente)
  const two = await interested(stage.wim, Waterschap)
  const three = await interested(stage.ine, Waterschap)
  // All three are offered it; the places go to who has all signatures first.
  await offers(stage, three)
  await agrees(stage, one)
  expect(await carla.read(klus)).toContain('1 van 2 plaatsen vrij')
  await look('own klus, one of two places left', carla)
  await agrees(stage, two)
  await wim.go(two.there)
  expect(await wim.step()).toBe('Afspraak')
  await ine.go(three.there)
  await look('response, offered, while all places are taken', ine)
  await asksManager(stage, three)
  await getsConsent(stage, three)
  await ine.go(three.there)
  await sign(stage, ine)
  for (const [hand, path] of [
    [ine, three.there],
    [carla, three.here],
  ] as const) {
    expect(await hand.read(path)).toContain('de laatste plaats was net vergeven')
    await look(`response, last place just taken, ${hand === ine ? 'of the candidate' : 'of the author'}`, hand)
  }
  // A place comes free: it stands open again.
  await aisha.go(one.there)
  await move(stage, aisha, 'Zeg de klus af', async () => {
    await aisha.choose('Het eigen werk vraagt te veel')
    await aisha.type('Leg het de ander uit', 'Het lukt niet.')
  })
  expect(await carla.read(klus)).toContain('1 van 2 plaatsen vrij')
  expect(await finds(await Gemeente.person('Noor Kok'), title)).not.toBe('')
}

/** Who offers it works, and has a manager; who needs it confirms the hours. */
export async function helpOffered({ stage, aisha, wim, mo, look }: Scene): Promise<void> {
  const klus = await post(stage, aisha, { title: 'Ik kan presenteren', offered: true })
  await look('own klus, help offered', aisha)
  const there = await showInterest(stage, wim, 'Ik kan presenteren', 'Ons congres zoekt iemand.')
  const here = await openResponse(aisha, klus, 'Wim Smit')
  await look('response to help offered, interested', aisha)
  await offer(stage, aisha, '8')
  await aisha.go(here)
  await look('response to help offered, offered', aisha)
  await nameManager(stage, aisha)
  await answer(stage, mo, { at: stage.servers.Gemeente, choice: YES })
  await wim.go(there)
  await look('response to help offered, to sign', wim)
  await sign(stage, wim)
  await wim.go(there)
  await aisha.go(here)
  expect([await aisha.step(), await wim.step()]).toEqual(['Afspraak', 'Afspraak'])
  await move(stage, aisha, 'Begin met de klus')
  await logHours(stage, aisha, '8', 'Twee dagen')
  await wim.go(there)
  await look('response to help offered, hours to confirm', wim)
  await move(stage, wim, 'Bevestig de geschreven uren')
  expect(await aisha.read(here)).toContain('8 van 8 uur geschreven, 8 bevestigd.')
  await complete(stage, wim, 'Eerst luisteren.')
  await aisha.go(here)
  await confirmCompletion(stage, aisha, 'Korter schrijven.')
  await lookBack(stage, aisha, 'Graag nog eens, zegt Aïsha.')
  expect(await wim.read(there)).not.toContain('Graag nog eens')
  await lookBack(stage, wim, 'Dank, zegt Wim.')
  expect(await wim.read(there)).toContain('Graag nog eens, zegt Aïsha.')
  await aisha.go(here)
  expect([await aisha.step(), await wim.step()]).toEqual(['Terugblik', 'Terugblik'])
  await look('response to help offered, reviewed', aisha)
}
