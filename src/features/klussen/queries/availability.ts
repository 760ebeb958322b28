// Who is available for klussen, as far as the viewer may know, and who of them fits a klus.
import type { Ctx } from '../../../core/context.ts'
import { Forbidden } from '../../../core/errors.ts'
import type { Viewer } from '../../../core/viewer.ts'
import type { ActorId, ContentId, ResponseId } from '../../../lib/id.ts'
import type { Db } from '../../../platform/db/database.ts'
import { maySeeNetwork } from '../../instances/index.ts'
import { type ActorCard, listCards } from '../../people/index.ts'
import type { Availability } from '../rules/availability.ts'
import type { KlusFacts } from '../rules/facts.ts'
import { type Fit, fitOf } from '../rules/fit.ts'
import type { Klus } from './list.ts'

/** What a person said himself; undefined: not available. Without looking at the viewer. */
export async function getAvailability(db: Db, personId: ActorId): Promise<Availability | undefined> {
  const [row, subjects] = await Promise.all([
    db
      .selectFrom('availability')
      .select(['hoursPerWeek', 'audience', 'note'])
      .where('personId', '=', personId)
      .executeTakeFirst(),
    db
      .selectFrom('availabilityExpertise')
      .select('expertise')
      .where('personId', '=', personId)
      .orderBy('expertise')
      .execute(),
  ])
  return row && { ...row, subjects: subjects.map(({ expertise }) => expertise) }
}

/** Most people whom a plein that is met hears of. */
const TOLD = 1000

/** Who lives here and lets the network know that he is available; those who said so last first. */
export async function listAvailableHere(db: Db): Promise<readonly ActorId[]> {
  const rows = await db
    .selectFrom('availability')
    .innerJoin('actor', 'actor.id', 'availability.personId')
    .select('availability.personId')
    .where('actor.local', '=', 1)
    .where('availability.audience', '=', 'network')
    .orderBy('availability.updated', 'desc')
    .limit(TOLD)
    .execute()
  return rows.map(({ personId }) => personId)
}

/** The same, for a viewer: undefined when he may not know. */
export async function findAvailability(ctx: Ctx, personId: ActorId): Promise<Availability | undefined> {
  const availability = await getAvailability(ctx.db, personId)
  return availability && mayKnow(ctx.viewer, availability) ? availability : undefined
}

function mayKnow(viewer: Viewer, { audience }: Availability): boolean {
  return audience === 'network' ? maySeeNetwork(viewer) : viewer.type === 'person' || viewer.type === 'system'
}

/** Somebody who could do a klus. */
export interface Candidate {
  readonly card: ActorCard
  readonly fit: Fit
  readonly hoursPerWeek: number
  readonly note: string
  /** When he was invited, or responded, before. */
  readonly response: { readonly id: ResponseId; readonly state: string } | undefined
}

const SHOWN = 50

/**
 * People who made themselves available and fit the klus, those with most subjects in common first. Only for who wrote
 * it; only people who may read it.
 * @throws Forbidden
 */
export async function listCandidates(ctx: Ctx, { item, facts }: Klus): Promise<readonly Candidate[]> {
  if (ctx.viewer.type !== 'person' || ctx.viewer.personId !== item.authorId)
    throw new Forbidden('klussen.candidates.notYours')
  if (facts.expertise.length === 0) return []
  const rows = await fittingRows(ctx, { item, facts })
  const ids = rows.map((row) => row.personId)
  const [cards, subjects, responses] = await Promise.all([
    listCards(ctx.db, ids),
    subjectsOf(ctx.db, ids),
    responsesOf(ctx.db, item.id, ids),
  ])
  return rows.flatMap(({ personId, hoursPerWeek, note }): Candidate[] => {
    const card = cards.get(personId)
    const fit = fitOf(facts, { subjects: subjects.get(personId) ?? [], hoursPerWeek })
    return card && fit ? [{ card, fit, hoursPerWeek, note, response: responses.get(personId) }] : []
  })
}

function fittingRows(ctx: Ctx, { item, facts }: { item: Klus['item']; facts: KlusFacts }) {
  const { groupId, audience, authorId } = item
  return ctx.db
    .selectFrom('availability')
    .innerJoin('actor', 'actor.id', 'availability.personId')
    .innerJoin('availabilityExpertise', 'availabilityExpertise.personId', 'availability.personId')
    .select((eb) => [
      'availability.personId',
      'availability.hoursPerWeek',
      'availability.note',
      'availability.updated',
      eb.fn.countAll().as('common'),
    ])
    .where('availabilityExpertise.expertise', 'in', facts.expertise)
    .where('availability.personId', '<>', authorId)
    .where('actor.gone', 'is', null)
    .where((eb) =>
      eb.or([
        eb('actor.local', '=', 1),
        eb('actor.host', 'in', eb.selectFrom('instance').select('host').where('trust', '=', 'allowed')),
      ]),
    )
    .$if(audience === 'organisation', (query) => query.where('actor.local', '=', 1))
    .$if(audience === 'group' && groupId !== null, (query) =>
      query.where('availability.personId', 'in', (eb) =>
        eb
          .selectFrom('follow')
          .select('followerId')
          .where('targetId', '=', groupId as ActorId)
          .where('state', '=', 'accepted'),
      ),
    )
    .groupBy(['availability.personId', 'availability.hoursPerWeek', 'availability.note', 'availability.updated'])
    .orderBy('common', 'desc')
    .orderBy('availability.updated', 'desc')
    .orderBy('availability.personId')
    .limit(SHOWN)
    .execute()
}

async function responsesOf(db: Db, contentId: ContentId, ids: readonly ActorId[]) {
  if (ids.length === 0) return new Map<ActorId, { id: ResponseId; state: string }>()
  const rows = await db
    .selectFrom('response')
    .select(['id', 'state', 'respondentId'])
    .where('contentId', '=', contentId)
    .where('respondentId', 'in', ids)
    .execute()
  return new Map(rows.map(({ respondentId, id, state }) => [respondentId, { id, state }]))
}

async function subjectsOf(db: Db, ids: readonly ActorId[]): Promise<ReadonlyMap<ActorId, string[]>> {
  const found = new Map<ActorId, string[]>()
  if (ids.length === 0) return found
  const rows = await db.selectFrom('availabilityExpertise').selectAll().where('personId', 'in', ids).execute()
  for (const { personId, expertise } of rows) found.set(personId, [...(found.get(personId) ?? []), expertise])
  return found
}
