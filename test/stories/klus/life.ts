// The usual life of a klus, played by three people at three browsers, from the first word to looking back.
import { expect } from '@jest/globals'
import { dayAhead } from '../../kinds/klus/example.ts'
import { type Hand, handOf, type Manner } from './hand.ts'
import { MANAGER, type Stage } from './stage.ts'

/** Called at every page and state that is passed, with a name for it. */
export type Look = (name: string, hand: Hand) => Promise<void>

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

export async function play(
  stage: Stage,
  title: string,
  manner: Manner,
  look: Look = async () => undefined,
): Promise<Life> {
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
  await post(life)
  await respond(life)
  await talk(life)
  await offer(life)
  await consent(life, manner)
  await agree(life)
  await work(life)
  await complete(life)
  await lookBack(life)
  for (const one of [life.carla, life.aisha]) await one.close()
  return life
}

async function post(life: Life): Promise<void> {
  const { stage, carla, title, look } = life
  await carla.go('/klussen')
  await look('list, empty or not', carla)
  await carla.press('Plaats een klus')
  await look('write 1', carla)
  await carla.type('Titel', title)
  await carla.type(
    'Wat ga je doen?',
    'We schrijven een plan met inwoners van vier dorpen. Je denkt mee en schrijft mee.',
  )
  await carla.type('Resultaat', 'Een participatieplan waar inwoners zich in herkennen')
  await carla.press('Volgende stap')
  await look('write 2', carla)
  await carla.type('Deskundigheid', 'participatie, schrijven')
  await carla.type('Uren in totaal', '16')
  await carla.select('Waar is het werk?', 'Op afstand')
  await carla.press('Volgende stap')
  await look('write 3', carla)
  await carla.date('Interesse tonen kan tot en met', dayAhead(12))
  await carla.press('Bekijk het geheel')
  await look('preview', carla)
  await carla.press('Plaatsen')
  expect(await carla.text()).toContain('Je klus staat open.')
  life.klus = carla.path()
  await look('own klus, no responses', carla)
  await stage.network.settle()
}

async function respond({ stage, aisha, carla, title, look }: Life): Promise<void> {
  await aisha.go('/klussen')
  expect(await aisha.text()).toContain('Provincie')
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
  await aisha.type('Waarom past deze klus bij je?', 'Ik schreef er al drie.')
  await aisha.press('Ik heb interesse')
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
  await carla.type('Je bericht', 'Kun je maandag bellen?')
  await carla.press('Verstuur')
  await stage.network.settle()
  await aisha.go('/notifications')
  await aisha.press(/^Carla de Wit schreef je/)
  life.there = aisha.path()
  expect(await aisha.text()).toContain('Kun je maandag bellen?')
  await aisha.type('Je bericht', 'Dat kan, om tien uur.')
  await aisha.press('Verstuur')
  await look('response, in talks', aisha)
  await stage.network.settle()
}

async function offer({ stage, carla, look, here }: Life): Promise<void> {
  await carla.go(here)
  expect(await carla.text()).toContain('Dat kan, om tien uur.')
  await look('response, in talks, of the author', carla)
  await carla.press('Bied de klus aan')
  await look('offer', carla)
  await carla.press('Bied de klus aan')
  await look('response, offered, of the author', carla)
  await stage.network.settle()
}

async function consent({ stage, aisha, look, there }: Life, manner: Manner): Promise<void> {
  await aisha.go(there)
  await look('response, offered', aisha)
  await aisha.press('Vraag je leidinggevende om toestemming')
  await look('who is your manager', aisha)
  await aisha.type('Naam van je leidinggevende', MANAGER.name)
  await aisha.type('E-mailadres van je leidinggevende', MANAGER.email)
  await aisha.press('Vraag om toestemming')
  await look('manager asked', aisha)
  await stage.network.settle()
  const { origin, mail } = stage.servers.Gemeente
  const mo = await handOf(origin, undefined, manner)
  await mo.go(mail.linkTo(MANAGER.email))
  await look('consent', mo)
  await mo.choose('Ja, ik ben akkoord')
  await mo.press('Verstuur je antwoord')
  expect(await mo.text()).toContain('Bedankt, je antwoord is opgeslagen')
  await look('consent given', mo)
  await mo.go(mail.linkTo(MANAGER.email))
  expect(await mo.text()).toContain('Je hebt al geantwoord')
  await look('consent, too late', mo)
  await mo.close()
  await stage.network.settle()
}

async function agree({ stage, aisha, carla, look, here, there }: Life): Promise<void> {
  await aisha.go(there)
  await aisha.press('Onderteken de afspraken')
  await stage.network.settle()
  const hashes: string[] = []
  for (const [hand, path] of [
    [aisha, there],
    [carla, here],
  ] as const) {
    await hand.go(path)
    expect(await hand.text()).toContain('Alle drie hebben getekend.')
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
  await aisha.press('Begin met de klus')
  await stage.network.settle()
  await aisha.go(there)
  await aisha.press('Schrijf uren')
  await look('log hours', aisha)
  await aisha.type('Uren', '3,5')
  await aisha.type('Wat deed je?', 'Eerste opzet')
  await aisha.press('Schrijf uren')
  await stage.network.settle()
  await carla.go(here)
  expect(await carla.text()).toContain('3,5 van 16 uur geschreven, 0 bevestigd.')
  await look('response, running, hours to confirm', carla)
  await carla.press('Bevestig de geschreven uren')
  await stage.network.settle()
  await aisha.go(there)
  expect(await aisha.text()).toContain('3,5 van 16 uur geschreven, 3,5 bevestigd.')
  await look('response, running', aisha)
}

async function complete({ stage, aisha, carla, look, here, there }: Life): Promise<void> {
  await carla.go(here)
  await carla.press('De klus is klaar')
  await look('complete', carla)
  await carla.type('Wat leerde je ervan?', 'Eerst luisteren.')
  await carla.press('De klus is klaar')
  await stage.network.settle()
  await aisha.go(there)
  await look('response, closing', aisha)
  await aisha.press('Bevestig dat de klus klaar is')
  await aisha.type('Wat leerde je ervan?', 'Korter schrijven.')
  await aisha.press('Bevestig dat de klus klaar is')
  await stage.network.settle()
  await carla.go(here)
  for (const words of ['Eerst luisteren.', 'Korter schrijven.']) expect(await carla.text()).toContain(words)
  await look('response, completed', carla)
}

async function lookBack({ stage, aisha, carla, look, here, there }: Life): Promise<void> {
  const own = { aisha: 'Fijn samengewerkt, Carla.', carla: 'Een aanwinst, Aïsha.' }
  await aisha.go(there)
  await aisha.press('Kijk terug')
  await aisha.type('Hoe was het om samen te werken', own.aisha)
  await aisha.press('Kijk terug')
  await stage.network.settle()
  await carla.go(here)
  expect(await carla.text()).not.toContain(own.aisha)
  await carla.press('Kijk terug')
  await carla.type('Hoe was het om samen te werken', own.carla)
  await carla.press('Kijk terug')
  await stage.network.settle()
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
