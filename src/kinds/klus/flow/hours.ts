// Hours: logged by who works, confirmed or disputed by the other, and never more than 110 % of what was agreed.
import { Conflict, Invalid } from '../../../core/errors.ts'
import { millisOf } from '../../../lib/clock.ts'
import { dayOf } from '../../../lib/format.ts'
import { z } from '../../../lib/schema.ts'
import { day, entries, hours, moveLimits, words, wordsNeeded } from './fields.ts'
import { byClient, byWorker } from './roles.ts'
import type { HoursEntry, KlusMove, KlusResponse, Terms } from './standing.ts'
import { termsInForce } from './terms.ts'

const DAY = 86_400_000
/** More than this part of the hours agreed asks for new terms. */
const MAX_SHARE = 1.1

/** Hours that count: all that are not disputed. */
export function hoursSpent({ hours: all }: Pick<KlusResponse, 'hours'>): number {
  return all.filter(({ state }) => state !== 'disputed').reduce((sum, entry) => sum + entry.hours, 0)
}

export function hoursConfirmed({ hours: all }: Pick<KlusResponse, 'hours'>): number {
  return all.filter(({ state }) => state === 'confirmed').reduce((sum, entry) => sum + entry.hours, 0)
}

/** The most that may be logged under these terms, by the quarter (down). */
export function mostHoursOf({ facts }: Pick<Terms, 'facts'>): number {
  return Math.floor(facts.hours * MAX_SHARE * 4 + 1e-6) / 4
}

/** @throws Conflict when more was logged than the terms have room for */
export function withinTerms(data: KlusResponse, terms: Terms): void {
  const spent = hoursSpent(data)
  if (spent > mostHoursOf(terms)) throw new Conflict('klus.hoursBelowLogged', { spent, most: mostHoursOf(terms) })
}

export const logHours: KlusMove<{ date: string; hours: number; what: string }> = {
  offered: ({ state }) => (state === 'running' ? 'first' : 'besides'),
  from: ['running', 'closing'],
  by: byWorker,
  payload: z.object({
    date: day,
    hours: hours(moveLimits.hoursInOneEntry),
    what: words(moveLimits.note),
  }),
  fields: [
    { name: 'date', type: 'date', required: true },
    { name: 'hours', type: 'number', required: true, min: 0.25, max: moveLimits.hoursInOneEntry },
    { name: 'what', type: 'text', max: moveLimits.note },
  ],
  initial: (_, { now }) => ({ date: now.slice(0, 10) }),
  fits: (_, { foreign }) => !foreign,
  apply({ state, data }, payload, { now, stepId }) {
    if (millisOf(payload.date) / DAY > dayOf(now)) throw new Invalid({ date: { code: 'klus.hoursInFuture' } })
    const terms = termsInForce(data)
    const most = terms ? mostHoursOf(terms) : 0
    const left = most - hoursSpent(data)
    if (payload.hours > left) throw new Conflict('klus.hoursOver', { most, left: Math.max(0, left) })
    const entry: HoursEntry = { id: stepId, ...payload, state: 'logged' }
    return { state, data: { ...data, hours: [...data.hours, entry] } }
  },
}

/** @throws Conflict when it is not there, or not in one of these states any more */
function entryOf(data: KlusResponse, id: string, ...states: readonly HoursEntry['state'][]): HoursEntry {
  const entry = data.hours.find((one) => one.id === id)
  if (!entry) throw new Conflict('klus.noSuchHours')
  if (!states.includes(entry.state)) throw new Conflict('klus.hoursHandled')
  return entry
}

function loggedIn({ hours: all }: KlusResponse): readonly HoursEntry[] {
  return all.filter(({ state }) => state === 'logged')
}

function hasLogged(data: KlusResponse): boolean {
  return loggedIn(data).length > 0
}

/** Takes back what is not confirmed. */
export const withdrawHours: KlusMove<{ entry: string }> = {
  offered: 'within',
  from: ['running', 'closing'],
  by: byWorker,
  payload: z.object({ entry: z.string().max(64) }),
  fits: ({ data }) => data.hours.some(({ state }) => state !== 'confirmed'),
  apply({ state, data }, payload) {
    const gone = entryOf(data, payload.entry, 'logged', 'disputed')
    return { state, data: { ...data, hours: data.hours.filter((entry) => entry !== gone) } }
  },
}

export const confirmHours: KlusMove<{ entries: readonly string[] }> = {
  offered: 'first',
  from: ['running', 'closing', 'completed'],
  by: byClient,
  payload: z.object({ entries }),
  // The rest in a next step.
  initial: ({ data }) => ({
    entries: loggedIn(data)
      .slice(0, moveLimits.entriesAtOnce)
      .map(({ id }) => id)
      .join(','),
  }),
  caution: ({ data }) => (loggedIn(data).length > moveLimits.entriesAtOnce ? 'klus.caution.manyHours' : undefined),
  settles: true,
  fits: ({ data }) => hasLogged(data),
  apply({ state, data }, payload) {
    const chosen = payload.entries.map((id) => entryOf(data, id, 'logged'))
    const all = data.hours.map((entry): HoursEntry =>
      chosen.includes(entry) ? { ...entry, state: 'confirmed' } : entry,
    )
    return { state, data: { ...data, hours: all } }
  },
}

export const disputeHours: KlusMove<{ entry: string; reason: string }> = {
  offered: 'within',
  from: ['running', 'closing'],
  by: byClient,
  payload: z.object({
    entry: z.string().max(64),
    reason: wordsNeeded(moveLimits.note, 'klus.reasonNeeded'),
  }),
  fields: [{ name: 'reason', type: 'text', required: true, max: moveLimits.note }],
  fits: ({ data }) => hasLogged(data),
  apply({ state, data }, payload) {
    const wrong = entryOf(data, payload.entry, 'logged')
    const all = data.hours.map((entry): HoursEntry =>
      entry === wrong ? { ...entry, state: 'disputed', reason: payload.reason } : entry,
    )
    return { state, data: { ...data, hours: all } }
  },
}
