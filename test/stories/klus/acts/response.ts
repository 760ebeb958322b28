// What the two do with a response at their browsers. A move is made where one is: on the page of the response.
import { expect } from '@jest/globals'
import type { Hand } from '../hand.ts'
import type { Stage } from '../stage.ts'
import { find, passBy } from './klus.ts'

/** From the list to a word of one's own. @returns the path of the response on the respondent's plein */
export async function showInterest(stage: Stage, who: Hand, title: string, motivation: string): Promise<string> {
  await find(who, title)
  await who.press('Ik heb interesse')
  await sendInterest(who, motivation)
  await stage.network.settle()
  return who.path()
}

/** With the form open. */
export async function sendInterest(who: Hand, motivation: string): Promise<void> {
  await who.type('Waarom past deze klus bij je?', motivation)
  await who.press('Ik heb interesse')
  expect(await who.text()).toContain('wacht op bevestiging van')
}

/** Presses what the move is called; where that opens a form, fills it in and presses it again. */
export async function move(stage: Stage, who: Hand, name: string, fillIn?: () => Promise<void>): Promise<void> {
  await who.press(name)
  if (fillIn) {
    await fillIn()
    await who.press(name)
  }
  expect(await who.text()).toMatch(/Gelukt\. De ander krijgt bericht\.|Verstuurd\. Het wacht op bevestiging/)
  await stage.network.settle()
}

export async function write(stage: Stage, who: Hand, words: string): Promise<void> {
  await who.type('Je bericht', words)
  await who.press('Verstuur')
  await stage.network.settle()
}

/** As the klus has it, or with other hours. */
export async function offer(stage: Stage, author: Hand, hours?: string, look = passBy): Promise<void> {
  await move(stage, author, 'Bied de klus aan', async () => {
    await look('offer', author)
    if (hours) await author.type('Uren in totaal', hours)
  })
}

export async function sign(stage: Stage, who: Hand): Promise<void> {
  await move(stage, who, 'Onderteken de afspraken')
}

export async function logHours(stage: Stage, worker: Hand, hours: string, what: string, look = passBy): Promise<void> {
  await move(stage, worker, 'Schrijf uren', async () => {
    await look('log hours', worker)
    await worker.type('Uren', hours)
    await worker.type('Wat deed je?', what)
  })
}

export async function complete(stage: Stage, client: Hand, learned: string, look = passBy): Promise<void> {
  await move(stage, client, 'De klus is klaar', async () => {
    await look('complete', client)
    await client.type('Wat leerde je ervan?', learned)
  })
}

export async function confirmCompletion(stage: Stage, worker: Hand, learned: string): Promise<void> {
  await move(stage, worker, 'Bevestig dat de klus klaar is', () => worker.type('Wat leerde je ervan?', learned))
}

export async function lookBack(stage: Stage, who: Hand, words: string): Promise<void> {
  await move(stage, who, 'Kijk terug', () => who.type('Hoe was het om samen te werken', words))
}
