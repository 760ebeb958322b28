// The way to where something else is to be seen at a browser: the same forms, sent without one, as the usual life has
// shown them three times.
import { expect } from '@jest/globals'
import { dayAhead } from '../../../kinds/klus/example.ts'
import { makesMove } from '../../../kit/making-moves.ts'
import { type Page, Person, type Values } from '../../../kit/person.ts'
import type { TestServer } from '../../../kit/server.ts'
import { writesItem } from '../../../kit/writing.ts'
import { finds, MANAGER, type Stage } from '../stage.ts'

export interface Way {
  readonly author: Person
  readonly candidate: Person
  /** The plein of the candidate. */
  readonly at: TestServer
  /** Paths of the response on either plein. */
  readonly here: string
  readonly there: string
}

/** @returns the path of the klus on its author's plein */
export async function posts(stage: Stage, author: Person, title: string, places = '1'): Promise<string> {
  const page = await writesItem(author, '/klussen/new', {
    title,
    body: 'We schrijven een plan met inwoners van vier dorpen.',
    own_purpose: 'request',
    own_result: 'Een participatieplan waar inwoners zich in herkennen',
    own_expertise: 'participatie, schrijven',
    own_hoursTotal: '16',
    own_where: 'remote',
    own_places: places,
    own_closes: dayAhead(12),
  })
  expect(page.text).toContain('Je klus staat open.')
  await stage.network.settle()
  return pathOf(page)
}

export interface Interest {
  /** Path of the klus on its author's plein. */
  readonly klus: string
  readonly title: string
  readonly author: Person
  readonly candidate: Person
  /** The plein of the candidate. */
  readonly at: TestServer
}

/** Somebody finds the klus on his own plein and writes why it fits him; the author opens that. */
export async function showsInterest(stage: Stage, { klus, title, ...people }: Interest, why: string): Promise<Way> {
  const { candidate, author } = people
  const form = (await candidate.visits(await finds(candidate, title))).link('Ik heb interesse')
  const shown = await candidate.submits(form, { field: 'motivation' }, { motivation: why })
  expect(shown.text).toContain('wacht op bevestiging van')
  await stage.network.settle()
  const here = await author.visits((await author.visits(klus)).link(candidate.name))
  return { ...people, here: pathOf(here), there: pathOf(shown) }
}

function pathOf({ path }: Page): string {
  return path.split(/[?#]/)[0] ?? path
}

export const talks = (stage: Stage, { author, here }: Way) => sends(stage, author, here, 'talk')
export const offers = (stage: Stage, { author, here }: Way) => sends(stage, author, here, 'offer', { hours: '16' })
export const signs = (stage: Stage, { candidate, there }: Way) => sends(stage, candidate, there, 'sign')
export const starts = (stage: Stage, { candidate, there }: Way) => sends(stage, candidate, there, 'start')
export const completes = (stage: Stage, { author, here }: Way) =>
  sends(stage, author, here, 'complete', { learned: 'Veel.' })

/** Offer, consent of the candidate's manager, signature of the candidate. */
export async function agrees(stage: Stage, way: Way): Promise<void> {
  await offers(stage, way)
  await asksManager(stage, way)
  await getsConsent(stage, way)
  await signs(stage, way)
}

export async function asksManager(stage: Stage, { candidate, there }: Way): Promise<void> {
  const asked = await candidate.submits(there.replace('/responses/', '/consents/'), { field: 'email' }, MANAGER)
  expect(asked.text).toContain(`Wacht op antwoord van ${MANAGER.name}`)
  await stage.network.settle()
}

export async function getsConsent(stage: Stage, { at }: Way): Promise<void> {
  const link = new URL(at.mail.linkTo(MANAGER.email))
  const manager = new Person(at.origin, { ...MANAGER, handle: '', password: '' })
  const done = await manager.submits(`${link.pathname}${link.search}`, { field: 'answer' }, { answer: 'given' })
  expect(done.text).toContain('Bedankt')
  await stage.network.settle()
}

async function sends(stage: Stage, who: Person, response: string, move: string, values: Values = {}): Promise<void> {
  await makesMove(who, response, move, values)
  await stage.network.settle()
}
