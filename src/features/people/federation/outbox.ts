// The newest public posts of a person, for whoever opens the profile elsewhere for the first time.
import type { Ctx } from '../../../core/context.ts'
import type { DocumentSource, Found, JsonObject } from '../../../core/federation.ts'
import { guest } from '../../../core/viewer.ts'
import { type ActorId, isId } from '../../../lib/id.ts'
import { findActor } from '../../actors/index.ts'
import { listContent, objectOf } from '../../content/index.ts'

const NEWEST = 20

export const personOutbox: DocumentSource = {
  path: 'actors/:id/outbox',
  async find(ctx, params): Promise<Found | undefined> {
    const id = params['id'] ?? ''
    const actor = isId(id) ? await findActor(ctx.db, id as ActorId) : undefined
    if (!actor?.local || actor.gone || actor.type !== 'person') return undefined
    const orderedItems = await newest(ctx, actor)
    const document = {
      id: `${actor.iri}/outbox`,
      type: 'OrderedCollection',
      totalItems: orderedItems.length,
      orderedItems,
    }
    return { type: 'document', document, public: true }
  },
}

/** What everybody may read, whoever asks: the answer is the same for all. */
async function newest(ctx: Ctx, actor: { id: ActorId; iri: string }): Promise<JsonObject[]> {
  const open: Ctx = { ...ctx, viewer: guest }
  const page = await listContent(open, { authorId: actor.id, local: true }, { limit: NEWEST })
  const objects = await Promise.all(page.items.map((item) => objectOf(open, item)))
  return objects.map((object) => {
    const { published, to, cc } = object
    return { type: 'Create', actor: actor.iri, published, to, cc, object }
  })
}
