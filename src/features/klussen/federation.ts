// What the room of klussen adds to the wire: the words of FEP-0837, and who is available, for hosts on the list only.
import type { FederationDoor, OutboxRules } from '../../core/federation.ts'
import { findActor } from '../actors/index.ts'
import { personDocument } from '../people/index.ts'
import { getAvailability } from './queries/availability.ts'
import { toldAs } from './rules/availability.ts'

const of = (prefix: 'vf' | 'om2', ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, `${prefix}:${name}`]))

const outbox: OutboxRules = {
  /** To every host on the list; whoever else reads the document does not find it there. */
  async 'availability.changed'(ctx, event) {
    const actor = await findActor(ctx.db, event.payload.personId)
    if (!actor?.local || actor.gone) return []
    const [document, availability] = await Promise.all([personDocument(ctx, actor), getAvailability(ctx.db, actor.id)])
    return [
      {
        slot: 'available',
        actorId: actor.id,
        objectIri: actor.iri,
        activity: { type: 'Update', actor: actor.iri, object: { ...document, ...toldAs(availability) } },
        to: { allowedHosts: true, receiversOf: actor.iri, allowedOnly: true },
      },
    ]
  },
}

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
  outbox,
}
