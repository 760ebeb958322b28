// Three pleinen that know one another, somebody of the provincie with klussen, and colleagues of the others who want them.
import { expect } from '@jest/globals'
import { DomUtils } from 'htmlparser2'
import { makesMove } from '../../kit/making-moves.ts'
import { type Network, startNetwork } from '../../kit/network.ts'
import type { Page, Person, Values } from '../../kit/person.ts'
import type { TestServer } from '../../kit/server.ts'
import { writesItem } from '../../kit/writing.ts'
import { dayAhead } from '../../kinds/klus/example.ts'
import type { Overrides } from '../../../src/app.ts'
import { followUp } from '../../../src/features/consents/index.ts'
import type { DialectName } from '../../../src/platform/db/dialect.ts'
import { expireKlussen } from '../../../src/features/klussen/commands/moves.ts'
import { makeDueMoves } from '../../../src/features/responses/index.ts'

export const NAMES = ['Provincie', 'Gemeente', 'Waterschap'] as const
export type Organisation = (typeof NAMES)[number]

export interface Stage {
  readonly network: Network
  readonly servers: Readonly<Record<Organisation, TestServer>>
  /** Posts klussen, at the provincie. */
  readonly carla: Person
  /** Colleagues elsewhere: of the gemeente, and two of the waterschap. */
  readonly aisha: Person
  readonly wim: Person
  readonly ine: Person
  close(): Promise<void>
}

export const MANAGER = { name: 'Mo Manager', email: 'mo@example.nl' }

/** @param on the databases that are not SQLite */
export async function setStage(
  overrides: Overrides = {},
  on: Readonly<Partial<Record<Organisation, DialectName>>> = {},
): Promise<Stage> {
  const each = Object.fromEntries(Object.entries(on).map(([name, dialect]) => [name, { dialect }]))
  const network = await startNetwork(NAMES, { overrides, each })
  const servers = Object.fromEntries(NAMES.map((name) => [name, network.server(name)])) as Stage['servers']
  for (const one of network.servers)
    for (const other of network.servers) if (one !== other) await one.cli('instance allow', { host: other.host })
  const [carla, aisha, wim, ine] = await Promise.all([
    servers.Provincie.person('Carla de Wit'),
    servers.Gemeente.person('Aïsha Bakker'),
    servers.Waterschap.person('Wim Smit'),
    servers.Waterschap.person('Ine Vos'),
  ])
  await network.settle()
  return { network, servers, carla, aisha, wim, ine, close: () => network.close() }
}

/** What a klus says, by the fields of its form. */
export const wanted = {
  own_purpose: 'request',
  body: 'We schrijven een participatieplan met inwoners van vier dorpen. Je denkt mee en schrijft mee.',
  own_result: 'Een participatieplan waar inwoners zich in herkennen',
  own_expertise: 'participatie, schrijven',
  own_hoursTotal: '16',
  own_starts: dayAhead(14),
  own_ends: dayAhead(60),
  own_where: 'both',
  own_place: 'Utrecht',
  own_places: '1',
  own_responders: 'network',
  own_closes: dayAhead(10),
}

/** @returns the path of the klus on the author's plein */
export async function posts({ network }: Stage, author: Person, title: string, more: Values = {}): Promise<string> {
  const page = await writesItem(author, '/klussen/new', { ...wanted, ...(more as Record<string, string>), title })
  if (!page.path.startsWith('/item/')) throw new Error(`${author.name} posts ${title}: ${page.text.slice(0, 600)}`)
  await network.settle()
  return pathOf(page)
}

/** The klus among all that stand at /klussen of somebody's own plein. @returns its path there */
export async function finds(who: Person, title: string): Promise<string> {
  return (await who.visits('/klussen')).link(title)
}

/** Shows interest. @returns the path of the response on the respondent's plein */
export async function responds({ network }: Stage, who: Person, title: string, motivation: string): Promise<string> {
  const form = await who.visits(`${await finds(who, title)}/respond/apply`)
  const sent = await who.submits(form, { field: 'motivation' }, { motivation })
  if (sent.status !== 200) throw new Error(`${who.name} responds: ${sent.text.slice(0, 600)}`)
  await rest(network)
  return pathOf(sent)
}

/** The author's page of what this person responded. */
export async function responseOf(author: Person, klus: string, name: string): Promise<string> {
  const page = await author.visits(klus)
  const line = page.find(({ name: tag, attribs }) => tag === 'a' && (attribs['href'] ?? '').startsWith('/responses/'))
  for (const { attribs } of line) {
    const path = attribs['href'] ?? ''
    if ((await author.visits(path)).text.includes(name)) return path
  }
  throw new Error(`${author.name} finds nothing of ${name} at ${klus}: ${page.text.slice(0, 600)}`)
}

/** Makes a move with its form or its button. */
export async function moves(
  stage: Stage,
  who: Person,
  response: string,
  move: string,
  values: Values = {},
): Promise<Page> {
  const done = await makesMove(who, response, move, values)
  await rest(stage.network)
  return done
}

export async function names(stage: Stage, who: Person, response: string, manager = MANAGER): Promise<void> {
  const path = response.replace('/responses/', '/consents/')
  const asked = await who.submits(path, { field: 'email' }, manager)
  expect([asked.status, asked.text.includes(`Wacht op antwoord van ${manager.name}`)]).toEqual([200, true])
  await rest(stage.network)
}

/** Somebody without an account opens the link from the mail and answers. */
export async function answers(
  stage: Stage,
  at: TestServer,
  answer: string,
  words = '',
  manager = MANAGER,
): Promise<Page> {
  const { Person: Guest } = await import('../../kit/person.ts')
  const guest = new Guest(at.origin, { name: manager.name, handle: '', email: manager.email, password: '' })
  const link = new URL(at.mail.linkTo(manager.email))
  const page = await guest.visits(`${link.pathname}${link.search}`)
  const done = await guest.submits(page, { field: 'answer' }, { answer, words })
  expect([done.status, done.text.includes('Bedankt')]).toEqual([200, true])
  await rest(stage.network)
  return done
}

/** Offer, consent of the manager, signature of the candidate: agreed on both pleinen. */
export async function agrees(
  stage: Stage,
  at: TestServer,
  { author, candidate, here, there }: { author: Person; candidate: Person; here: string; there: string },
): Promise<void> {
  await moves(stage, author, here, 'offer', { hours: '16' })
  await names(stage, candidate, there)
  await answers(stage, at, 'given')
  await moves(stage, candidate, there, 'sign')
}

/** Done, confirmed, and looked back on by both. */
export async function complete(
  stage: Stage,
  by: { client: Person; clientPath: string; worker: Person; workerPath: string },
): Promise<void> {
  const { client, clientPath, worker, workerPath } = by
  await moves(stage, client, clientPath, 'complete', { learned: 'Eerst luisteren.' })
  await moves(stage, worker, workerPath, 'confirmCompletion', { learned: 'Korter schrijven.' })
  const nameOf = ({ name }: Person) => name.split(' ')[0] ?? ''
  await moves(stage, worker, workerPath, 'review', { text: `Graag nog eens, zegt ${nameOf(worker)}.` })
  expect((await client.visits(clientPath)).text.includes('Graag nog eens')).toBe(false)
  await moves(stage, client, clientPath, 'review', { text: `Dank, zegt ${nameOf(client)}.` })
}

/** What the clock does on all pleinen. */
export async function timePasses({ network }: Stage): Promise<void> {
  for (const { app } of network.servers) {
    await makeDueMoves(app.ctx())
    await expireKlussen(app.ctx())
    await followUp(app.ctx())
  }
  await rest(network)
}

/** Until nothing is due anywhere. */
export async function rest(network: Network): Promise<void> {
  await network.settle()
}

export async function reads(who: Person, path: string): Promise<string> {
  return (await who.visits(path)).text
}

export function pathOf({ path }: { readonly path: string }): string {
  return path.split(/[?#]/)[0] ?? path
}

/** The present one of the bar of steps. */
export async function at(who: Person, path: string): Promise<string> {
  const page = await who.visits(path)
  const [here] = page.find(({ attribs }) => attribs['aria-current'] === 'step')
  return here ? DomUtils.textContent(here).replace(/^\d+/, '').trim() : `no step: ${page.text.slice(0, 300)}`
}
