// The organisation's overview of its klussen: who may see it, which period it is about, and the sums.
import { themeGroups } from '../../../core/themes.ts'
import type { Viewer } from '../../../core/viewer.ts'
import { clockFrom, type Instant, millisOf, toInstant } from '../../../lib/clock.ts'
import { dateIn } from '../../../lib/format.ts'
import { type Approval, isCoordinator } from './approval.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** How far ahead end dates are shown, in days. */
export const AHEAD_DAYS = 90
/** What is shown when no period is asked for, in days. */
const USUAL_DAYS = 365

/** Coordinators of klussen, and administrators: the organisation knows who of its people works where. */
export function maySeeOverview(viewer: Viewer, approval: Approval): boolean {
  return viewer.type === 'person' && (viewer.admin || isCoordinator(viewer, approval))
}

/** Days (YYYY-MM-DD) of the Netherlands, both in it. */
export interface Period {
  readonly from: string
  readonly until: string
}

const DATE = /^\d{4}-\d\d-\d\d$/

/** Days that are none, or the wrong way round, count as not asked. */
export function periodFrom(query: Readonly<Record<string, string | undefined>>, now: Instant): Period {
  const today = dateIn(now)
  const usual = { from: dateIn(later(now, -USUAL_DAYS * DAY)), until: today }
  const day = (value: string | undefined) => (value && DATE.test(value) && isDay(value) ? value : undefined)
  const asked = { from: day(query['from']) ?? usual.from, until: day(query['until']) ?? usual.until }
  return asked.from <= asked.until ? asked : usual
}

function isDay(text: string): boolean {
  return toInstant(text)?.slice(0, 10) === text
}

function later(instant: Instant, millis: number): Instant {
  return clockFrom(() => millisOf(instant)).in(millis)
}

export function dayAfter(day: string, days: number): string {
  return later(day, days * DAY).slice(0, 10)
}

/** The moment at which a day begins in the Netherlands, which is one or two hours before it does in UTC. */
export function beginOf(day: string): Instant {
  const early = later(day, -2 * HOUR)
  return dateIn(early) === day ? early : later(day, -HOUR)
}

/** From its first moment up to, and without, the first moment after it. */
export function momentsOf({ from, until }: Period): { readonly begin: Instant; readonly end: Instant } {
  return { begin: beginOf(from), end: beginOf(dayAfter(until, 1)) }
}

/** Days between two moments, to one decimal. */
export function daysBetween(first: Instant, last: Instant): number {
  return Math.round(((millisOf(last) - millisOf(first)) / DAY) * 10) / 10
}

/** The one in the middle; of an even number, halfway between the two. Undefined: none. */
export function medianOf(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}

/** Name of the group of subjects that each stands in; OTHER for words of one's own. */
export const OTHER = ''
const groupOf = new Map(themeGroups.flatMap(({ name, themes }) => themes.map((theme) => [theme, name] as const)))

export interface ThemeLine {
  /** Name of the group of subjects, or OTHER. */
  readonly theme: string
  readonly placed: number
  readonly agreed: number
}

/** One klus counts once in each group of its subjects; the most first, words of one's own last. */
export function byTheme(
  klussen: readonly { readonly contentId: string; readonly expertise: string }[],
  agreed: ReadonlySet<string>,
): readonly ThemeLine[] {
  const groups = Map.groupBy(klussen, ({ expertise }) => groupOf.get(expertise) ?? OTHER)
  return [...groups]
    .map(([theme, rows]) => {
      const ids = new Set(rows.map((row) => row.contentId))
      return { theme, placed: ids.size, agreed: [...ids].filter((id) => agreed.has(id)).length }
    })
    .toSorted((a, b) => Number(a.theme === OTHER) - Number(b.theme === OTHER) || b.placed - a.placed)
}
