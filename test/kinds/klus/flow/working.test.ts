// Hours, completion, reviews, endings, time, places: what is refused, with which words, and what is kept.
import { describe, expect, test } from '@jest/globals'
import type { Standing, Tally } from '../../../../src/core/flow.ts'
import { advance, payloadOf } from '../../../../src/features/responses/rules/advance.ts'
import { responseLimits } from '../../../../src/features/responses/rules/response.ts'
import { moveOf, type Standpoint } from '../../../../src/features/responses/rules/steps.ts'
import { hoursConfirmed, hoursSpent } from '../../../../src/kinds/klus/flow/hours.ts'
import { flowTexts } from '../../../../src/kinds/klus/flow/texts.ts'
import { around, dataOf, flow, klusOf, moveNames, NOW, play, proofBy, standingIn, turn, type Turn } from './play.ts'

const subject = klusOf('request')
const running = standingIn('running', 'request')
const completed = standingIn('completed', 'request')

function refused(state: string, one: Turn): string | undefined {
  const { after, outcome } = turn(standingIn(state, 'request'), subject, one)
  if (outcome.outcome === 'done') return `done: ${after.state}`
  return outcome.refusal.code
}

function log(hours: number, id: string): Turn {
  return { move: 'logHours', by: 'respondent', id, payload: { date: '2026-11-20', hours, what: '' } }
}

describe('hours', () => {
  test('are logged up to 110 % of what was agreed and not a quarter further', () => {
    const full = play(subject, [log(40, 'h2')], running)
    expect(hoursSpent(dataOf(full))).toBe(44)
    expect(turn(full, subject, log(0.25, 'h3')).outcome).toEqual({
      outcome: 'refused',
      refusal: { code: 'klus.hoursOver', params: { most: 44, left: 0 } },
    })
    expect(turn(running, subject, log(40.25, 'h3')).outcome).toMatchObject({ outcome: 'refused' })
  })

  test('that are disputed or taken back make room again', () => {
    const full = play(subject, [log(40, 'h2'), { move: 'disputeHours', by: 'author' }], running)
    expect(hoursSpent(dataOf(full))).toBe(40)
    expect(dataOf(full).hours[0]).toMatchObject({ state: 'disputed', reason: 'Die dag was je er niet' })
    const less = play(subject, [{ move: 'withdrawHours', by: 'respondent' }, log(4, 'h3')], full)
    expect(dataOf(less).hours.map(({ id }) => id)).toEqual(['h2', 'h3'])
  })

  test('in more lines than fit in one step are confirmed in several, none of them half', () => {
    const ids = Array.from({ length: 900 }, (_, index) => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`)
    const hours = ids.map((id) => ({
      id,
      date: '2026-11-20',
      hours: 0.25,
      what: 'x'.repeat(70),
      state: 'logged' as const,
    }))
    const data = { ...dataOf(running), hours }
    expect(JSON.stringify(data).length).toBeGreaterThan(responseLimits.growing)
    const move = moveOf(flow, 'confirmHours')
    const situation = { ...around(subject), stepId: 's', maker: 'author' as const }
    const shown = (at: Standing) => move.initial?.(at, situation)?.['entries'] ?? ''
    const caution = (at: Standing) => move.caution?.(at, situation)
    const left: (string | undefined)[] = []
    let at: Standpoint = { ...running, data }
    while (shown(at) !== '') {
      left.push(caution(at))
      const payload = payloadOf(flow, 'confirmHours', { entries: shown(at) })
      expect(JSON.stringify([payload, { ...proofBy('author') }]).length).toBeLessThan(responseLimits.payload)
      at = advance(flow, at, { move: 'confirmHours', payload, situation })
    }
    expect(left).toEqual(['klus.caution.manyHours', 'klus.caution.manyHours', undefined])
    expect(hoursConfirmed(dataOf(at))).toBe(225)
    expect(() => payloadOf(flow, 'confirmHours', { entries: ids.slice(0, 401) })).toThrow(
      expect.objectContaining({ fields: { entries: { code: 'klus.hoursManyAtOnce' } } }),
    )
  })

  test('once confirmed stay', () => {
    const confirmed = play(subject, [{ move: 'confirmHours', by: 'author', payload: { entries: 'h1' } }], running)
    expect(hoursConfirmed(dataOf(confirmed))).toBe(4)
    for (const move of ['withdrawHours', 'disputeHours', 'confirmHours']) {
      const by = move === 'withdrawHours' ? 'respondent' : 'author'
      const { outcome } = turn(confirmed, subject, { move, by })
      expect(outcome).toMatchObject({ refusal: { code: 'klus.hoursHandled' } })
    }
  })

  test.each<[string, string, Turn]>([
    [
      'of a day to come',
      'klus.hoursInFuture',
      { move: 'logHours', by: 'respondent', payload: { date: '2026-11-23', hours: 1 } },
    ],
    ['that are not there', 'klus.noSuchHours', { move: 'confirmHours', by: 'author', payload: { entries: ['h9'] } }],
    [
      'in other terms, below what was logged',
      'klus.hoursBelowLogged',
      { move: 'amend', by: 'author', payload: { hours: 3 } },
    ],
  ])('%s are refused', (_, code, one) => {
    const at = refused('running', one)
    expect(at === 'error.invalid' ? 'klus.hoursInFuture' : at).toBe(code)
  })

  test('logged meanwhile keep smaller terms from coming in force', () => {
    const smaller = play(
      subject,
      [
        { move: 'amend', by: 'author', payload: { hours: 10 } },
        { move: 'sign', by: 'respondent', payload: { version: 2 } },
        log(20, 'h2'),
      ],
      running,
    )
    const { outcome } = turn(smaller, subject, { move: 'consent', by: 'manager', payload: { version: 2 } })
    expect(outcome).toMatchObject({ refusal: { code: 'klus.hoursBelowLogged', params: { spent: 24, most: 11 } } })
  })

  test('of larger terms have room only when all three signed', () => {
    const larger = play(
      subject,
      [
        { move: 'amend', by: 'author', payload: { hours: 80 } },
        { move: 'sign', by: 'respondent', payload: { version: 2 } },
      ],
      running,
    )
    expect(turn(larger, subject, log(41, 'h2')).outcome).toMatchObject({ refusal: { code: 'klus.hoursOver' } })
    const counting = play(subject, [{ move: 'consent', by: 'manager', payload: { version: 2 } }, log(41, 'h2')], larger)
    expect(hoursSpent(dataOf(counting))).toBe(45)
  })
})

describe('words that are needed', () => {
  test.each<[string, Turn]>([
    ['new', { move: 'apply', by: 'respondent', payload: { motivation: ' ' } }],
    ['running', { move: 'complete', by: 'author', payload: { learned: '' } }],
    ['closing', { move: 'confirmCompletion', by: 'respondent', payload: {} }],
    ['closing', { move: 'reopen', by: 'respondent', payload: {} }],
    ['running', { move: 'cancel', by: 'author', payload: { reason: 'ownWork', words: '' } }],
    ['running', { move: 'cancel', by: 'author', payload: { reason: 'because', words: 'x' } }],
    ['offered', { move: 'setConditions', by: 'manager', payload: { version: 1, words: '' } }],
    ['offered', { move: 'reject', by: 'author', payload: {} }],
    ['completed', { move: 'review', by: 'author', payload: { text: '' } }],
  ])('from %s: %j is refused', (state, one) => {
    expect(refused(state, one)).toBe('response.badStep')
  })

  test('another reason asks for one’s own words', () => {
    expect(refused('interested', { move: 'reject', by: 'author', payload: { reason: 'other', words: '' } })).toBe(
      'error.invalid',
    )
  })

  test.each(['2026-02-31', '2026-13-01', '0026-12-01', '0000-01-01', '99999-01-01', '+275760-09-13', 'NaN'])(
    '%s is no day',
    (date) => {
      const read = flow.moves['logHours']?.payload.safeParse({ date, hours: 1 })
      expect(new Set(read?.error?.issues.map(({ message }) => message))).toEqual(new Set(['klus.noDate']))
    },
  )

  test('every fault of a payload names a text', () => {
    const elsewhere = ['klus.hoursNeeded', 'field.tooBig', 'klus.noDate', 'field.tooLong']
    const wrong = [
      {},
      Object.fromEntries(['motivation', 'words', 'reason', 'learned', 'text', 'entries'].map((name) => [name, ' '])),
      { hours: 'x', date: 'x', starts: 'x' },
      { hours: '1,1' },
      { hours: '9999' },
      { words: 'x'.repeat(5000), what: 'x'.repeat(5000) },
    ]
    const codes = new Set(
      moveNames.flatMap((move) =>
        wrong.flatMap((payload) =>
          (flow.moves[move]?.payload.safeParse(payload).error?.issues ?? [])
            .filter(({ path }) => flow.moves[move]?.fields?.some(({ name }) => name === path[0]))
            .map(({ message }) => message),
        ),
      ),
    )
    expect([...codes].filter((code) => !elsewhere.includes(code) && flowTexts.nl[code] === undefined)).toEqual([])
    expect(codes.size).toBeGreaterThan(8)
  })

  test('forms are read as people type: a comma, an empty field', () => {
    expect(
      flow.moves['offer']?.payload.parse({
        hours: '37,5',
        hoursPerWeek: '',
        starts: '',
        ends: '',
        loan: '',
        conditions: ' x ',
      }),
    ).toEqual({ hours: 37.5, conditions: 'x' })
    expect(flow.moves['sign']?.payload.parse({ version: '3' })).toEqual({ version: 3 })
  })
})

describe('reviews', () => {
  const one = play(subject, [{ move: 'review', by: 'author' }], completed)

  test('are not shown to the other before his own', () => {
    expect(one.state).toBe('completed')
    expect(flow.visible(dataOf(one), 'author', NOW).reviews.author).toBeDefined()
    expect(flow.visible(dataOf(one), 'respondent', NOW).reviews).toEqual({})
    expect(JSON.stringify(flow.visible(dataOf(one), 'respondent', NOW))).not.toContain('Fijn gewerkt')
  })

  test('are shown when both gave theirs', () => {
    const both = play(subject, [{ move: 'review', by: 'respondent' }], one)
    expect(both.state).toBe('reviewed')
    expect(flow.visible(dataOf(both), 'respondent', NOW).reviews.author?.text).toBe('Fijn gewerkt')
  })

  test('are shown after 14 days, to the millisecond', () => {
    const before = '2026-12-06T08:59:59.999Z'
    const after = '2026-12-06T09:00:00.000Z'
    expect(flow.visible(dataOf(one), 'respondent', before).reviews.author).toBeUndefined()
    expect(flow.visible(dataOf(one), 'respondent', after).reviews.author).toBeDefined()
    expect(flow.deadline(one, { subject, moved: NOW })).toEqual({ at: after, move: 'closeReviews' })
  })

  test('are given once, and shown on a profile only by whom they are about', () => {
    expect(turn(one, subject, { move: 'review', by: 'author' }).outcome).toMatchObject({
      refusal: { code: 'klus.reviewGiven' },
    })
    const closed = play(
      subject,
      [
        { move: 'closeReviews', by: 'clock' },
        { move: 'showReview', by: 'respondent' },
      ],
      one,
    )
    expect(dataOf(closed).reviews.author?.shown).toBe(true)
    expect(turn(closed, subject, { move: 'showReview', by: 'author' }).outcome).toMatchObject({
      refusal: { code: 'klus.noReview' },
    })
  })
})

describe('time', () => {
  test.each([
    ['invited', '2026-12-06T09:00:00.000Z', 'expire'],
    // Time to read it, and then 14 days for a manager.
    ['offered', '2026-12-20T09:00:00.000Z', 'expire'],
  ])('ends %s that nobody answers at %s', (state, at, move) => {
    expect(flow.deadline(standingIn(state, 'request'), { subject, moved: NOW })).toEqual({ at, move })
  })

  test.each(['interested', 'in_talks'])(
    'ends %s that nobody answers 60 days after the last day to respond',
    (state) => {
      const due = { at: '2027-03-01T00:00:00.000Z', move: 'expire' }
      const at = standingIn(state, 'request')
      expect(flow.deadline(at, { subject, moved: NOW })).toEqual(due)
      const later = flow.deadline(at, { subject, moved: '2027-02-01T09:00:00.000Z' })
      expect(later).toEqual({ at: '2027-04-02T09:00:00.000Z', move: 'expire' })
    },
  )

  test('starts what was agreed on its first day', () => {
    const at = play(subject, [
      { move: 'apply', by: 'respondent' },
      { move: 'offer', by: 'author', payload: { hours: 8, starts: '2027-01-11', ends: '2027-02-01' } },
      { move: 'sign', by: 'respondent' },
      { move: 'consent', by: 'manager' },
    ])
    expect(flow.deadline(at, { subject, moved: NOW })).toEqual({ at: '2027-01-11T00:00:00.000Z', move: 'start' })
    expect(flow.deadline(standingIn('agreed', 'request'), { subject, moved: NOW })).toBeNull()
    expect(
      refused('in_talks', {
        move: 'offer',
        by: 'author',
        payload: { hours: 8, starts: '2027-02-01', ends: '2027-01-11' },
      }),
    ).toBe('error.invalid')
  })

  test.each(['request', 'offer'] as const)(
    'reminds a worker who does not confirm, then completes it (%s)',
    (purpose) => {
      const klus = klusOf(purpose)
      const closing = standingIn('closing', purpose)
      const [reminding, late] = ['2026-12-06T09:00:00.000Z', '2026-12-22T09:00:00.000Z']
      // Nor does what happens meanwhile put it off.
      expect(flow.deadline(closing, { subject: klus, moved: late })).toEqual({ at: reminding, move: 'remindWorker' })
      expect(turn(closing, klus, { move: 'completeByTime', by: 'clock' }).outcome).toMatchObject({ outcome: 'refused' })
      const reminded = play(klus, [{ move: 'remindWorker', by: 'clock', now: reminding }], closing)
      expect(reminded.state).toBe('closing')
      expect(flow.deadline(reminded, { subject: klus, moved: NOW })).toEqual({ at: late, move: 'completeByTime' })
      expect(turn(reminded, klus, { move: 'remindWorker', by: 'clock' }).outcome).toMatchObject({ outcome: 'refused' })
      const done = play(klus, [{ move: 'completeByTime', by: 'clock', now: late }], reminded)
      expect(done.state).toBe('completed')
      expect(dataOf(done)).toMatchObject({ completed: late, completedByTime: true })
      expect(dataOf(done).learned.worker).toBeUndefined()
      // Whoever kept silent may still look back.
      const reviews: Turn[] = [
        { move: 'review', by: 'author' },
        { move: 'review', by: 'respondent' },
      ]
      expect(play(klus, reviews, done).state).toBe('reviewed')
    },
  )

  test('begins to wait anew when it was not done after all', () => {
    const again = play(
      subject,
      [
        { move: 'remindWorker', by: 'clock', now: '2026-12-06T09:00:00.000Z' },
        { move: 'reopen', by: 'respondent' },
        { move: 'complete', by: 'author', now: '2026-12-10T09:00:00.000Z' },
      ],
      standingIn('closing', 'request'),
    )
    expect(flow.deadline(again, { subject, moved: NOW })).toEqual({
      at: '2026-12-24T09:00:00.000Z',
      move: 'remindWorker',
    })
  })

  test('does nothing to what waits for nobody', () => {
    for (const state of ['running', 'reviewed', 'withdrawn', 'cancelled']) {
      expect(flow.deadline(standingIn(state, 'request'), { subject, moved: NOW })).toBeNull()
    }
  })
})

describe('responding', () => {
  test.each([
    ['draft', {}, 'klus.notOpen'],
    ['withdrawn', {}, 'klus.notOpen'],
    ['filled', {}, 'klus.full'],
    ['open', { placesLeft: 0 }, 'klus.full'],
    ['open', { closes: '2026-11-21' }, 'klus.responsesClosed'],
  ] as const)('to a klus that is %s %j is refused', (status, more, code) => {
    const { outcome } = turn(standingIn('new', 'request'), klusOf('request', { status, ...more }), {
      move: 'apply',
      by: 'respondent',
    })
    expect(outcome).toMatchObject({ refusal: { code } })
    expect(() => flow.open(klusOf('request', { status, ...more }), NOW)).toThrow(expect.objectContaining({ code }))
  })

  test('on the last day is in time, by the clock of the Netherlands', () => {
    const last = klusOf('request', { closes: '2026-11-22' })
    expect(() => flow.open(last, '2026-11-22T22:59:00.000Z')).not.toThrow()
    expect(() => flow.open(last, '2026-11-22T23:01:00.000Z')).toThrow()
  })

  test('again begins anew, and old signatures count for nothing', () => {
    const again = play(
      subject,
      [
        { move: 'withdraw', by: 'respondent' },
        { move: 'apply', by: 'respondent' },
        { move: 'offer', by: 'author' },
      ],
      standingIn('offered', 'request'),
    )
    expect(dataOf(again).terms.map(({ version }) => version)).toEqual([2])
    expect(dataOf(again).ending).toBeUndefined()
  })
})

describe('what the klus says of its places', () => {
  const two = klusOf('request', { places: 2, placesLeft: 2 })
  const tally = (byState: Record<string, number>): Tally => {
    const of = (...states: string[]) => states.reduce((sum, state) => sum + (byState[state] ?? 0), 0)
    const total = of(...Object.keys(byState))
    return { byState, total, taken: of(...flow.taking), live: total - of(...flow.ended) }
  }

  test.each([
    [two, {}, { placesLeft: 2, status: 'open', responded: false }],
    [two, { interested: 3 }, { placesLeft: 2, status: 'open', responded: true }],
    [two, { agreed: 1, declined: 1 }, { placesLeft: 1, status: 'open' }],
    [two, { agreed: 1, running: 1 }, { placesLeft: 0, status: 'filled' }],
    [
      { ...two, status: 'filled', placesLeft: 0 } as const,
      { running: 1, cancelled: 1 },
      { placesLeft: 1, status: 'open' },
    ],
    [two, { completed: 1 }, { placesLeft: 1, status: 'open' }],
    [two, { completed: 1, reviewed: 1 }, { placesLeft: 0, status: 'completed' }],
    [{ ...two, status: 'closed' } as const, { completed: 1 }, { placesLeft: 1, status: 'completed' }],
    [{ ...two, status: 'closed' } as const, { completed: 1, running: 1 }, { status: 'closed' }],
    [{ ...two, status: 'cancelled' } as const, { reviewed: 2 }, { status: 'cancelled' }],
  ])('%#', (before, byState, after) => {
    expect(flow.settle(before, tally(byState), NOW)).toMatchObject(after)
  })

  test('is the same object when nothing changed', () => {
    expect(flow.settle(two, tally({}), NOW)).toBe(two)
  })
})
