// A person as ActivityPub sees him: the document, and Update when it changes.
import type { Ctx } from '../../../core/context.ts'
import type { DocumentSource, FederationDoor, JsonObject, OutboxRules } from '../../../core/federation.ts'
import { PUBLIC } from '../../../core/federation.ts'
import { escapeHtml } from '../../../lib/html.ts'
import { type ActorId, isId } from '../../../lib/id.ts'
import { paths } from '../../../lib/urls.ts'
import { type Actor, actorDocument, findActor, listFollowing } from '../../actors/index.ts'
import { ownOrganisation } from '../../organisations/index.ts'
import { getPerson } from '../queries/profile.ts'
import { profileFields } from '../rules.ts'
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
      const document = await personDocument(ctx, actor)
      return { type: 'document', document, public: true, page: paths.person(actor.handle) }
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

async function personDocument(ctx: Ctx, actor: Actor): Promise<JsonObject> {
  const [person, organisation] = await Promise.all([getPerson(ctx.db, actor.id), ownOrganisation(ctx.db)])
  const common = await actorDocument(ctx, actor)
  return {
    ...common,
    type: 'Person',
    following: `${actor.iri}/following`,
    manuallyApprovesFollowers: false,
    discoverable: true,
    indexable: true,
    attachment: [
      ...field(profileFields.jobTitle[0], person.jobTitle),
      ...field(profileFields.organisation[0], organisation?.name ?? ''),
      ...field(profileFields.unit[0], person.unit),
      ...field(profileFields.topics[0], person.topics.join(', ')),
    ],
  }
}

/** A line of the profile as Mastodon and others show it. */
function field(name: string, value: string): JsonObject[] {
  const label = name.charAt(0).toUpperCase() + name.slice(1)
  return value === '' ? [] : [{ type: 'PropertyValue', name: label, value: escapeHtml(value) }]
}

export const federation: FederationDoor = {
  documents,
  outbox,
  context: { schema: 'http://schema.org#', PropertyValue: 'schema:PropertyValue', value: 'schema:value' },
}
