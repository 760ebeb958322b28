// How the manager of who works comes to say yes or no: named by his colleague, asked by mail, answering without an account.
import { expect } from '@jest/globals'
import type { TestServer } from '../../../kit/server.ts'
import type { Hand } from '../hand.ts'
import { MANAGER, type Stage } from '../stage.ts'
import { passBy } from './klus.ts'

/** From the page of the response. */
export async function nameManager(stage: Stage, worker: Hand, look = passBy): Promise<void> {
  await worker.press('Vraag je leidinggevende om toestemming')
  await look('who is your manager', worker)
  await worker.type('Naam van je leidinggevende', MANAGER.name)
  await worker.type('E-mailadres van je leidinggevende', MANAGER.email)
  await worker.press('Vraag om toestemming')
  expect(await worker.text()).toContain(`Wacht op antwoord van ${MANAGER.name}`)
  await look('manager asked', worker)
  await stage.network.settle()
}

export const YES = 'Ja, ik ben akkoord'

export interface Answer {
  /** The plein of the colleague. */
  readonly at: TestServer
  readonly choice: typeof YES | 'Ja, als …' | 'Nee'
  /** Conditions or a reason. */
  readonly words?: string
}

/** By the link in the mail. */
export async function answer(stage: Stage, manager: Hand, { at, choice, words }: Answer, look = passBy): Promise<void> {
  await manager.go(at.mail.linkTo(MANAGER.email))
  await look('consent', manager)
  await manager.choose(choice)
  if (words) await manager.type('Je voorwaarden of je reden', words)
  await manager.press('Verstuur je antwoord')
  expect(await manager.text()).toContain('Bedankt, je antwoord is bewaard')
  await look('consent given', manager)
  await stage.network.settle()
}
