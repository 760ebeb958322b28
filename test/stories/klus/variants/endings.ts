// It ends before it is done: by either side in each state, or because the klus itself is cancelled.
import { expect } from '@jest/globals'
import type { Person } from '../../../kit/person.ts'
import type { TestServer } from '../../../kit/server.ts'
import { move } from '../acts/response.ts'
import type { Hand } from '../hand.ts'
import { at, reads, type Stage } from '../stage.ts'
import type { Scene } from './scene.ts'
import { agrees, completes, type Interest, offers, posts, showsInterest, starts, talks, type Way } from './way-there.ts'

/** Of a response, and the way out that each side has there. */
export const states = {
  interested: { candidate: 'withdraw', author: 'reject' },
  in_talks: { candidate: 'withdraw', author: 'reject' },
  offered: { candidate: 'withdraw', author: 'reject' },
  agreed: { candidate: 'cancel', author: 'cancel' },
  running: { candidate: 'cancel', author: 'cancel' },
  closing: { candidate: 'cancel', author: 'cancel' },
} as const
export type State = keyof typeof states

/** What one presses, which field takes the words, how it then stands, and what the other is told. */
const ends = {
  withdraw: { name: 'Trek je terug', field: 'Waarom?', state: 'Teruggetrokken', told: 'trekt zich terug' },
  reject: { name: 'Wijs af', field: 'Eigen woorden', state: 'Afgewezen', told: 'wijst de interesse af' },
  cancel: { name: 'Zeg de klus af', field: 'Leg het de ander uit', state: 'Afgezegd', told: 'zegt de klus af' },
} as const

/** By the one candidate, and then with the next one by the author. */
export async function endedWhen(scene: Scene, state: State): Promise<void> {
  const { stage, carla, wim, ine } = scene
  const { Provincie, Waterschap } = stage.servers
  const title = `Tot hier ${state}`
  const klus = await posts(stage, stage.carla, title)
  const about = { klus, title, author: stage.carla, at: Waterschap }
  const one = await reach(stage, state, { ...about, candidate: stage.wim })
  await end(scene, state, 'candidate', [wim, one.there], [carla, one.here])
  await onlyTheOtherIsTold(title, states[state].candidate, stage.wim, stage.carla, Provincie)
  expect(await at(stage.carla, klus)).toBe('Open')
  const two = await reach(stage, state, { ...about, candidate: stage.ine })
  await end(scene, state, 'author', [carla, two.here], [ine, two.there])
  await onlyTheOtherIsTold(title, states[state].author, stage.carla, stage.ine, Waterschap)
  expect(await at(stage.carla, klus)).toBe('Open')
  await isKept(stage.carla, klus)
}

async function reach(stage: Stage, state: State, interest: Interest): Promise<Way> {
  const way = await showsInterest(stage, interest, 'Graag.')
  if (state === 'in_talks') await talks(stage, way)
  if (state === 'offered') await offers(stage, way)
  if (states[state].author === 'cancel') await agrees(stage, way)
  if (state === 'running' || state === 'closing') await starts(stage, way)
  if (state === 'closing') await completes(stage, way)
  return way
}

type Place = readonly [hand: Hand, path: string]

/** With the reason for the other at once. */
async function end(scene: Scene, state: State, side: 'candidate' | 'author', by: Place, other: Place): Promise<void> {
  const [hand, path] = by
  const kind = states[state][side]
  const { name, field, ...then } = ends[kind]
  const words = 'Door drukte lukt het niet.'
  await hand.go(path)
  await move(scene.stage, hand, name, async () => {
    await scene.look(kind, hand)
    if (kind !== 'withdraw') await hand.choose('Een andere reden')
    await hand.type(field, words)
  })
  for (const [one, page] of [by, other]) {
    const read = await one.read(page)
    for (const said of [then.state, words]) expect(read).toContain(said)
  }
  await scene.look(`ended by the ${side} when ${state}, for the other`, other[0])
}

async function onlyTheOtherIsTold(
  title: string,
  kind: keyof typeof ends,
  by: Person,
  other: Person,
  { mail }: TestServer,
): Promise<void> {
  const about = `${by.name} ${ends[kind].told}: “${title}”`
  const subject = mail.to(other.identity.email).at(-1)?.subject
  const own = await reads(by, '/notifications')
  expect([subject?.includes(about), own.includes(about)]).toEqual([true, false])
}

/** Nothing is silently deleted after the first interest. */
async function isKept(author: Person, klus: string): Promise<void> {
  const kept = await author.visits(`${klus}/delete`)
  expect([kept.text.includes('wel afzeggen'), kept.has('button', 'Verwijderen')]).toEqual([true, false])
  const { cookie, origin } = author
  const forced = await fetch(new URL(`${klus}/delete`, origin), { method: 'POST', headers: { cookie, origin } })
  expect(forced.status).toBe(409)
  expect((await author.visits(klus)).status).toBe(200)
}

/** Everybody who is busy with it reads why. */
export async function klusCancelled({ stage, carla, aisha, wim, look }: Scene): Promise<void> {
  const { Gemeente, Waterschap } = stage.servers
  const title = 'Gaat niet door'
  const klus = await posts(stage, stage.carla, title, '2')
  const about = { klus, title, author: stage.carla }
  const chosen = await showsInterest(stage, { ...about, candidate: stage.aisha, at: Gemeente }, 'Graag.')
  const second = await showsInterest(stage, { ...about, candidate: stage.wim, at: Waterschap }, 'Ik ook.')
  const [there, other] = [chosen.there, second.there]
  await agrees(stage, chosen)
  expect(await carla.read(`${klus}/delete`)).toContain('wel afzeggen')
  await look('own klus, not to be deleted', carla)
  await carla.go(klus)
  await carla.press('Sluiten, afzeggen of kopiëren')
  await look('what one can do with a klus that people are busy with', carla)
  await carla.type('Waarom gaat de klus niet door?', 'Het budget is weg.')
  await carla.press('Zeg de klus af')
  expect(await carla.text()).toContain('Je klus is afgezegd.')
  await stage.network.settle()
  await carla.go(klus)
  await look('own klus, cancelled', carla)
  // Also in the mail of who did not read what came before.
  const { aisha: one, wim: two } = stage
  const mailed = [Gemeente.mail.to(one.identity.email), Waterschap.mail.to(two.identity.email)]
  expect(mailed.map((mails) => mails.at(-1)?.subject)).toEqual([
    'Carla de Wit zegt de klus af: die is niet meer nodig: “Gaat niet door”',
    'Carla de Wit wijst je interesse af: de klus gaat niet door: “Gaat niet door”',
  ])
  for (const [hand, path, ending] of [
    [aisha, there, 'Afgezegd'],
    [wim, other, 'Afgewezen'],
  ] as const) {
    const text = await hand.read(path)
    for (const words of [ending, 'Het budget is weg.']) expect(text).toContain(words)
    await look(`response, klus cancelled: ${ending}`, hand)
  }
  expect(await wim.read('/klussen')).not.toContain(title)
}
