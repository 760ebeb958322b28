// Three pleinen that know one another, somebody of the provincie with klussen, and colleagues of the others who want them.
import { DomUtils } from 'htmlparser2'
import { type Network, startNetwork } from '../../kit/network.ts'
import type { Person } from '../../kit/person.ts'
import type { TestServer } from '../../kit/server.ts'
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

/** The klus among all that stand at /klussen of somebody's own plein. @returns its path there */
export async function finds(who: Person, title: string): Promise<string> {
  return (await who.visits('/klussen')).link(title)
}

/** What the clock does on all pleinen. */
export async function timePasses({ network }: Stage): Promise<void> {
  for (const { app } of network.servers) {
    await makeDueMoves(app.ctx())
    await expireKlussen(app.ctx())
    await followUp(app.ctx())
  }
  await network.settle()
}

export async function reads(who: Person, path: string): Promise<string> {
  return (await who.visits(path)).text
}

/** The present one of the bar of steps. */
export async function at(who: Person, path: string): Promise<string> {
  const page = await who.visits(path)
  const [here] = page.find(({ attribs }) => attribs['aria-current'] === 'step')
  return here ? DomUtils.textContent(here).replace(/^\d+/, '').trim() : `no step: ${page.text.slice(0, 300)}`
}
