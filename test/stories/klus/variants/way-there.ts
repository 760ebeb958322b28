// The way to a state in which something else is to be seen at a browser: the same forms, sent without one, as the usual
// life has shown them.
import { expect } from '@jest/globals'
import { makesMove } from '../../../kit/making-moves.ts'
import { Person } from '../../../kit/person.ts'
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

export async function talks(stage: Stage, { author, here }: Way): Promise<void> {
  await makesMove(author, here, 'talk')
  await stage.network.settle()
}

export async function offers(stage: Stage, { author, here }: Way): Promise<void> {
  await makesMove(author, here, 'offer', { hours: '16' })
  await stage.network.settle()
}

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
  await makesMove(candidate, there, 'sign')
  await stage.network.settle()
}

export async function starts(stage: Stage, { candidate, there }: Way): Promise<void> {
  await makesMove(candidate, there, 'start')
  await stage.network.settle()
}

export async function completes(stage: Stage, { author, here }: Way): Promise<void> {
  await makesMove(author, here, 'complete', { learned: 'Veel.' })
  await stage.network.settle()
}
