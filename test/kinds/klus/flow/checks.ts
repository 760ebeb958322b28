// What must be so of a world of pleinen: at every moment, and when everything has arrived.
import { expect } from '@jest/globals'
import { millisOf } from '../../../../src/lib/clock.ts'
import { hoursSpent, mostHoursOf } from '../../../../src/kinds/klus/flow/hours.ts'
import { reviewsAreOpen } from '../../../../src/kinds/klus/flow/reviews.ts'
import { missingSignatures } from '../../../../src/kinds/klus/flow/signatures.ts'
import type { KlusResponse } from '../../../../src/kinds/klus/flow/standing.ts'
import { termsInForce } from '../../../../src/kinds/klus/flow/terms.ts'
import type { Candidate } from './candidate.ts'
import { dataOf, flow } from './play.ts'
import type { Response, World } from './world.ts'

const HOUR = 3_600_000

/** Looked at already. */
const clean = new WeakSet<object>()

/** The worker let so much time go by after the client said that it is done. */
function silentFor({ finished, completed, completedByTime }: KlusResponse, millis: number): boolean {
  if (!finished || !completed) return false
  return completedByTime === true && millisOf(completed) - millisOf(finished) >= millis
}

/** What must be so at every moment, on every plein. @throws Error when it is not */
export function neverBroken(world: World): void {
  const { taken } = world.tally()
  if (taken > world.subject.places) throw new Error(`${taken} hold a place, of ${world.subject.places}`)
  world.responses.forEach(({ at }, person) => {
    const data = dataOf(at)
    const terms = termsInForce(data)
    if (terms && hoursSpent(data) > mostHoursOf(terms)) throw new Error('more hours than the terms have room for')
    if (terms && hoursSpent(data) > terms.facts.hours * 1.1) throw new Error('more than 110 %')
    if (flow.taking.includes(at.state) && (!terms || missingSignatures(terms).length > 0)) {
      throw new Error('a place is held without three signatures')
    }
    if (data.completed && !data.learned.worker && !silentFor(data, 29.9 * 24 * HOUR)) throw new Error('completed early')
    if (data.completedByTime && data.learned.worker) throw new Error('time and the worker both completed it')
    const heard = world.candidates[person]?.at
    if (!heard) return
    const theirs = dataOf(heard)
    if (heard.version > at.version) throw new Error('more was heard than was said')
    if (theirs.reviews.author && !reviewsAreOpen(data, world.now)) throw new Error('a review is shown early')
    if (clean.has(theirs)) return
    clean.add(theirs)
    const others = world.candidates.map((_, other) => `kandidaat-${other}`).filter((_, other) => other !== person)
    if (others.some((name) => JSON.stringify(theirs).includes(name))) throw new Error('one candidate hears of another')
  })
}

/** What must be so when everything has arrived. @throws Error when it is not */
export function agreedInTheEnd(world: World): void {
  world.responses.forEach((response, person) => {
    const candidate = world.candidates[person] as Candidate
    const { at } = response
    expect(candidate.pending).toEqual([])
    if (at.version > 0) expect(candidate.at).toEqual({ ...at, data: flow.visible(at.data, 'respondent', world.now) })
    settledRight(candidate, response)
    doneOnce(candidate, response)
  })
}

/** Of each step both pleinen say the same, and the candidate's was told once. */
function settledRight({ own, settled }: Candidate, { outcomes, turnedDown }: Response): void {
  let nothingBegan = false
  for (const { id, outcome } of own) {
    // What was turned down, with all that should have followed, may still be granted when it was asked twice.
    nothingBegan ||= turnedDown.has(id)
    const became = outcomes.get(id)
    const right = became?.outcome ?? (nothingBegan ? 'refused' : 'unknown')
    if (outcome !== right) throw new Error(`${id} is ${outcome} there, and ${right} at the plein of the klus`)
    const told = settled.get(id) ?? []
    const once = told.length === 1 && told[0] === became
    if (nothingBegan ? told.length > 2 : !once) throw new Error(`${id} was settled ${told.length} times`)
  }
}

function doneOnce({ own }: Candidate, { at, outcomes, applied }: Response): void {
  for (const [id, { outcome }] of outcomes) {
    const times = applied.get(id) ?? 0
    if (times !== (outcome === 'done' ? 1 : 0)) throw new Error(`${id} was ${outcome}, and done ${times} times`)
  }
  const made = own.map(({ id }) => id).filter((id) => outcomes.has(id))
  const decided = [...outcomes.keys()].filter((id) => made.includes(id))
  if (decided.some((id, index) => id !== made[index])) throw new Error('steps of one side were decided out of order')
  const versions = [...outcomes.values()].flatMap((one) => (one.outcome === 'done' ? [one.version] : []))
  // One version for every step that was done, and none else.
  expect(new Set(versions).size).toBe(versions.length)
  expect(versions.every((version) => version <= at.version && version > at.version - versions.length)).toBe(true)
}
