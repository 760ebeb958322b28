// Responses on the wire: FEP-0837, and word of steps and standing between pleinen.
import type { FederationDoor } from '../../../core/federation.ts'
import { responsesDocuments } from './documents.ts'
import { responsesInbox } from './inbox.ts'
import { responsesForgets, responsesOutbox } from './outbox.ts'

export const responsesFederation: FederationDoor = {
  documents: responsesDocuments,
  inbox: responsesInbox,
  outbox: responsesOutbox,
  forgets: responsesForgets,
  // As FEP-0837 writes them.
  context: {
    vf: 'https://w3id.org/valueflows/ont/vf#',
    om2: 'http://www.ontology-of-units-of-measure.org/resource/om-2/',
    Agreement: 'vf:Agreement',
    Commitment: 'vf:Commitment',
    stipulates: 'vf:stipulates',
    satisfies: { '@id': 'vf:satisfies', '@type': '@id' },
    resourceQuantity: 'vf:resourceQuantity',
    hasUnit: 'om2:hasUnit',
    hasNumericalValue: 'om2:hasNumericalValue',
  },
}
