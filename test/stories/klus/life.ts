// The usual life of a klus, played by three people at three browsers, from the first word to looking back.
import { expect } from '@jest/globals'
import { answer, nameManager, YES } from './acts/consent.ts'
import { type Look, passBy, post } from './acts/klus.ts'
import {
  complete,
  confirmCompletion,
  logHours,
  lookBack,
  move,
  offer,
  sendInterest,
  sign,
  write,
} from './acts/response.ts'
import { type Hand, handOf, type Manner } from './hand.ts'
import { MANAGER, type Stage } from './stage.ts'

export interface Life {
  readonly stage: Stage
  readonly carla: Hand
  readonly aisha: Hand
  readonly title: string
  readonly look: Look
  /** Path of the klus on its author's plein. */
  klus: string
  /** Paths of the response on either plein, when there is one. */
  here: string
  there: string
}

export async function play(stage: Stage, title: string, manner: Manner, look: Look = passBy): Promise<Life> {
  const life: Life = {
    stage,
    title,
    look,
    carla: await handOf(stage.servers.Provincie.origin, stage.carla, manner),
    aisha: await handOf(stage.servers.Gemeente.origin, stage.aisha, manner),
    klus: '',
    here: '',
    there: '',
  }
  life.klus = await post(stage, life.carla, { title }, look)
  await respond(life)
  await talk(life)
  await choose(life)
  await consent(life, manner)
  await agree(life)
  await work(life)
  await finish(life)
  await reviews(life)
  for (const one of [life.carla, life.aisha]) await one.close()
  return life
}

async function respond({ stage, aisha, carla, title, look }: Life): Promise<void> {
  expect(await aisha.read('/klussen')).toContain('Provincie')
  await look('list', aisha)
  await aisha.press(title)
  const read = await aisha.text()
  for (const words of ['Een participatieplan waar', '16 uur in totaal', 'Iedereen in het netwerk', 'Open'])
    expect(read).toContain(words)
  await look('klus of another plein', aisha)
  await aisha.press('Ik heb interesse')
  await look('interest', aisha)
  await aisha.press('Ik heb interesse')
  expect(await aisha.text()).toContain('Schrijf waarom deze klus bij je past.')
  await look('interest with a fault', aisha)
  await sendInterest(aisha, 'Ik schreef er al drie.')
  expect(await aisha.text()).toContain('wacht op bevestiging van Provincie')
  await look('response that waits', aisha)
  await stage.network.settle()
  await carla.go('/notifications')
  await look('notifications', carla)
}

async function talk(life: Life): Promise<void> {
  const { stage, aisha, carla, look } = life
  await carla.press(/^Aïsha Bakker heeft interesse in deze klus/)
  life.here = carla.path()
  await carla.go(`${life.klus}/refuse`)
  await look('who is told that it goes on without him', carla)
  await carla.go(life.here)
  await look('response, interested', carla)
  await write(stage, carla, 'Kun je maandag bellen?')
  await aisha.go('/notifications')
  await aisha.press(/^Carla de Wit schreef je/)
  life.there = aisha.path()
  expect(await aisha.text()).toContain('Kun je maandag bellen?')
  await write(stage, aisha, 'Dat kan, om tien uur.')
  await look('response, in talks', aisha)
}

async function choose({ stage, carla, look, here }: Life): Promise<void> {
  expect(await carla.read(here)).toContain('Dat kan, om tien uur.')
  await look('response, in talks, of the author', carla)
  await offer(stage, carla, undefined, look)
  await look('response, offered, of the author', carla)
}

async function consent({ stage, aisha, look, there }: Life, manner: Manner): Promise<void> {
  await aisha.go(there)
  await look('response, offered', aisha)
  await nameManager(stage, aisha, look)
  const { Gemeente } = stage.servers
  const mo = await handOf(Gemeente.origin, undefined, manner)
  await answer(stage, mo, { at: Gemeente, choice: YES }, look)
  expect(await mo.read(Gemeente.mail.linkTo(MANAGER.email))).toContain('Je hebt al geantwoord')
  await look('consent, too late', mo)
  await mo.close()
}

async function agree({ stage, aisha, carla, look, here, there }: Life): Promise<void> {
  await aisha.go(there)
  await sign(stage, aisha)
  const hashes: string[] = []
  for (const [hand, path] of [
    [aisha, there],
    [carla, here],
  ] as const) {
    expect(await hand.read(path)).toContain('Alle drie hebben getekend.')
    await look('response, agreed', hand)
    await hand.press('Bekijk en print de afspraken met handtekeningen')
    const paper = await hand.text()
    expect(paper).toContain('Alle 3 handtekeningen zijn nu gecontroleerd en kloppen')
    expect(paper.includes(MANAGER.name)).toBe(false)
    hashes.push(/\b[0-9a-f]{64}\b/.exec(paper)?.[0] ?? `none in: ${paper}`)
    await look('agreement', hand)
  }
  expect(hashes).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), hashes[0]])
}

async function work({ stage, aisha, carla, look, here, there }: Life): Promise<void> {
  await aisha.go(there)
  await move(stage, aisha, 'Begin met de klus')
  await aisha.go(there)
  await logHours(stage, aisha, '3,5', 'Eerste opzet', look)
  expect(await carla.read(here)).toContain('3,5 van 16 uur geschreven, 0 bevestigd.')
  await look('response, running, hours to confirm', carla)
  await move(stage, carla, 'Bevestig de geschreven uren')
  expect(await aisha.read(there)).toContain('3,5 van 16 uur geschreven, 3,5 bevestigd.')
  await look('response, running', aisha)
}

async function finish({ stage, aisha, carla, look, here, there }: Life): Promise<void> {
  await carla.go(here)
  await complete(stage, carla, 'Eerst luisteren.', look)
  await aisha.go(there)
  await look('response, closing', aisha)
  await confirmCompletion(stage, aisha, 'Korter schrijven.')
  await carla.go(here)
  for (const words of ['Eerst luisteren.', 'Korter schrijven.']) expect(await carla.text()).toContain(words)
  await look('response, completed', carla)
}

async function reviews({ stage, aisha, carla, look, here, there }: Life): Promise<void> {
  const own = { aisha: 'Fijn samengewerkt, Carla.', carla: 'Een aanwinst, Aïsha.' }
  await aisha.go(there)
  await lookBack(stage, aisha, own.aisha)
  expect(await carla.read(here)).not.toContain(own.aisha)
  await lookBack(stage, carla, own.carla)
  for (const [hand, path] of [
    [aisha, there],
    [carla, here],
  ] as const) {
    await hand.go(path)
    for (const words of Object.values(own)) expect(await hand.text()).toContain(words)
    await look('response, reviewed', hand)
  }
  await carla.go('/responses?on=items')
  await look('responses to own', carla)
  await aisha.go('/responses')
  await look('own responses', aisha)
}
