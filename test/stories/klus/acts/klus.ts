// What people do with a klus itself at their browsers: post it, find it, and open what was responded to it.
import { expect } from '@jest/globals'
import { dayAhead } from '../../../kinds/klus/example.ts'
import type { Hand } from '../hand.ts'
import type { Stage } from '../stage.ts'

/** Called at every page and state that is passed, with a name for it. */
export type Look = (name: string, hand: Hand) => Promise<void>

export const passBy: Look = async () => undefined

export interface Wish {
  readonly title: string
  /** How many people; the form says 1. */
  readonly places?: string
  /** Help is offered instead of asked. */
  readonly offered?: boolean
}

/** In three steps, seen as a whole, and placed. @returns the path of the klus on its author's plein */
export async function post(stage: Stage, author: Hand, wish: Wish, look = passBy): Promise<string> {
  await author.go('/klussen')
  await look('list, empty or not', author)
  await author.press('Plaats een klus')
  await look('write 1', author)
  if (wish.offered) await author.select('Wat voor klus is het?', 'Klus: hulp aangeboden')
  await author.type('Titel', wish.title)
  await author.type(
    'Wat ga je doen?',
    'We schrijven een plan met inwoners van vier dorpen. Je denkt mee en schrijft mee.',
  )
  await author.type('Resultaat', 'Een participatieplan waar inwoners zich in herkennen')
  await author.press('Volgende stap')
  await look('write 2', author)
  await author.type('Deskundigheid', 'participatie, schrijven')
  await author.type('Uren in totaal', '16')
  await author.select('Waar is het werk?', 'Op afstand')
  if (wish.places) await author.type('Aantal plaatsen', wish.places)
  await author.press('Volgende stap')
  await look('write 3', author)
  await author.date('Interesse tonen kan tot en met', dayAhead(12))
  await author.press('Bekijk het geheel')
  await look('preview', author)
  await author.press('Plaatsen')
  expect(await author.text()).toContain('Je klus staat open.')
  await look('own klus, no responses', author)
  await stage.network.settle()
  return author.path()
}

/** On the list of somebody's own plein, and opens it there. */
export async function find(who: Hand, title: string): Promise<void> {
  await who.go('/klussen')
  await who.press(title)
}

/** Among those at the author's own klus. @returns the path of the response on the author's plein */
export async function openResponse(author: Hand, klus: string, name: string): Promise<string> {
  await author.go(klus)
  await author.press(name)
  return author.path()
}
