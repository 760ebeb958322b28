// What the room of klussen adds to the wire: the words of FEP-0837, and who is available, for hosts on the list only.
import type { Ctx } from '../../core/context.ts'
import type { FederationDoor, Outgoing, OutboxRules } from '../../core/federation.ts'
import { type Actor, findActor, findActorByIri, findActors } from '../actors/index.ts'
import { personDocument } from '../people/index.ts'
import { getAvailability, listAvailableHere } from './queries/availability.ts'
import { toldAs } from './rules/availability.ts'

const of = (prefix: 'vf' | 'om2', ...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, `${prefix}:${name}`]))

const outbox: OutboxRules = {
  /** To every host on the list; whoever else reads the document does not find it there. */
  async 'availability.changed'(ctx, { payload }) {
    const actor = await findActor(ctx.db, payload.personId)
    if (!actor?.local || actor.gone) return []
    const to = { allowedHosts: true, receiversOf: actor.iri, allowedOnly: true }
    return [{ ...(await availabilityOf(ctx, actor)), slot: 'available', to }]
  },
  'instance.met': (ctx, { payload }) => everybodyFor(ctx, payload.iri),
}

/** A plein that was met hears who is available here. */
async function everybodyFor(ctx: Ctx, iri: string): Promise<readonly Outgoing[]> {
  const there = await findActorByIri(ctx.db, iri)
  if (!there || there.gone) return []
  const to = { actors: [there.id], allowedOnly: true }
  const people = await findActors(ctx.db, await listAvailableHere(ctx.db))
  const said = people.filter(({ gone }) => !gone).map((person) => availabilityOf(ctx, person))
  return (await Promise.all(said)).map((one) => ({ ...one, slot: `available-${one.actorId}`, to }))
}

async function availabilityOf(ctx: Ctx, actor: Actor): Promise<Omit<Outgoing, 'slot' | 'to'>> {
  const [document, availability] = await Promise.all([personDocument(ctx, actor), getAvailability(ctx.db, actor.id)])
  const object = { ...document, ...toldAs(availability) }
  return { actorId: actor.id, objectIri: actor.iri, activity: { type: 'Update', actor: actor.iri, object } }
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
