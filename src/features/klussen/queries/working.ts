// Agreements one by one, for the organisation's overview: who works where until when, and the rows of its files.
import { type ExpressionBuilder, sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import { dateIn } from '../../../lib/format.ts'
import type { ActorId, ContentId } from '../../../lib/id.ts'
import type { Tables } from '../../../platform/db/tables.ts'
import { listGiven } from '../../consents/index.ts'
import { listContentByIds } from '../../content/index.ts'
import { organisationsOf } from '../../organisations/index.ts'
import { type ActorCard, listCards } from '../../people/index.ts'
import { NEVER } from '../rules/facts.ts'
import { AHEAD_DAYS, dayAfter, momentsOf, type Period } from '../rules/overview.ts'
import { overseerOnly } from './overview.ts'

export const MAX_SHOWN = 100
const IN_A_FILE = 10_000
const AT_ONCE = 500

/** People of here elsewhere, of elsewhere here, and of here here. */
export const directions = ['out', 'in', 'within'] as const
export type Direction = (typeof directions)[number]

export interface Working {
  readonly direction: Direction
  /** Who does the work; undefined once it is over: then it is nobody's business any more. */
  readonly worker: ActorCard | undefined
  /** The manager here who consented, as long as the work goes on. */
  readonly consent: { readonly name: string; readonly email: string } | undefined
  /** Undefined: the klus may not be seen by this viewer (a closed group). */
  readonly klus: { readonly id: ContentId; readonly title: string } | undefined
  readonly workerOrganisation: string
  readonly clientOrganisation: string
  readonly state: string
  readonly agreed: string
  readonly starts: string | undefined
  readonly ends: string | undefined
  readonly hours: number | undefined
  readonly hoursDone: number
}

type Builder = ExpressionBuilder<Tables, 'klusWork'>

/**
 * What goes on now, of which the end comes first, first; one more than `MAX_SHOWN` stands for more.
 * @param which one direction, or what ends within `AHEAD_DAYS` (or should have ended)
 * @throws NotFound for who is neither coordinator nor administrator
 */
export async function listWork(ctx: Ctx, which: Direction | 'ending'): Promise<readonly Working[]> {
  await overseerOnly(ctx)
  const host = ctx.config.hostName
  const last = dayAfter(dateIn(ctx.clock.now()), AHEAD_DAYS)
  const tests = {
    out: (eb: Builder) => eb.and([eb('workerHost', '=', host), eb('clientHost', '!=', host)]),
    in: (eb: Builder) => eb.and([eb('workerHost', '!=', host), eb('clientHost', '=', host)]),
    within: (eb: Builder) => eb.and([eb('workerHost', '=', host), eb('clientHost', '=', host)]),
    ending: (eb: Builder) => eb('ends', '<=', last),
  }
  const rows = await withPeople(ctx)
    .where('klusWork.live', '=', sql.lit(1))
    .where((eb) => tests[which](eb))
    .orderBy('klusWork.ends')
    .orderBy('klusWork.responseId')
    .limit(MAX_SHOWN + 1)
    .execute()
  return drawn(ctx, rows)
}

/** Agreements made in the period, newest first, for a file. @throws NotFound */
export async function* eachAgreement(ctx: Ctx, period: Period): AsyncGenerator<Working> {
  await overseerOnly(ctx)
  const { begin, end } = momentsOf(period)
  let before: Row | undefined
  for (let seen = 0; seen < IN_A_FILE; seen += AT_ONCE) {
    let query = withPeople(ctx).where('klusWork.agreed', '>=', begin).where('klusWork.agreed', '<', end)
    const last = before
    if (last)
      query = query.where((eb) =>
        eb(eb.refTuple('klusWork.agreed', 'klusWork.responseId'), '<', eb.tuple(last.agreed, last.responseId)),
      )
    const rows = await query
      .orderBy('klusWork.agreed', 'desc')
      .orderBy('klusWork.responseId', 'desc')
      .limit(AT_ONCE)
      .execute()
    yield* await drawn(ctx, rows)
    before = rows.at(-1)
    if (rows.length < AT_ONCE) return
  }
}

/**
 * Who works is looked up, never kept: it is known as long as the work goes on. Values and not joins, for which
 * PostgreSQL reads all responses.
 */
function withPeople({ db }: Ctx) {
  return db
    .selectFrom('klusWork')
    .selectAll('klusWork')
    .select((eb) => [
      eb
        .selectFrom('response')
        .select('respondentId')
        .whereRef('response.id', '=', 'klusWork.responseId')
        .where('klusWork.live', '=', 1)
        .as('respondentId'),
      eb
        .selectFrom('content')
        .select('authorId')
        .whereRef('content.id', '=', 'klusWork.contentId')
        .where('klusWork.live', '=', 1)
        .as('authorId'),
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof withPeople>['execute']>>[number]

async function drawn(ctx: Ctx, rows: readonly Row[]): Promise<readonly Working[]> {
  const own = ctx.config.hostName
  const people = rows.flatMap((row) => workerIdOf(row) ?? [])
  const hosts = rows.flatMap((row) => [row.workerHost, row.clientHost])
  const live = rows.flatMap((row) => (row.live === 1 ? row.responseId : []))
  const [cards, organisations, given, klussen] = await Promise.all([
    listCards(ctx.db, people),
    organisationsOf(ctx.db, hosts),
    listGiven(ctx.db, live),
    listContentByIds(
      ctx,
      rows.map((row) => row.contentId),
    ),
  ])
  const nameOf = (host: string) => organisations.get(host)?.name ?? host
  return rows.map((row) => {
    const worker = workerIdOf(row)
    const item = klussen.get(row.contentId)
    const consent = given.get(row.responseId)
    return {
      direction: directionOf(row, own),
      worker: worker && cards.get(worker),
      consent: consent && { name: consent.managerName, email: consent.managerEmail },
      klus: item && { id: item.id, title: item.title },
      workerOrganisation: nameOf(row.workerHost),
      clientOrganisation: nameOf(row.clientHost),
      state: row.state,
      agreed: row.agreed,
      starts: row.starts ?? undefined,
      ends: row.ends === NEVER ? undefined : row.ends,
      hours: row.hours ?? undefined,
      hoursDone: row.hoursDone,
    }
  })
}

function workerIdOf({ worker, authorId, respondentId }: Row): ActorId | undefined {
  return (worker === 'author' ? authorId : respondentId) ?? undefined
}

function directionOf({ workerHost, clientHost }: Row, own: string): Direction {
  if (workerHost !== own) return 'in'
  return clientHost === own ? 'within' : 'out'
}
