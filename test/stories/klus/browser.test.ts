// A klus over three pleinen at real browsers, with axe on every page and state: its usual life, with the mouse, by keyboard
// alone and without scripts, and what else can happen to it. Who posts most of them lives on PostgreSQL, the others on SQLite.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { findings } from '../../kit/axe.ts'
import { alsoSeen, type Hand, type Manner } from './hand.ts'
import { play } from './life.ts'
import type { Stage } from './stage.ts'
import { openTheatre } from './theatre.ts'
import { helpOffered, severalPlaces, twoCandidates } from './variants/candidates.ts'
import { endedWhen, klusCancelled, type State } from './variants/endings.ts'
import { conditions, managerRefuses, nobodyAnswers } from './variants/managers.ts'
import { type Cast, castOf, type Variant } from './variants/scene.ts'

const mouse: Manner = {}
const keyboard: Manner = { keyboard: true }
const noScript: Manner = { script: false }

// More than any of them takes on a machine that does ten things at once.
jest.setTimeout(600_000)

let stage: Stage
const seen: string[] = []
const complaints: string[] = []

beforeAll(async () => {
  stage = await openTheatre({ Provincie: 'postgres' })
})

afterAll(() => stage?.close())

async function look(name: string, hand: Hand): Promise<void> {
  const language = also.includes(name) && !seen.includes(name) ? await english(hand) : []
  // Looking takes scripts.
  const dutch = hand.manner.script === false ? await alsoSeen(hand, {}, findings) : await findings(hand.page)
  seen.push(name)
  complaints.push(...[...dutch, ...language].map((one) => `${name}: ${one}`))
}

/** In English too: pages that say much, and say it in words of their own. */
const also = [
  'klus of another plein',
  'response, offered',
  'consent',
  'agreement',
  'response, running',
  'response, reviewed',
]

/** The same page for somebody who reads English. */
function english(hand: Hand): Promise<string[]> {
  return alsoSeen(hand, { locale: 'en-GB' }, async (page) => {
    const lang = await page.getAttribute('html', 'lang')
    const found = await findings(page)
    return lang === 'en' ? found : [...found, `in ${lang}`]
  })
}

describe('the usual life', () => {
  test('with the mouse: every page and state on the way is accessible', async () => {
    await play(stage, 'Meeschrijven met de muis', mouse, look)
    expect(complaints.splice(0)).toEqual([])
    expect(seen.splice(0).length).toBeGreaterThan(35)
  })

  test('by keyboard alone', async () => {
    await play(stage, 'Meeschrijven met toetsen', keyboard)
  })

  test('without scripts', async () => {
    await play(stage, 'Meeschrijven zonder script', noScript)
  })
})

describe('klussen that go another way', () => {
  const casts = new Map<Manner, Cast>()

  /** Those who act in one manner stay at their browsers; each state is looked at once. */
  async function enact(variant: Variant, manner: Manner): Promise<void> {
    const cast = casts.get(manner) ?? (await castOf(stage, manner))
    casts.set(manner, cast)
    const once = async (name: string, hand: Hand) => (seen.includes(name) ? undefined : look(name, hand))
    await variant({ ...cast, stage, look: once })
    expect(complaints.splice(0)).toEqual([])
  }

  test('two candidates, one place: who is refused reads why, and neither sees the other', async () => {
    await enact(twoCandidates, mouse)
  })

  test('the manager refuses: his reason is read by his colleague alone, and the place stays free', async () => {
    await enact(managerRefuses, keyboard)
  })

  test('conditions of the manager come into the terms, and both sign again', async () => {
    await enact(conditions, mouse)
  })

  test('several places: two agree, the third finds it filled and can be told so', async () => {
    await enact(severalPlaces, mouse)
  })

  test.each<[State, Manner]>([
    ['interested', mouse],
    ['in_talks', keyboard],
    ['offered', noScript],
    ['agreed', keyboard],
    ['running', noScript],
    ['closing', mouse],
  ])('ended when %s, by the candidate and by the author: the other reads why at once', async (state, manner) => {
    await enact((scene) => endedWhen(scene, state), manner)
  })

  test('the author cancels the klus itself: everybody who is busy with it reads why', async () => {
    await enact(klusCancelled, noScript)
  })

  test('help offered: who needs it responds and confirms the hours; the manager is of who offers', async () => {
    await enact(helpOffered, mouse)
  })

  test('nobody answers: a manager has 14 days, whenever he is asked; after its last day a klus expires, and its author hears that', async () => {
    await enact(nobodyAnswers, mouse)
    expect(seen.length).toBeGreaterThan(45)
  })
})
