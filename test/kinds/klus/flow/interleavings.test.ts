// Thousands of lives of a klus over an unreliable net: in the end all pleinen agree, and nothing forbidden ever was so.
import { describe, expect, test } from '@jest/globals'
import fc from '../../../kit/chance.ts'
import type { AnyFlow } from '../../../../src/core/flow.ts'
import type { KlusResponse } from '../../../../src/kinds/klus/flow/standing.ts'
import { klusStates } from '../../../../src/kinds/klus/flow/states.ts'
import { agreedInTheEnd, neverBroken } from './checks.ts'
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
  { weight: 3, arbitrary: fc.tuple(fc.constant('stop' as const), who, choice) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('again' as const), who, choice) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('fetch' as const), who, choice) },
  { weight: 3, arbitrary: fc.tuple(fc.constant('time' as const), who, choice) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('power' as const), who, choice) },
)
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

/** Twice, what leads to what happens seldom. */
const talking = ['new', 'invited', 'invited', 'interested', 'offered', 'signed', 'signed'] as const
const working = ['agreed', 'amended', 'amended', 'amending', 'running', 'closing', 'closing', 'completed'] as const
const beginnings = [...talking, ...working]

const life = fc.record({
  purpose: fc.constantFrom('request' as const, 'offer' as const),
  places: fc.constantFrom(1, 1, 2),
  closes: fc.constantFrom('2026-12-20', '2099-12-31'),
  begins: fc
    .tuple(
      fc.constantFrom(...beginnings),
      fc.array(fc.constantFrom('new', 'in_talks', 'offered', 'signed', 'signed'), { maxLength: 2 }),
    )
    .map(([first, others]) => [first, ...others]),
  happenings: fc.array(happening, { minLength: 10, maxLength: 120, size: 'max' }),
})
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never

/** From an hour that a plein is down to longer than anybody waits for an answer. */
const waits = [1, 20, 24 * 4, 24 * 15, 24 * 31, 24 * 92].map((hours) => hours * HOUR)

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

function live({ purpose, places, closes, begins, happenings }: Life, rules: Rules): World {
  const world = new World(klusOf(purpose, { places, placesLeft: places, closes }), begins, rules)
  for (const one of happenings) {
    const before = world.candidates.map(({ at }) => at.version)
    happen(world, one)
    neverBroken(world)
    if (world.candidates.some(({ at }, index) => at.version < (before[index] ?? 0))) throw new Error('it went back')
  }
  world.heal()
  neverBroken(world)
  agreedInTheEnd(world)
  return world
}

/** Only who speaks plain FEP-0837 makes these from there, and he has no plein in this world. */
const FOREIGN = ['agreed withdraw', 'running withdraw', 'closing withdraw', 'agreed complete']
/** Every move from every state that it can be made from. */
const everyMove = moveNames.flatMap((name) => (flow.moves[name]?.from ?? []).map((state) => `${state} ${name}`))

describe('over an unreliable net', () => {
  test(`${LIVES} lives end with all pleinen agreeing`, () => {
    const seen = new Map<string, number>()
    const count = (what: string, times = 1) => seen.set(what, (seen.get(what) ?? 0) + times)
    fc.assert(
      fc.property(life, (one) => {
        const world = live(one, goodRules)
        count('happenings', one.happenings.length)
        for (const [made, times] of world.done) count(made, times)
        for (const state of world.states) count(state)
        for (const [trouble, times] of Object.entries(world.net.troubles)) count(trouble, times)
        count('stopped', world.stops)
        count(
          'too late for the last place',
          world.responses.filter(({ at }) => dataOf(at).ending?.move === 'full').length,
        )
      }),
      { numRuns: LIVES },
    )
    // It was not for nothing: every move was made from every state that has it, and every state was reached.
    expect(everyMove.filter((made) => !seen.has(made))).toEqual(FOREIGN)
    expect(klusStates.filter((state) => !seen.has(state))).toEqual([])
    const often = { happenings: 100_000, lost: 1000, repeated: 1000, overtaken: 1000, missed: 1000, stopped: 100 }
    for (const [what, least] of Object.entries({ ...often, 'too late for the last place': 10 }))
      expect([what, Math.min(seen.get(what) ?? 0, least)]).toEqual([what, least])
  }, 240_000)
})

describe('it is noticed', () => {
  const without = (change: Partial<AnyFlow>): Rules => ({ ...goodRules, flow: { ...flow, ...change } })
  const { logHours } = flow.moves
  const broken: readonly (readonly [string, Rules])[] = [
    ['when a step that comes twice is done twice', { ...goodRules, remembers: false }],
    ['when a step does not wait for the one before it', { ...goodRules, keepsOrder: false }],
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
          return goodRules.applySnapshot(heard, news ? snapshot : { ...snapshot, steps: new Map() })
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
