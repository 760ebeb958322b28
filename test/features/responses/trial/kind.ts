// A kind that only tests have, to which one responds by the trial flow.
import type { JsonObject } from '../../../../src/core/federation.ts'
import { defineKind } from '../../../../src/core/kind.ts'
import { trialFlow, trialSchema } from './flow.ts'

const words = {
  'trial.name': 'Proef',
  'trial.field.hours': 'Uren',
  'trial.field.places': 'Plaatsen',
  'trial.hoursNeeded': 'Vul het aantal uren in.',
  'trial.tooManyHours': 'Dat zijn meer uren dan afgesproken.',
  'trial.closed': 'Reageren kan niet meer.',
  'trial.apply.motivation': 'Waarom wil je dit?',
  'trial.offer.hours': 'Uren in totaal',
  'trial.logHours.hours': 'Gewerkte uren',
  'trial.reject.reason': 'Waarom niet?',
  ...Object.fromEntries(trialFlow.states.map((state) => [`trial.state.${state}`, `Stand ${state}`])),
  ...Object.fromEntries(Object.keys(trialFlow.moves).map((move) => [`trial.move.${move}`, `Doe ${move}`])),
}

function ofProposal(object: JsonObject): JsonObject {
  const publishes = object['publishes'] as JsonObject | undefined
  return (publishes?.['resourceQuantity'] as JsonObject | undefined) ?? {}
}

export const trial = defineKind({
  name: 'trial',
  schema: trialSchema,
  fields: [
    { name: 'hours', type: 'number', required: true, min: 1, max: 100 },
    { name: 'places', type: 'number', min: 1, max: 50 },
  ],
  title: 'required',
  icon: 'briefcase',
  flow: trialFlow,
  federation: {
    types: ['dwv:Trial'],
    toObject: ({ iri, title, data }) => ({
      type: 'dwv:Trial',
      name: title,
      purpose: 'request',
      publishes: {
        type: 'Intent',
        id: `${iri}#primary`,
        action: 'deliverService',
        resourceQuantity: { hasUnit: 'hour', hasNumericalValue: String(data.hours) },
        availableQuantity: { hasUnit: 'hour', hasNumericalValue: String(data.hours * data.placesLeft) },
      },
      'dwv:places': data.places,
      'dwv:placesLeft': data.placesLeft,
      'dwv:closed': data.closed,
    }),
    fromObject(object) {
      const own = trialSchema.safeParse({
        hours: Number(ofProposal(object)['hasNumericalValue']),
        places: object['dwv:places'] ?? 1,
        placesLeft: object['dwv:placesLeft'] ?? 1,
        closed: object['dwv:closed'] ?? false,
      })
      return own.success ? { title: String(object['name'] ?? ''), data: own.data } : null
    },
  },
  texts: { nl: words, en: words },
})
