// Thousands of lives of a klus over an unreliable net: in the end all pleinen agree, and nothing forbidden ever was so.
import { describe, expect, test } from '@jest/globals'
import fc from '../../../kit/chance.ts'
import type { AnyFlow } from '../../../../src/core/flow.ts'
import { millisOf } from '../../../../src/lib/clock.ts'
import { hoursSpent, mostHoursOf } from '../../../../src/kinds/klus/flow/hours.ts'
import { reviewsAreOpen } from '../../../../src/kinds/klus/flow/reviews.ts'
import type { KlusResponse } from '../../../../src/kinds/klus/flow/standing.ts'
import { klusStates } from '../../../../src/kinds/klus/flow/states.ts'
import { missingSignatures } from '../../../../src/kinds/klus/flow/signatures.ts'
import { termsInForce } from '../../../../src/kinds/klus/flow/terms.ts'
import { dataOf, flow, klusOf, moveNames } from './play.ts'
import { goodRules, type Rules, World } from './world.ts'

const HOUR = 3_600_000
/** Lives that are played when all is as it should be. */
const LIVES = 2500

const who = fc.nat(2)
const choice = fc.nat(10_000)
/** One thing that happens: [what, to whom, which]. */
const happening = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fc.constant('author' as const), who, choice) },
  { weight: 9, arbitrary: fc.tuple(fc.constant('respondent' as const), who, choice) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('manager' as const), who, choice) },
  { weight: 12, arbitrary: fc.tuple(fc.constant('exchange' as const), who, choice) },
  { weight: 6, arbitrary: fc.tuple(fc.constant('deliver' as const), who, choice) },
  { weight: 4, arbitrary: fc.tuple(fc.constant('work' as const), who, choice) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('repeat' as const), who, choice) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('lose' as const), who, choice) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('stop' as const), who, choice) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('again' as const), who, choice) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('fetch' as const), who, choice) },
  { weight: 2, arbitrary: fc.tuple(fc.constant('time' as const), who, choice) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('power' as const), who, choice) },
)
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

const life = fc.record({
  purpose: fc.constantFrom('request' as const, 'offer' as const),
  places: fc.constantFrom(1, 1, 2),
  begins: fc
    .tuple(
      fc.constantFrom('new', 'offered', 'agreed', 'running', 'closing', 'completed'),
      fc.array(fc.constantFrom('new', 'in_talks', 'offered'), { maxLength: 2 }),
    )
    .map(([first, others]) => [first, ...others]),
  happenings: fc.array(happening, { minLength: 10, maxLength: 120, size: 'max' }),
})
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

const waits = [HOUR, 20 * HOUR, 24 * HOUR * 4, 24 * HOUR * 15, 24 * HOUR * 31]

function happen(world: World, [what, one, which]: Happening): void {
  const person = one % world.candidates.length
  const managerHere = world.subject.purpose === 'offer'
  const candidate = world.candidates[person]
  if (what === 'author') world.actHere(person, 'author', which)
  else if (what === 'respondent') world.actThere(person, 'respondent', which)
  else if (what === 'manager' && managerHere) world.actHere(person, 'manager', which)
  else if (what === 'manager') world.actThere(person, 'manager', which)
  else if (what === 'deliver') world.deliver(which, 'once')
  else if (what === 'exchange') world.exchange(which)
  else if (what === 'repeat') world.deliver(which, 'twice')
  else if (what === 'lose') world.deliver(which, 'never')
  else if (what === 'work') world.workOff(which, false)
  else if (what === 'stop') world.workOff(which, true)
  else if (what === 'again') world.sendAgain(person)
  else if (what === 'fetch') world.fetch(person)
  else if (what === 'time') world.pass(waits[which % waits.length] ?? HOUR)
  else if (which % 2 === 0) world.authorUp = !world.authorUp
  else if (candidate) candidate.up = !candidate.up
}

/** Looked at already. */
const clean = new WeakSet<object>()

/** The worker let so much time go by after the client said that it is done. */
function silentFor({ finished, completed, completedByTime }: KlusResponse, millis: number): boolean {
  if (!finished || !completed) return false
  return completedByTime === true && millisOf(completed) - millisOf(finished) >= millis
}

/** What must be so at every moment, on every plein. */
function neverBroken(world: World): void {
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
    const heard = world.candidates[person]?.heard.at
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

/** What must be so when everything has arrived. */
function agreedInTheEnd(world: World): void {
  world.responses.forEach(({ at, outcomes, applied }, person) => {
    const candidate = world.candidates[person]
    if (!candidate) throw new Error('no such candidate')
    expect(candidate.heard.pending).toEqual([])
    if (at.version > 0) {
      expect(candidate.heard.at).toEqual({ ...at, data: flow.visible(at.data, 'respondent', world.now) })
    }
    for (const id of candidate.made) {
      // Settled once, as the klus's plein says, and done as often as that says.
      expect(candidate.settled.get(id)).toEqual([outcomes.get(id)])
    }
    for (const [id, { outcome }] of outcomes)
      expect([id, applied.get(id) ?? 0]).toEqual([id, outcome === 'done' ? 1 : 0])
    const versions = [...outcomes.values()].flatMap((one) => (one.outcome === 'done' ? [one.version] : []))
    // One version for every step that was done, and none else.
    expect(new Set(versions).size).toBe(versions.length)
    expect(versions.every((version) => version <= at.version && version > at.version - versions.length)).toBe(true)
  })
}

function live({ purpose, places, begins, happenings }: Life, rules: Rules): World {
  const world = new World(klusOf(purpose, { places, placesLeft: places, closes: '2099-12-31' }), begins, rules)
  for (const one of happenings) {
    const before = world.candidates.map(({ heard }) => heard.at.version)
    happen(world, one)
    neverBroken(world)
    if (world.candidates.some(({ heard }, index) => heard.at.version < (before[index] ?? 0)))
      throw new Error('it went back')
  }
  world.heal()
  neverBroken(world)
  agreedInTheEnd(world)
  return world
}

describe('over an unreliable net', () => {
  test(`${LIVES} lives end with all pleinen agreeing`, () => {
    const moves = new Set<string>()
    const states = new Set<string>()
    let steps = 0
    fc.assert(
      fc.property(life, (one) => {
        const world = live(one, goodRules)
        for (const move of world.done) moves.add(move)
        for (const state of world.states) states.add(state)
        steps += one.happenings.length
      }),
      { numRuns: LIVES },
    )
    // It was not for nothing: every move was made, and every state was reached.
    expect(moveNames.filter((move) => !moves.has(move))).toEqual([])
    expect(klusStates.filter((state) => !states.has(state))).toEqual([])
    expect(steps).toBeGreaterThan(LIVES * 20)
  }, 240_000)
})

describe('it is noticed', () => {
  const without = (change: Partial<AnyFlow>): Rules => ({ ...goodRules, flow: { ...flow, ...change } })
  const { logHours } = flow.moves
  const broken: readonly (readonly [string, Rules])[] = [
    ['when a step that comes twice is done twice', { ...goodRules, remembers: false }],
    ['when what waits is never sent again', { ...goodRules, sendsAgain: false }],
    ['when places are not counted', { ...goodRules, countsPlaces: false }],
    ['when the other’s review is shown early', without({ visible: (data) => data })],
    [
      'when an older snapshot is taken over',
      {
        ...goodRules,
        applySnapshot(heard, snapshot) {
          return goodRules.applySnapshot({ ...heard, at: { ...heard.at, version: 0 } }, snapshot)
        },
      },
    ],
    [
      'when outcomes are taken from news only',
      {
        ...goodRules,
        applySnapshot(heard, snapshot) {
          const news = snapshot.version > heard.at.version
          return goodRules.applySnapshot(heard, news ? snapshot : { ...snapshot, steps: {} })
        },
      },
    ],
    [
      'when time does not wait for the worker',
      without({
        deadline: (standing, at) =>
          standing.state === 'closing'
            ? { at: at.moved, move: (standing.data as KlusResponse).reminded ? 'completeByTime' : 'remindWorker' }
            : flow.deadline(standing, at),
      }),
    ],
    [
      'when hours are logged without end',
      without({
        moves: {
          ...flow.moves,
          logHours: {
            ...(logHours as NonNullable<typeof logHours>),
            apply: ({ state, data }, { date, hours }, { stepId }) => ({
              state,
              data: { ...data, hours: [...data.hours, { id: stepId, date, hours, what: '', state: 'logged' }] },
            }),
          },
        },
      }),
    ],
    [
      'when two signatures are enough',
      without({
        moves: {
          ...flow.moves,
          sign: {
            ...(flow.moves['sign'] as NonNullable<typeof logHours>),
            apply: ({ data }) => ({ state: 'agreed', data }),
          },
        },
      }),
    ],
  ]

  test.each(broken)(
    '%s',
    (_, rules) => {
      const { failed } = fc.check(
        fc.property(life, (one) => void live(one, rules)),
        { numRuns: LIVES, endOnFailure: true },
      )
      expect(failed).toBe(true)
    },
    120_000,
  )
})
