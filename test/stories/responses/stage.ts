// Two pleinen and people on them who respond to each other's items, for stories of the protocol.
import type { Ctx } from '../../../src/core/context.ts'
import type { LocalPerson } from '../../../src/core/viewer.ts'
import { createContent, findContentByIri, knownTo } from '../../../src/features/content/index.ts'
import {
  beginResponse,
  decideAsManager,
  getCaseOf,
  makeMove,
  type Response,
  sendMessage,
} from '../../../src/features/responses/index.ts'
import { followPerson } from '../../../src/features/people/index.ts'
import type { ContentId, ResponseId } from '../../../src/lib/id.ts'
import type { DialectName } from '../../../src/platform/db/dialect.ts'
import { type Network, startNetwork } from '../../kit/network.ts'
import type { Person } from '../../kit/person.ts'
import type { ServerOptions, TestServer } from '../../kit/server.ts'
import { trial } from '../../features/responses/trial/kind.ts'
import type { TrialResponse } from '../../features/responses/trial/flow.ts'

export interface Actor {
  readonly server: TestServer
  readonly person: Person
  ctx(): Ctx
}

export interface Stage {
  readonly network: Network
  /** The item's plein. */
  readonly home: TestServer
  readonly away: TestServer
  /** Wrote the items, at home. */
  readonly anna: Actor
  /** Candidates: two away, one at home. */
  readonly bob: Actor
  readonly cees: Actor
  readonly dirk: Actor
}

/** @param mixed: the item's plein on PostgreSQL, the other on SQLite */
export async function setStage(dialect: DialectName | 'mixed' = 'sqlite'): Promise<Stage> {
  const each: Record<string, ServerOptions> = dialect === 'mixed' ? { Gemeente: { dialect: 'postgres' } } : {}
  const on = dialect === 'mixed' ? 'sqlite' : dialect
  const network = await startNetwork(['Gemeente', 'Waterschap'], { dialect: on, each, overrides: { kinds: [trial] } })
  const [home, away] = [network.server('Gemeente'), network.server('Waterschap')]
  const anna = await actor(home, 'Anna')
  const stage = { network, home, away, anna, bob: await actor(away, 'Bob'), cees: await actor(away, 'Cees'), dirk: await actor(home, 'Dirk') } // prettier-ignore
  await home.cli('instance allow', { host: away.host })
  await away.cli('instance allow', { host: home.host })
  await follow(stage.bob, anna)
  await network.settle()
  return stage
}

async function follow(who: Actor, whom: Actor): Promise<void> {
  const { viewer } = whom.ctx()
  if (viewer.type !== 'person') throw new Error('nobody')
  const known = await who.server.app.tools.remote.actor(whom.server.app.urls.actor(viewer.personId))
  if (!known) throw new Error('not to be had')
  await followPerson(who.ctx(), known.id)
}

async function actor(server: TestServer, name: string): Promise<Actor> {
  const person = await server.person(name)
  const viewer = (await server.viewer(name.toLowerCase())) as LocalPerson
  return { server, person, ctx: () => server.app.ctx(viewer) }
}

/** An item of Anna that both pleinen know. @returns its id at home and away */
export async function newItem(
  { anna, away, network }: Stage,
  data: { hours?: number; places?: number } = {},
): Promise<{ here: ContentId; there: ContentId; iri: string }> {
  const here = await createContent(anna.ctx(), {
    kind: 'trial',
    title: 'Meelezen',
    body: 'Wie leest mee?',
    audience: 'network',
    data: { hours: 20, placesLeft: data.places ?? 1, ...data },
  })
  await network.settle()
  const iri = anna.server.app.urls.object(here)
  const content = await findContentByIri(knownTo(away.app.ctx()), iri)
  if (!content) throw new Error('the item did not come')
  return { here, there: content.id, iri }
}

export const applies = (who: Actor, contentId: ContentId, motivation = 'Graag') =>
  beginResponse(who.ctx(), { contentId }, { move: 'apply', payload: { motivation } })
export const moves = (who: Actor, id: string, move: string, payload: unknown = {}) =>
  makeMove(who.ctx(), id, { move, payload })
export const consents = (who: Actor, id: string, manager = 'Mo Manager') =>
  decideAsManager(who.server.app.ctx(), id, { move: 'consent', payload: { manager, conditions: 'Op vrijdag' } })
export const writes = (who: Actor, id: string, text: string) => sendMessage(who.ctx(), id, text)

/** The response to the same item on the other plein. */
export async function twin(from: TestServer, to: TestServer, id: string): Promise<Response> {
  const { response, content, respondent } = await getCaseOf(from.app.ctx(), id)
  const { db } = to.app.ctx()
  const row = await db
    .selectFrom('response')
    .innerJoin('content', 'content.id', 'response.contentId')
    .innerJoin('actor', 'actor.id', 'response.respondentId')
    .select('response.id')
    .where('content.iri', '=', content.iri)
    .where('actor.iri', '=', respondent.iri)
    .executeTakeFirst()
  if (!row) throw new Error(`${response.state} has no twin`)
  return (await getCaseOf(to.app.ctx(), row.id)).response
}

export async function at(server: TestServer, id: string): Promise<Response & { data: TrialResponse }> {
  return (await getCaseOf(server.app.ctx(), id)).response as Response & { data: TrialResponse }
}

/** What both pleinen must agree on. */
export function shared({ iri, state, version, ended }: Response) {
  return { iri, state, version, ended }
}

export async function pending(server: TestServer, id: ResponseId): Promise<string[]> {
  const { db } = server.app.ctx()
  const rows = await db
    .selectFrom('responseStep')
    .select(['move'])
    .where('responseId', '=', id)
    .where('outcome', '=', 'pending')
    .orderBy('made')
    .execute()
  return rows.map((row) => row.move)
}

const HOUR = 3_600_000

/** Somebody does something while this plein is down, for an hour. */
export async function whileDown({ network }: Stage, server: TestServer, act: () => Promise<unknown>): Promise<void> {
  server.pause()
  await act()
  await network.settle()
  network.clock.advance(HOUR)
  await network.settle()
  server.resume()
  // Breakers and back-off have their own time.
  network.clock.advance(HOUR)
  await network.settle()
}

/** Until nothing is due, also what waits for a step that comes before it. */
export async function rest(network: Network): Promise<void> {
  await network.settle()
  // The back-off of a step that overtook two others on its way.
  for (const pause of [15_000, 60_000, 240_000]) {
    network.clock.advance(pause)
    await network.settle()
  }
}
