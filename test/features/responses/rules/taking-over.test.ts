// The pure heart of responses: who may do what from where, and how a snapshot makes the other plein right again.
import { describe, expect, test } from '@jest/globals'
import { type AnyFlow, defineFlow, type Situation } from '../../../../src/core/flow.ts'
import { Conflict } from '../../../../src/core/errors.ts'
import { z } from '../../../../src/lib/schema.ts'
import type { StepId } from '../../../../src/lib/id.ts'
import {
  afterStep,
  mayMake,
  nothingYet,
  type Step,
  type Surroundings,
} from '../../../../src/features/responses/rules/steps.ts'
import { advance } from '../../../../src/features/responses/rules/advance.ts'
import {
  applySnapshot,
  type Became,
  foreseen,
  type Own,
  snapshotFor,
} from '../../../../src/features/responses/rules/taking-over.ts'

interface Seat {
  readonly name: string
  readonly secret: string
}

/** Taking a seat: asked for by one, given by the other. */
const seats: AnyFlow = defineFlow<'seat', 'asked' | 'given', Seat, { open: boolean }>({
  name: 'seat',
  states: ['asked', 'given'],
  path: ['asked', 'given'],
  taking: ['given'],
  ended: [],
  schema: z.object({ name: z.string(), secret: z.string() }),
  empty: { name: '', secret: '' },
  moves: {
    ask: {
      from: ['new'],
      by: () => ['respondent'],
      payload: z.object({ name: z.string().min(1) }),
      apply: (_, { name }: { name: string }) => ({ state: 'asked', data: { name, secret: '' } }),
    },
    give: {
      from: ['asked'],
      by: () => ['author'],
      payload: z.object({ secret: z.string() }),
      fits: (_, { subject }) => subject.open,
      apply(at, { secret }: { secret: string }, { placesLeft }) {
        if (placesLeft < 1) throw new Conflict('seat.full', { places: 3 })
        return { state: 'given', data: { ...at.data, secret } }
      },
    },
  },
  wire: {
    moves: { Offer: 'ask', Undo: 'ask', Reject: 'give', Invite: 'give' },
    accepted: 'given',
    accept: (at) => at,
    reject: (at) => at,
    agreement: () => ({}),
    fromOffer: () => null,
  },
  places: () => 1,
  open() {},
  visible: (data, side) => (side === 'author' ? data : { ...data, secret: '' }),
  deadline: () => null,
  settle: (subject) => subject,
})

const party = { iri: 'https://a/1', name: 'A', organisation: 'A', host: 'a' }
function around(subject = { open: true }, placesLeft = 1): Surroundings {
  const item = { iri: 'https://a/k', title: 'k', text: '', url: 'https://a/k' }
  return {
    subject,
    item,
    author: party,
    respondent: party,
    now: '2026-11-22T09:00:00.000Z',
    placesLeft,
    foreign: false,
  }
}
function step(id: string, move: string, maker: Step['maker'], payload: Step['payload'] = {}): Step {
  return { id: id as StepId, move, maker, payload }
}
const ask = step('1', 'ask', 'respondent', { name: 'Bo' })
const asked = afterStep(seats, nothingYet(seats), ask, around())

describe('a step', () => {
  test('makes the next version', () => {
    expect(asked).toEqual({ state: 'asked', data: { name: 'Bo', secret: '' }, version: 1 })
  })

  test.each([
    ['a move that there is not', step('2', 'fly', 'author'), 'response.noSuchMove'],
    ['a name that every object has', step('2', 'constructor', 'author'), 'response.noSuchMove'],
    ['somebody else', step('2', 'give', 'respondent', { secret: 'x' }), 'response.notYours'],
    ['a move from another state', step('2', 'ask', 'respondent', { name: 'Bo' }), 'response.tooLate'],
    ['what is no payload of it', step('2', 'give', 'author', { secret: 4 }), 'response.notUnderstood'],
  ])('is refused for %s', (_, wrong, code) => {
    expect(() => afterStep(seats, asked, wrong, around())).toThrow(expect.objectContaining({ code }))
  })

  test('is refused when the flow says so, with its own words', () => {
    const give = step('2', 'give', 'author', { secret: 'x' })
    expect(() => afterStep(seats, asked, give, around({ open: false }))).toThrow(
      expect.objectContaining({ code: 'response.notNow' }),
    )
    expect(() => afterStep(seats, asked, give, around({ open: true }, 0))).toThrow(
      expect.objectContaining({ code: 'seat.full', params: { places: 3 } }),
    )
    const situation = (open: boolean): Situation => ({ ...around({ open }), stepId: give.id, maker: 'author' })
    expect(mayMake(seats, 'give', asked, 'author', situation(true))).toBe(true)
    expect(mayMake(seats, 'give', asked, 'author', situation(false))).toBe(false)
    expect(mayMake(seats, 'give', asked, 'respondent', situation(true))).toBe(false)
  })

  test('that takes a place is refused when there is none, also where the flow does not look', () => {
    const careless = { ...seats, moves: { ...seats.moves, give: { ...seats.moves['give'], apply: () => ({ state: 'given', data: asked.data }) } } } // prettier-ignore
    const situation: Situation = { ...around({ open: true }, 0), stepId: '2', maker: 'author' }
    const attempt = { move: 'give', payload: { secret: 'x' }, situation }
    expect(() => advance(careless as AnyFlow, asked, attempt)).toThrow(
      expect.objectContaining({ code: 'response.full' }),
    )
  })
})

describe('a snapshot', () => {
  const given = afterStep(seats, asked, step('2', 'give', 'author', { secret: 'x' }), around())
  const done = { outcome: 'done' } as const
  const refused = { outcome: 'refused' } as const
  const of = (at: typeof asked, steps: Readonly<Record<string, Became>>) =>
    snapshotFor(seats, at, { side: 'respondent', steps: new Map(Object.entries(steps) as [StepId, Became][]), now: '' })
  const own = (id: string, outcome: Own['outcome']): Own => ({ id: id as StepId, outcome })
  const [first, second] = [of(asked, { 1: done }), of(given, { 1: done })]
  const nothing = nothingYet(seats)

  test('holds what that side may know', () => {
    expect(second).toMatchObject({ state: 'given', version: 2, data: { name: 'Bo', secret: '' } })
  })

  test('in any order and number gives the same', () => {
    const heard = (...told: readonly (typeof first)[]) =>
      told.reduce((at, one) => applySnapshot({ at, own: [] }, one).at, nothing)
    expect(heard(second, first, second)).toEqual(heard(first, second))
    expect(heard(second, first).version).toBe(2)
  })

  test('settles the steps that it tells of, also when it is no news', () => {
    const ahead = {
      at: { state: 'given', data: second.data, version: 5 },
      own: [own('1', 'pending'), own('9', 'pending')],
    }
    const { at, settled } = applySnapshot(ahead, first)
    expect(at.version).toBe(5)
    expect(settled).toEqual([{ step: ahead.own[0], became: done }])
  })

  test.each([
    ['what is known already', 'refused', refused, []],
    ['a refusal of what was done after all', 'done', refused, []],
    ['that it was done after all', 'refused', done, ['1']],
  ] as const)('of %s', (_, known, became, settled) => {
    const told = applySnapshot({ at: first, own: [own('1', known)] }, of(given, { 1: became }))
    expect(told.settled.map(({ step }) => step.id)).toEqual(settled)
  })

  test('that nothing began ends what was to follow, and not what was asked anew', () => {
    const waiting = [own('0', 'done'), own('1', 'pending'), own('2', 'pending'), own('3', 'pending')]
    const none = of(nothing, { 1: refused })
    const ends = (at: typeof asked) => applySnapshot({ at, own: waiting }, none).settled.map(({ step }) => step.id)
    expect(ends(nothing)).toEqual(['1', '2', '3'])
    expect(ends(first)).toEqual(['1'])
    expect(applySnapshot({ at: nothing, own: [own('1', 'refused'), own('2', 'pending')] }, none).settled).toEqual([])
  })

  test('is foreseen from what waits, as far as that goes', () => {
    expect(foreseen(seats, { at: nothing, pending: [ask] }, around())).toEqual(asked)
    const more = [ask, step('2', 'ask', 'respondent')]
    expect(foreseen(seats, { at: nothing, pending: more }, around())).toEqual(asked)
  })
})
