// A klus on the wire: what we say, what we read of our own, of other software, and in JSON-LD that is not ours.
import { describe, expect, test } from '@jest/globals'
import type { Content } from '../../../src/core/kind.ts'
import { compactJsonLd } from '../../../src/federation/contexts/compact.ts'
import { klussenFederation } from '../../../src/features/klussen/federation.ts'
import { fromObject, toObject } from '../../../src/kinds/klus/federation.ts'
import { type KlusData, klusSchema } from '../../../src/kinds/klus/rules.ts'
import { dayAhead, klusExample } from './example.ts'

const data = klusSchema.parse({ ...klusExample, place: 'Amersfoort' })

function itemOf(own: KlusData): Content<KlusData> {
  return { iri: 'https://a.example/ap/objects/1', title: 'Meelezen', data: own } as Content<KlusData>
}

describe('a klus as a Proposal', () => {
  test('says in the words of FEP-0837 what it can', () => {
    expect(toObject(itemOf(data))).toMatchObject({
      type: 'Proposal',
      name: 'Meelezen',
      purpose: 'request',
      unitBased: false,
      publishes: {
        type: 'Intent',
        id: 'https://a.example/ap/objects/1#primary',
        action: 'deliverService',
        resourceQuantity: { hasUnit: 'hour', hasNumericalValue: '24.5' },
        availableQuantity: { hasUnit: 'hour', hasNumericalValue: '49' },
      },
      endTime: `${dayAhead(30)}T23:59:59Z`,
      location: { type: 'Place', name: 'Amersfoort' },
    })
  })

  test('nothing is available when no place is left, or it is not open', () => {
    const available = (own: Partial<KlusData>) =>
      (toObject(itemOf({ ...data, ...own }))['publishes'] as { availableQuantity: { hasNumericalValue: string } })
        .availableQuantity.hasNumericalValue
    expect(available({ placesLeft: 0, status: 'filled' })).toBe('0')
    expect(available({ status: 'closed' })).toBe('0')
  })

  test('that somebody responded is not told', () => {
    expect(JSON.stringify(toObject(itemOf({ ...data, responded: true })))).not.toContain('responded')
  })

  test('is read back whole, also after it went through JSON-LD', async () => {
    const said = JSON.parse(JSON.stringify(toObject(itemOf(data)))) as Record<string, never>
    expect(fromObject(said)).toEqual({ title: 'Meelezen', data })
    const context = [
      'https://www.w3.org/ns/activitystreams',
      { dwv: 'https://w3id.org/dwarsverband/ns#', ...klussenFederation.context },
    ]
    const compact = await compactJsonLd({ '@context': context, ...said })
    expect(fromObject(compact)).toEqual({ title: 'Meelezen', data })
  })
})

describe('what others propose', () => {
  const foreign = (intent: object, more: object = {}) => ({
    type: 'Proposal',
    id: 'https://mitra.example/p/1',
    name: 'Help met het archief',
    purpose: 'request',
    publishes: { type: 'Intent', id: 'https://mitra.example/p/1#primary', action: 'deliverService', ...intent },
    unitBased: false,
    ...more,
  })

  test.each([
    ['hour', '12', 12],
    ['second', '7200', 2],
    ['minute', '90', 1.5],
    ['http://www.ontology-of-units-of-measure.org/resource/om-2/day', '2', 16],
    ['om2:hour', 3, 3],
    ['one', '1', undefined],
    ['hour', 'veel', undefined],
    ['second', '1', undefined],
  ])('%s × %s is %s hours', (hasUnit, hasNumericalValue, hours) => {
    const read = fromObject(foreign({ resourceQuantity: { hasUnit, hasNumericalValue } }))
    expect(read).toMatchObject({
      title: 'Help met het archief',
      data: { purpose: 'request', status: 'open', placesLeft: 1 },
    })
    expect(read?.data.hoursTotal).toBe(hours)
  })

  test('nothing available is filled; a closing date and a place are taken over', () => {
    const available = { availableQuantity: { hasUnit: 'hour', hasNumericalValue: '0' } }
    const more = { endTime: '2027-03-01T12:00:00Z', location: { type: 'Place', name: 'Zwolle' }, purpose: 'offer' }
    expect(fromObject(foreign(available, more))?.data).toMatchObject({
      purpose: 'offer',
      status: 'filled',
      placesLeft: 0,
      closes: '2027-03-01',
      place: 'Zwolle',
    })
  })

  test('a sale is no klus, and neither is what is no Proposal', () => {
    expect(fromObject(foreign({ action: 'transfer' }))).toBeNull()
    expect(fromObject({ ...foreign({}), publishes: undefined })).toBeNull()
    expect(fromObject({ type: 'Note', content: 'x' })).toBeNull()
  })

  test('what makes no sense is left out, and costs nothing else', () => {
    const odd = {
      'dwv:status': 'op de maan',
      'dwv:hoursTotal': -4,
      'dwv:expertise': ['a'.repeat(80)],
      'dwv:closes': { a: 1 },
      'dwv:place': 'x'.repeat(500),
      'dwv:result': 'Een archief',
      endTime: 'ooit',
      purpose: 'gift',
    }
    expect(fromObject(foreign({}, odd))?.data).toEqual(
      klusSchema.parse({ result: 'Een archief', status: 'open', placesLeft: 1 }),
    )
  })
})
