// Every move by every maker from every state: what is written here may be done, and nothing else.
import { describe, expect, test } from '@jest/globals'
import type { Situation } from '../../../../src/core/flow.ts'
import type { StepId } from '../../../../src/lib/id.ts'
import { mayMake } from '../../../../src/features/responses/rules/steps.ts'
import { klusFlow } from '../../../../src/kinds/klus/flow/klus-flow.ts'
import { klusStates } from '../../../../src/kinds/klus/flow/states.ts'
import { flowTexts } from '../../../../src/kinds/klus/flow/texts.ts'
import type { Purpose } from '../../../../src/kinds/klus/rules.ts'
import { makers } from '../../../../src/core/flow.ts'
import { around, klusOf, moveNames, standingIn, turn } from './play.ts'

type Table = Readonly<Record<string, Readonly<Partial<Record<(typeof makers)[number], string>>>>>

/** The same for both directions: nobody works yet, or any more. */
const either: Table = {
  new: { author: 'invite', respondent: 'apply' },
  invited: { author: 'reject', respondent: 'apply declineInvitation turnAway', clock: 'expire' },
  interested: { author: 'talk offer reject', respondent: 'withdraw', clock: 'expire' },
  in_talks: { author: 'offer reject', respondent: 'withdraw', clock: 'expire' },
  offered: {
    author: 'offer reject',
    respondent: 'sign withdraw',
    manager: 'consent setConditions refuseConsent',
    clock: 'expire',
  },
  reviewed: { author: 'showReview', respondent: 'showReview' },
  withdrawn: { respondent: 'apply' },
  declined: {},
  expired: { author: 'invite', respondent: 'apply' },
  cancelled: {},
}

/** Help is asked for: the respondent works. Hours of his wait to be confirmed. */
const request: Table = {
  ...either,
  agreed: { author: 'amend cancel', respondent: 'start cancel', clock: 'start' },
  running: { author: 'amend confirmHours disputeHours complete cancel', respondent: 'logHours withdrawHours cancel' },
  closing: {
    author: 'confirmHours disputeHours cancel',
    respondent: 'logHours withdrawHours confirmCompletion reopen cancel',
    clock: 'remindWorker',
  },
  completed: { author: 'confirmHours review', respondent: 'review', clock: 'closeReviews' },
}

/** Help is offered: the author works. */
const offer: Table = {
  ...either,
  agreed: { author: 'start cancel', respondent: 'amend cancel', clock: 'start' },
  running: { respondent: 'amend confirmHours disputeHours complete cancel', author: 'logHours withdrawHours cancel' },
  closing: {
    respondent: 'confirmHours disputeHours cancel',
    author: 'logHours withdrawHours confirmCompletion reopen cancel',
    clock: 'remindWorker',
  },
  completed: { respondent: 'confirmHours review', author: 'review', clock: 'closeReviews' },
}

const tables: readonly (readonly [Purpose, Table])[] = [
  ['request', request],
  ['offer', offer],
]

describe.each(tables)('of a klus with purpose %s', (purpose, table) => {
  test.each(['new', ...klusStates])('from %s', (state) => {
    const at = standingIn(state, purpose)
    expect(at.state).toBe(state)
    const subject = klusOf(purpose)
    const done = Object.fromEntries(
      makers.map((by) => {
        const made = moveNames.filter((move) => turn(at, subject, { move, by }).outcome.outcome === 'done')
        const offered = moveNames.filter((move) => {
          const situation: Situation = { ...around(subject), stepId: 's' as StepId, maker: by }
          return mayMake(klusFlow, move, at, by, situation)
        })
        // What pages offer is what the flow then takes, no more and no less.
        expect([by, offered]).toEqual([by, made])
        return [by, made.toSorted().join(' ')]
      }),
    )
    const expected = Object.fromEntries(
      makers.map((by) => [by, (table[state]?.[by] ?? '').split(' ').toSorted().join(' ')]),
    )
    expect(done).toEqual(expected)
  })
})

test('who cannot respond again, or invite again, reads what is the matter and what he can do', () => {
  const codeIn = (state: string, move: string, by: 'author' | 'respondent') => {
    const { outcome } = turn(standingIn(state, 'request'), klusOf('request'), { move, by })
    return outcome.outcome === 'refused' ? outcome.refusal.code : 'done'
  }
  const states = ['declined', 'cancelled', 'interested', 'offered', 'running', 'reviewed']
  expect(states.map((state) => codeIn(state, 'apply', 'respondent'))).toEqual([
    'klus.declinedBefore',
    'klus.cancelledBefore',
    ...Array(4).fill('klus.interestedAlready'),
  ])
  expect(['invited', 'withdrawn', 'declined'].map((state) => codeIn(state, 'invite', 'author'))).toEqual([
    'klus.invitedAlready',
    ...Array(2).fill('klus.respondedAlready'),
  ])
})

test('the table names every state', () => {
  expect(Object.keys(request).toSorted()).toEqual(['new', ...klusStates].toSorted())
})

describe('words', () => {
  test('are there for every state, move, field and option', () => {
    const keys = [
      ...klusStates.map((state) => `klus.state.${state}`),
      ...moveNames.flatMap((move) => [`klus.move.${move}`, `klus.move.${move}.help`, `klus.told.${move}`]),
      ...moveNames.flatMap((move) =>
        (klusFlow.moves[move]?.fields ?? []).flatMap(({ name, options = [] }) => [
          `klus.${move}.${name}`,
          ...options.map((option) => `klus.${move}.${name}.${option}`),
        ]),
      ),
    ]
    expect(keys.filter((key) => flowTexts.nl[key] === undefined || flowTexts.en[key] === undefined)).toEqual([])
  })
})
