// The pure heart of responses: who may do what from where, and how a snapshot makes the other plein right again.
import { describe, expect, test } from '@jest/globals'
import { type AnyFlow, defineFlow, type Situation } from '../../../../src/core/flow.ts'
import { Conflict } from '../../../../src/core/errors.ts'
import { z } from '../../../../src/lib/schema.ts'
import type { StepId } from '../../../../src/lib/id.ts'
import {
  afterStep,
  decide,
  mayMake,
  nothingYet,
  type Step,
  type Surroundings,
} from '../../../../src/features/responses/rules/steps.ts'
import { applySnapshot, foreseen, snapshotFor } from '../../../../src/features/responses/rules/taking-over.ts'

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
    const { after, outcome } = decide(seats, asked, wrong, around())
    expect(after).toBe(asked)
    expect(outcome).toMatchObject({ outcome: 'refused', refusal: { code } })
  })

  test('is refused when the flow says so, with its own words', () => {
    const give = step('2', 'give', 'author', { secret: 'x' })
    expect(decide(seats, asked, give, around({ open: false })).outcome).toMatchObject({
      refusal: { code: 'response.notNow' },
    })
    expect(decide(seats, asked, give, around({ open: true }, 0)).outcome).toEqual({
      outcome: 'refused',
      refusal: { code: 'seat.full', params: { places: 3 } },
    })
    const situation = (open: boolean): Situation => ({ ...around({ open }), stepId: give.id, maker: 'author' })
    expect(mayMake(seats, 'give', asked, 'author', situation(true))).toBe(true)
    expect(mayMake(seats, 'give', asked, 'author', situation(false))).toBe(false)
    expect(mayMake(seats, 'give', asked, 'respondent', situation(true))).toBe(false)
  })

  test('that breaks is no refusal', () => {
    const broken = { ...seats, moves: { ask: { ...seats.moves['ask'], apply: () => JSON.parse('{') as never } } }
    expect(() => decide(broken as AnyFlow, nothingYet(seats), ask, around())).toThrow(SyntaxError)
  })
})

describe('a snapshot', () => {
  const given = afterStep(seats, asked, step('2', 'give', 'author', { secret: 'x' }), around())
  const outcomes = { ['1' as StepId]: { outcome: 'done', version: 1 } as const }
  const first = snapshotFor(seats, asked, { side: 'respondent', steps: outcomes, now: '' })
  const second = snapshotFor(seats, given, { side: 'respondent', steps: outcomes, now: '' })
  const waiting = { at: nothingYet(seats), pending: [ask] }

  test('holds what that side may know', () => {
    expect(second).toMatchObject({ state: 'given', version: 2, data: { name: 'Bo', secret: '' } })
  })

  test('in any order and number gives the same', () => {
    const straight = applySnapshot(applySnapshot(waiting, first), second)
    const turned = applySnapshot(applySnapshot(applySnapshot(waiting, second), first), second)
    expect(turned.at).toEqual(straight.at)
    expect(turned.at.version).toBe(2)
    expect(turned.pending).toEqual([])
  })

  test('settles the steps that it tells of, also when it is no news', () => {
    const ahead = {
      at: { state: 'given', data: second.data, version: 5 },
      pending: [ask, step('9', 'ask', 'respondent')],
    }
    const after = applySnapshot(ahead, first)
    expect(after.at.version).toBe(5)
    expect(after.settled).toEqual([{ step: ask, outcome: { outcome: 'done', version: 1 } }])
    expect(after.pending.map(({ id }) => id)).toEqual(['9'])
  })

  test('is foreseen from what waits, as far as that goes', () => {
    expect(foreseen(seats, waiting, around())).toEqual(asked)
    expect(foreseen(seats, { ...waiting, pending: [ask, step('2', 'ask', 'respondent')] }, around())).toEqual(asked)
  })
})
