// What the room of klussen adds to the wire: the words of FEP-0837.
import type { FederationDoor } from '../../core/federation.ts'

const of = (prefix: 'vf' | 'om2', ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, `${prefix}:${name}`]))

export const klussenFederation: FederationDoor = {
  context: {
    vf: 'https://w3id.org/valueflows/ont/vf#',
    om2: 'http://www.ontology-of-units-of-measure.org/resource/om-2/',
    ...of('vf', 'Proposal', 'Intent', 'Agreement', 'Commitment'),
    ...of('vf', 'purpose', 'action', 'unitBased', 'publishes', 'reciprocal', 'stipulates', 'stipulatesReciprocal'),
    ...of('vf', 'resourceConformsTo', 'resourceQuantity', 'availableQuantity', 'minimumQuantity'),
    satisfies: { '@id': 'vf:satisfies', '@type': '@id' },
    ...of('om2', 'hasUnit', 'hasNumericalValue'),
  },
}
