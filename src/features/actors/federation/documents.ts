// GET of the plein's own actor, and of persons' followers and following: numbers only, no names.
import type { Ctx } from '../../../core/context.ts'
import type { DocumentSource, Found, JsonObject } from '../../../core/federation.ts'
import { type ActorId, isId } from '../../../lib/id.ts'
import { ownOrganisation } from '../../organisations/index.ts'
import { type Actor, findActor, findInstanceActor } from '../queries/actors.ts'
import { actorDocument } from '../queries/document.ts'
import { countFollowers, countFollowing } from '../queries/follows.ts'

export const documents: readonly DocumentSource[] = [
  {
    path: 'instance',
    async find(ctx): Promise<Found | undefined> {
      const actor = await findInstanceActor(ctx.db, ctx.config.hostName)
      if (!actor) return undefined
      // Readable without a signature: others check ours with it (secure mode).
      return { type: 'document', document: await instanceDocument(ctx, actor), public: true, page: '/' }
    },
  },
  collection('instance/outbox', () => Promise.resolve(0)),
  collection('actors/:id/followers', (ctx, actor) => countFollowers(ctx.db, actor.id)),
  collection('actors/:id/following', (ctx, actor) => countFollowing(ctx.db, actor.id)),
]

/** The plein itself, as an actor. */
export async function instanceDocument(ctx: Ctx, actor: Actor): Promise<JsonObject> {
  const organisation = await ownOrganisation(ctx.db)
  const common = await actorDocument(ctx, actor)
  return {
    ...common,
    type: 'Application',
    name: organisation?.name ?? actor.name,
    manuallyApprovesFollowers: true,
    discoverable: false,
  }
}

/** A collection whose size is told and whose items are nobody's business. For persons; groups have their own. */
function collection(path: string, count: (ctx: Ctx, actor: Actor) => Promise<number>): DocumentSource {
  return {
    path,
    async find(ctx, params, _query, urls) {
      const actor = await ownerOf(ctx, params['id'])
      if (!actor || actor.type === 'group') return undefined
      const id = `${urls.origin}/ap/${path.replace(':id', actor.id)}`
      const totalItems = await count(ctx, actor)
      return { type: 'document', document: { id, type: 'OrderedCollection', totalItems }, public: true }
    },
  }
}

async function ownerOf(ctx: Ctx, id: string | undefined): Promise<Actor | undefined> {
  if (id === undefined) return findInstanceActor(ctx.db, ctx.config.hostName)
  const actor = isId(id) ? await findActor(ctx.db, id as ActorId) : undefined
  return actor?.local && !actor.gone ? actor : undefined
}
