// The way to a state in which something else is to be seen at a browser: the same forms, sent without one, as the usual
// life has shown them.
import { expect } from '@jest/globals'
import { makesMove } from '../../../kit/making-moves.ts'
import { Person, type Values } from '../../../kit/person.ts'
import type { TestServer } from '../../../kit/server.ts'
import { MANAGER, type Stage } from '../stage.ts'

export interface Way {
  readonly author: Person
  readonly candidate: Person
  /** The plein of the candidate. */
  readonly at: TestServer
  /** Paths of the response on either plein. */
  readonly here: string
  readonly there: string
}

export const talks = (stage: Stage, { author, here }: Way) => sends(stage, author, here, 'talk')
export const offers = (stage: Stage, { author, here }: Way) => sends(stage, author, here, 'offer', { hours: '16' })
export const starts = (stage: Stage, { candidate, there }: Way) => sends(stage, candidate, there, 'start')
export const completes = (stage: Stage, { author, here }: Way) =>
  sends(stage, author, here, 'complete', { learned: 'Veel.' })

/** Offer, consent of the candidate's manager, signature of the candidate. */
export async function agrees(stage: Stage, way: Way): Promise<void> {
  const { candidate, at, there } = way
  await offers(stage, way)
  const asked = await candidate.submits(there.replace('/responses/', '/consents/'), { field: 'email' }, MANAGER)
  expect(asked.text).toContain(`Wacht op antwoord van ${MANAGER.name}`)
  await stage.network.settle()
  const link = new URL(at.mail.linkTo(MANAGER.email))
  const manager = new Person(at.origin, { ...MANAGER, handle: '', password: '' })
  const done = await manager.submits(`${link.pathname}${link.search}`, { field: 'answer' }, { answer: 'given' })
  expect(done.text).toContain('Bedankt')
  await stage.network.settle()
  await sends(stage, candidate, there, 'sign')
}

async function sends(stage: Stage, who: Person, response: string, move: string, values: Values = {}): Promise<void> {
  await makesMove(who, response, move, values)
  await stage.network.settle()
}
