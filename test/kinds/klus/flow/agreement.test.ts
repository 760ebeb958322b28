// Terms and signatures: the same document on both pleinen, three signatures, versions, conditions, the last place.
import { describe, expect, test } from '@jest/globals'
import canonicalize from 'canonicalize'
import type { JsonObject } from '../../../../src/core/federation.ts'
import type { Situation } from '../../../../src/core/flow.ts'
import type { StepId } from '../../../../src/lib/id.ts'
import { missingSignatures } from '../../../../src/kinds/klus/flow/signatures.ts'
import { signedDocument, termsDocument, termsInForce, termsPending } from '../../../../src/kinds/klus/flow/terms.ts'
import { around, dataOf, flow, goodPayloads, klusOf, play, proofBy, standingIn, turn, turnsTo } from './play.ts'

const subject = klusOf('request')
const offered = standingIn('offered', 'request')
const agreed = standingIn('agreed', 'request')
const running = standingIn('running', 'request')

function refusal(outcome: ReturnType<typeof turn>['outcome']): string | undefined {
  return outcome.outcome === 'refused' ? outcome.refusal.code : undefined
}

function signedBy(move: string, by: Situation['maker'], at = offered, payload: JsonObject = goodPayloads[move] ?? {}) {
  const situation: Situation = { ...around(subject), stepId: `${move}-${by}` as StepId, maker: by }
  return flow.moves[move]?.signs?.(at, flow.moves[move]?.payload.parse(payload), situation)
}

describe('the document', () => {
  test('that is offered is the one that stands in the terms, and that all three sign', () => {
    const before = standingIn('in_talks', 'request')
    const document = signedBy('offer', 'author', before)?.document
    const terms = termsPending(dataOf(offered))
    expect(terms && termsDocument(terms)).toEqual(document)
    expect(signedBy('sign', 'respondent')).toEqual({ document, by: 'maker' })
    expect(signedBy('consent', 'manager')).toEqual({ document, by: 'instance' })
  })

  test('is an Agreement of FEP-0837 with an id below the plein of the klus', () => {
    const terms = termsPending(dataOf(offered))
    expect(terms && termsDocument(terms)).toMatchObject({
      id: 'https://a.example/ap/agreements/offer-author',
      type: 'Agreement',
      attributedTo: 'https://a.example/ap/actors/1',
      stipulates: {
        id: 'https://a.example/ap/agreements/offer-author#primary',
        type: 'Commitment',
        satisfies: 'https://a.example/ap/objects/k1#primary',
        resourceQuantity: { hasUnit: 'hour', hasNumericalValue: '40' },
      },
      'dwv:hoursPerWeek': 8,
      'dwv:conditions': 'Laptop van A',
    })
  })

  test('survives storage to the byte: nothing in it is undefined', () => {
    const terms = termsPending(dataOf(offered))
    const stored = termsPending(flow.schema.parse(JSON.parse(JSON.stringify(offered.data))))
    expect(stored && canonicalize(termsDocument(stored))).toBe(terms && canonicalize(termsDocument(terms)))
  })

  test('keeps its words when the klus is edited afterwards', () => {
    const later = around(klusOf('request', { result: 'Iets anders', hoursTotal: 3 }))
    const edited = { ...later, item: { ...later.item, title: 'Anders', text: 'Anders' } }
    const after = play(subject, [{ move: 'sign', by: 'respondent', more: edited }], offered)
    expect(termsPending(dataOf(after))?.facts).toEqual(termsPending(dataOf(offered))?.facts)
    const amended = play(subject, [{ move: 'amend', by: 'author', more: edited }], agreed)
    expect(termsPending(dataOf(amended))?.facts).toMatchObject({ title: 'Plan', text: 'Lees mee.', hours: 60 })
  })

  test('in the end carries three proofs', () => {
    const terms = termsInForce(dataOf(agreed))
    expect(terms && signedDocument(terms)['proof']).toEqual([
      proofBy('author'),
      proofBy('respondent'),
      proofBy('manager'),
    ])
  })
})

describe('signing', () => {
  test('in either order leads to the agreement, at the third', () => {
    const first = play(subject, [{ move: 'consent', by: 'manager' }], offered)
    expect(first.state).toBe('offered')
    expect(termsInForce(dataOf(first))).toBeUndefined()
    expect(play(subject, [{ move: 'sign', by: 'respondent' }], first).state).toBe('agreed')
    expect(agreed.state).toBe('agreed')
  })

  test.each([
    ['twice', offered, { move: 'sign', by: 'author', payload: { version: 1 } } as const, 'klus.signedAlready'],
    ['other terms', offered, { move: 'sign', by: 'respondent', payload: { version: 2 } } as const, 'klus.termsChanged'],
    ['nothing', agreed, { move: 'sign', by: 'respondent', payload: { version: 1 } } as const, 'klus.nothingToSign'],
    ['without a proof', offered, { move: 'sign', by: 'respondent', unsigned: true } as const, 'klus.proofMissing'],
    [
      'consent to old terms',
      offered,
      { move: 'consent', by: 'manager', payload: { version: 3 } } as const,
      'klus.termsChanged',
    ],
  ])('%s is refused', (_, at, one, code) => {
    expect(refusal(turn(at, subject, one).outcome)).toBe(code)
  })

  test('begins again with other terms', () => {
    const again = play(
      subject,
      [
        { move: 'sign', by: 'respondent' },
        { move: 'offer', by: 'author', id: 'second', payload: { hours: 20 } },
      ],
      offered,
    )
    const terms = termsPending(dataOf(again))
    expect(terms?.version).toBe(2)
    expect(terms && missingSignatures(terms)).toEqual(['respondent', 'manager'])
    expect(dataOf(again).terms).toHaveLength(1)
    expect(refusal(turn(again, subject, { move: 'consent', by: 'manager' }).outcome)).toBe('klus.termsChanged')
  })

  test('by the last of the three is refused a place when another took it', () => {
    const last = play(subject, [{ move: 'sign', by: 'respondent' }], offered)
    const { after } = turn(last, subject, { move: 'consent', by: 'manager', more: { placesLeft: 0 } })
    expect(after.state).toBe('declined')
    expect(dataOf(after).ending).toMatchObject({ reason: 'full' })
    const offering = turn(standingIn('in_talks', 'request'), subject, {
      move: 'offer',
      by: 'author',
      more: { placesLeft: 0 },
    })
    expect(refusal(offering.outcome)).toBe('klus.full')
  })

  test('takes no second place for other terms', () => {
    const changed = play(
      subject,
      [
        { move: 'amend', by: 'author' },
        { move: 'sign', by: 'respondent', payload: { version: 2 } },
      ],
      agreed,
    )
    const { after } = turn(changed, subject, {
      move: 'consent',
      by: 'manager',
      payload: { version: 2 },
      more: { placesLeft: 0 },
    })
    expect(after.state).toBe('agreed')
    expect(termsInForce(dataOf(after))?.facts.hours).toBe(60)
  })
})

describe('the manager', () => {
  test('who sets conditions has signed the terms with them in it; the two sign again', () => {
    const conditioned = play(
      subject,
      [
        { move: 'sign', by: 'respondent' },
        { move: 'setConditions', by: 'manager' },
      ],
      offered,
    )
    const terms = termsPending(dataOf(conditioned))
    expect(terms?.facts.managerConditions).toBe('Niet op maandag')
    expect(terms && missingSignatures(terms)).toEqual(['author', 'respondent'])
    expect(signedBy('setConditions', 'manager')?.document).toMatchObject({ 'dwv:managerConditions': 'Niet op maandag' })
    const after = play(
      subject,
      [
        { move: 'sign', by: 'respondent', payload: { version: 2 } },
        { move: 'sign', by: 'author', payload: { version: 2 } },
      ],
      conditioned,
    )
    expect(after.state).toBe('agreed')
  })

  test('who says no ends it; who says nothing lets it lapse', () => {
    expect(play(subject, [{ move: 'refuseConsent', by: 'manager' }], offered).state).toBe('declined')
    const silent = play(
      subject,
      [{ move: 'refuseConsent', by: 'manager', payload: { version: 1, lapsed: true } }],
      offered,
    )
    expect(silent.state).toBe('expired')
    expect(dataOf(silent).ending?.reason).toBe('silence')
  })

  test('who says no to other terms leaves what was agreed as it was', () => {
    const changed = play(subject, [{ move: 'amend', by: 'author' }], running)
    const after = play(subject, [{ move: 'refuseConsent', by: 'manager', payload: { version: 2 } }], changed)
    expect(after.state).toBe('running')
    expect(termsPending(dataOf(after))).toBeUndefined()
    expect(termsInForce(dataOf(after))?.facts.hours).toBe(40)
    const anew = play(subject, [{ move: 'amend', by: 'author', payload: { hours: 50 } }], after)
    expect(termsPending(dataOf(anew))?.version).toBe(3)
  })

  test('sends no words when he refuses', () => {
    const payload = flow.moves['refuseConsent']?.payload.parse({ version: 1, words: 'Ze is al te druk' })
    expect(payload).toEqual({ version: 1, lapsed: false })
  })
})

describe('with who speaks plain FEP-0837', () => {
  const more = { foreign: true }
  const turns = [
    { move: 'apply', by: 'respondent', more },
    { move: 'offer', by: 'author', more },
  ] as const

  test('an offer is the agreement, if there is a place', () => {
    const at = play(subject, turns)
    expect(at.state).toBe('agreed')
    expect(flow.wire.agreement(at, { ...around(subject), stepId: 's' as StepId, maker: 'author' })).toMatchObject({
      type: 'Agreement',
      id: 'https://a.example/ap/agreements/offer-author',
    })
  })

  test('who works for him from here still asks his own manager', () => {
    const help = klusOf('offer')
    const waiting = play(help, turns)
    expect(waiting.state).toBe('offered')
    expect(play(help, [...turns, { move: 'consent', by: 'manager', more }]).state).toBe('agreed')
    expect(play(help, [...turns, { move: 'refuseConsent', by: 'manager', more }]).state).toBe('declined')
  })

  test('an Undo of the Offer cancels, before as after', () => {
    expect(play(subject, [...turns, { move: 'withdraw', by: 'respondent', more }]).state).toBe('cancelled')
    expect(play(subject, [turns[0], { move: 'withdraw', by: 'respondent', more }]).state).toBe('withdrawn')
  })

  test('the author completes it alone, either way round', () => {
    expect(play(subject, [...turns, { move: 'complete', by: 'author', more }]).state).toBe('completed')
    const help = klusOf('offer')
    const consent = { move: 'consent', by: 'manager', more } as const
    const done = play(help, [...turns, consent, { move: 'complete', by: 'author', more }])
    expect(dataOf(done).learned).toEqual({ worker: 'Eerder beginnen' })
  })
})

describe('the offer on the wire', () => {
  const situation: Situation = { ...around(subject), stepId: 's' as StepId, maker: 'respondent' }
  const interested = play(subject, turnsTo('interested', 'request'))
  const made = flow.wire.agreement(interested, situation)

  test('is read as it was written', () => {
    expect(made['id']).toBeUndefined()
    expect(flow.wire.fromOffer(made, situation)).toEqual({ motivation: 'Graag', hours: 40 })
  })

  test.each([
    [
      'another klus',
      { ...made, stipulates: { ...(made['stipulates'] as JsonObject), satisfies: 'https://a.example/x#primary' } },
    ],
    [
      'another amount',
      {
        ...made,
        stipulates: {
          ...(made['stipulates'] as JsonObject),
          resourceQuantity: { hasUnit: 'hour', hasNumericalValue: '4' },
        },
      },
    ],
    [
      'another unit',
      {
        ...made,
        stipulates: {
          ...(made['stipulates'] as JsonObject),
          resourceQuantity: { hasUnit: 'second', hasNumericalValue: '40' },
        },
      },
    ],
    ['nothing', { type: 'Agreement' }],
  ])('about %s does not fit', (_, agreement) => {
    expect(flow.wire.fromOffer(agreement as JsonObject, situation)).toBeNull()
  })

  test('takes the unit as a word or as its IRI, and HTML as text', () => {
    const other = {
      ...made,
      content: '<p>Ik <b>help</b></p>',
      stipulates: [
        {
          ...(made['stipulates'] as JsonObject),
          satisfies: { id: 'https://a.example/ap/objects/k1#primary' },
          resourceQuantity: {
            hasUnit: 'http://www.ontology-of-units-of-measure.org/resource/om-2/hour',
            hasNumericalValue: 40,
          },
        },
      ],
    }
    expect(flow.wire.fromOffer(other as unknown as JsonObject, situation)).toEqual({
      motivation: 'Ik help',
      hours: 40,
    })
  })

  test('accepted or rejected by a foreign proposer ends at agreed or declined', () => {
    const accepted = flow.wire.accept(interested, { id: 'https://f.example/g1' }, '2026-11-23T00:00:00.000Z')
    expect(accepted).toMatchObject({
      state: 'agreed',
      data: { outside: { agreement: { id: 'https://f.example/g1' } } },
    })
    const rejected = flow.wire.reject(interested, '<p>Al vergeven</p>', '2026-11-23T00:00:00.000Z')
    expect(rejected).toMatchObject({ state: 'declined', data: { ending: { words: 'Al vergeven', by: 'author' } } })
  })
})
