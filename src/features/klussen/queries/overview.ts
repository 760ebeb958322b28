// The organisation's klussen in numbers: now, and in a period. Nothing of what did not become an agreement.
import { sql } from 'kysely'
import type { Ctx } from '../../../core/context.ts'
import { NotFound } from '../../../core/errors.ts'
import { dateIn } from '../../../lib/format.ts'
import type { ContentId } from '../../../lib/id.ts'
import { partsOf } from '../../../lib/parts.ts'
import type { Db } from '../../../platform/db/database.ts'
import { organisationsOf } from '../../organisations/index.ts'
import {
  byTheme,
  daysBetween,
  maySeeOverview,
  medianOf,
  momentsOf,
  type Period,
  type ThemeLine,
} from '../rules/overview.ts'
import { approvalOf } from './approval.ts'

/** More klussen than this in one period are not counted: choose a shorter one. */
export const MAX_COUNTED = 5000
const MAX_PARTNERS = 200

export interface Overview {
  readonly now: {
    readonly open: number
    readonly filled: number
    /** Klussen of this organisation on which somebody works. */
    readonly running: number
    /** People of here at work elsewhere, of elsewhere at work here, and of here at work here. */
    readonly out: number
    readonly in: number
    readonly within: number
  }
  readonly period: {
    readonly placed: number
    /** Of those placed: it came to an agreement. */
    readonly agreed: number
    /** Of those placed: nobody came, and nobody can any more. */
    readonly unmet: number
    readonly daysToFill: number | undefined
    /** How many klussen that is measured over. */
    readonly measured: number
    readonly themes: readonly ThemeLine[]
    readonly partners: readonly Partner[]
    /** There is more than was counted. */
    readonly more: boolean
  }
}

/** Agreements of the period with one other organisation. */
export interface Partner {
  readonly host: string
  readonly organisation: string
  /** People of here who went there, with their hours; and the other way round. */
  readonly out: number
  readonly outHours: number
  readonly in: number
  readonly inHours: number
}

export async function mayOversee({ db, viewer }: Ctx): Promise<boolean> {
  return maySeeOverview(viewer, await approvalOf(db))
}

/** @throws NotFound for who is neither coordinator nor administrator: the page is not there for others */
export async function overseerOnly(ctx: Ctx): Promise<void> {
  if (!(await mayOversee(ctx))) throw new NotFound()
}

/** @throws NotFound */
export async function overviewOf(ctx: Ctx, period: Period): Promise<Overview> {
  await overseerOnly(ctx)
  const [open, filled, work, placed, toFill, partners] = await Promise.all([
    countOpen(ctx),
    countFilled(ctx),
    countWork(ctx),
    listPlaced(ctx, period),
    listFirstAgreements(ctx, period),
    listPartners(ctx, period),
  ])
  const agreed = await agreedAmong(ctx.db, placed)
  const subjects = await subjectsOf(ctx, period)
  const over = ['expired', 'closed', 'withdrawn', 'cancelled']
  return {
    now: { open, filled, ...work },
    period: {
      placed: placed.length,
      agreed: agreed.size,
      unmet: placed.filter(({ id, status }) => over.includes(status) && !agreed.has(id)).length,
      daysToFill: medianOf(toFill),
      measured: toFill.length,
      themes: byTheme(subjects, agreed),
      partners,
      more: placed.length === MAX_COUNTED,
    },
  }
}

async function countOpen({ db, config, clock }: Ctx): Promise<number> {
  const { count } = await db
    .selectFrom('klus')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('host', '=', config.hostName)
    .where('status', '=', 'open')
    .where('closes', '>=', dateIn(clock.now()))
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function countFilled({ db, config }: Ctx): Promise<number> {
  const { count } = await db
    .selectFrom('klus')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('host', '=', config.hostName)
    .where('status', '=', 'filled')
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function countWork({ db, config }: Ctx) {
  const host = config.hostName
  const rows = await db
    .selectFrom('klusWork')
    .select((eb) => ['workerHost', 'clientHost', eb.fn.countAll().as('count')])
    .where('live', '=', sql.lit(1))
    .groupBy(['workerHost', 'clientHost'])
    .execute()
  const { running } = await db
    .selectFrom('klusWork')
    .select((eb) => eb.fn.count('contentId').distinct().as('running'))
    .where('live', '=', sql.lit(1))
    .where('own', '=', 1)
    .where('state', 'in', ['running', 'closing'])
    .executeTakeFirstOrThrow()
  const sum = (which: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(which).reduce((total, row) => total + Number(row.count), 0)
  return {
    running: Number(running),
    out: sum((row) => row.workerHost === host && row.clientHost !== host),
    in: sum((row) => row.workerHost !== host && row.clientHost === host),
    within: sum((row) => row.workerHost === host && row.clientHost === host),
  }
}

/** Klussen of this plein that opened in the period, newest first. */
function placedIn({ db, config }: Ctx, period: Period) {
  const { begin, end } = momentsOf(period)
  return db
    .selectFrom('klus')
    .where('host', '=', config.hostName)
    .where('published', '>=', begin)
    .where('published', '<', end)
    .orderBy('published', 'desc')
    .orderBy('contentId', 'desc')
    .limit(MAX_COUNTED)
}

function listPlaced(ctx: Ctx, period: Period): Promise<{ id: ContentId; status: string }[]> {
  return placedIn(ctx, period).select(['contentId as id', 'status']).execute()
}

async function subjectsOf(ctx: Ctx, period: Period) {
  return ctx.db
    .selectFrom(placedIn(ctx, period).select('contentId').as('placed'))
    .innerJoin('klusExpertise', 'klusExpertise.contentId', 'placed.contentId')
    .select(['klusExpertise.contentId', 'klusExpertise.expertise'])
    .execute()
}

const IN_ONE_QUESTION = 500

/** Those for which all signed at least once. */
async function agreedAmong(db: Db, placed: readonly { id: ContentId }[]): Promise<ReadonlySet<string>> {
  const agreed = new Set<string>()
  for (const some of partsOf(placed, IN_ONE_QUESTION)) {
    const ids = some.map(({ id }) => id)
    const rows = await db.selectFrom('klusWork').select('contentId').where('contentId', 'in', ids).execute()
    for (const { contentId } of rows) agreed.add(contentId)
  }
  return agreed
}

/** Days from open to the first agreement, of each klus of this plein that had its first one in the period. */
async function listFirstAgreements({ db }: Ctx, period: Period): Promise<number[]> {
  const { begin, end } = momentsOf(period)
  const rows = await db
    .selectFrom('klusWork as work')
    .select(['work.contentId', 'work.opened', 'work.agreed'])
    .where('work.own', '=', 1)
    .where('work.agreed', '>=', begin)
    .where('work.agreed', '<', end)
    // A value and not `not exists`, for which PostgreSQL reads all agreements that there ever were.
    .where((eb) =>
      eb(
        'work.agreed',
        '=',
        eb
          .selectFrom('klusWork as all')
          .select((of) => of.fn.min('all.agreed').as('first'))
          .whereRef('all.contentId', '=', 'work.contentId'),
      ),
    )
    .orderBy('work.agreed', 'desc')
    .limit(MAX_COUNTED)
    .execute()
  const first = new Map(rows.map((row) => [row.contentId, row]))
  return [...first.values()].map(({ opened, agreed }) => daysBetween(opened, agreed))
}

async function listPartners({ db, config }: Ctx, period: Period): Promise<readonly Partner[]> {
  const { begin, end } = momentsOf(period)
  const host = config.hostName
  const rows = await db
    .selectFrom('klusWork')
    .select((eb) => ['workerHost', 'clientHost', eb.fn.countAll().as('count'), eb.fn.sum('hours').as('hours')])
    .where('agreed', '>=', begin)
    .where('agreed', '<', end)
    .whereRef('workerHost', '!=', 'clientHost')
    .groupBy(['workerHost', 'clientHost'])
    .orderBy((eb) => eb.fn.countAll(), 'desc')
    .limit(MAX_PARTNERS)
    .execute()
  const others = Map.groupBy(rows, (row) => (row.workerHost === host ? row.clientHost : row.workerHost))
  const names = await organisationsOf(db, [...others.keys()])
  const sums = (mine: boolean, of: typeof rows) => {
    const some = of.filter((row) => (row.workerHost === host) === mine)
    const total = (name: 'count' | 'hours') => some.reduce((sum, row) => sum + Number(row[name] ?? 0), 0)
    return [total('count'), total('hours')] as const
  }
  return [...others].map(([other, of]) => {
    const [out, outHours] = sums(true, of)
    const [into, inHours] = sums(false, of)
    return { host: other, organisation: names.get(other)?.name ?? other, out, outHours, in: into, inHours }
  })
}
