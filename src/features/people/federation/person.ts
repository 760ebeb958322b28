// A person as ActivityPub sees him: the document, and Update when it changes.
import type { DocumentSource, FederationDoor, OutboxRules } from '../../../core/federation.ts'
import { PUBLIC } from '../../../core/federation.ts'
import { type ActorId, isId } from '../../../lib/id.ts'
import { paths } from '../../../lib/urls.ts'
import { findActor, listFollowing } from '../../actors/index.ts'
import { maySeeNetwork } from '../../instances/index.ts'
import { getAvailability, toldAs } from '../../klussen/index.ts'
import { personDocument } from '../queries/document.ts'
import { personOutbox } from './outbox.ts'

const FOLLOWING_TOLD = 1000

const documents: readonly DocumentSource[] = [
  {
    path: 'actors/:id',
    async find(ctx, params) {
      const id = params['id'] ?? ''
      const actor = isId(id) ? await findActor(ctx.db, id as ActorId) : undefined
      if (!actor?.local || actor.type !== 'person') return undefined
      if (actor.gone) return { type: 'gone', formerType: 'Person', deleted: actor.gone }
      const [document, availability] = await Promise.all([
        personDocument(ctx, actor),
        getAvailability(ctx.db, actor.id),
      ])
      const common = { type: 'document', page: paths.person(actor.handle) } as const
      if (maySeeNetwork(ctx.viewer))
        return { ...common, document: { ...document, ...toldAs(availability) }, public: false }
      return { ...common, document, public: true, moreForNetwork: availability?.audience === 'network' }
    },
  },
  personOutbox,
]

const outbox: OutboxRules = {
  /** To followers, to whoever he follows, and to every host that got something about him. */
  async 'actor.updated'(ctx, event, urls) {
    const actor = await findActor(ctx.db, event.payload.actorId)
    if (!actor?.local || actor.type !== 'person' || actor.gone) return []
    const following = await listFollowing(ctx.db, actor.id, { limit: FOLLOWING_TOLD })
    return [
      {
        slot: 'update',
        actorId: actor.id,
        objectIri: actor.iri,
        activity: {
          type: 'Update',
          actor: actor.iri,
          to: [PUBLIC],
          cc: [`${urls.actor(actor.id)}/followers`],
          object: await personDocument(ctx, actor),
        },
        to: {
          followersOf: [actor.id],
          receiversOf: actor.iri,
          actors: following.items.map((follow) => follow.targetId),
        },
      },
    ]
  },
}

export const federation: FederationDoor = {
  documents,
  outbox,
  context: { schema: 'http://schema.org#', PropertyValue: 'schema:PropertyValue', value: 'schema:value' },
}
