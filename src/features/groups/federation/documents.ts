// What can be fetched of a group: itself, followers (a number), newest threads, what is pinned, moderators.
import type { Ctx } from '../../../core/context.ts'
import type { DocumentSource, Found, JsonObject } from '../../../core/federation.ts'
import type { ActorId } from '../../../lib/id.ts'
import { isId } from '../../../lib/id.ts'
import { type Urls } from '../../../lib/urls.ts'
import { type Actor, countFollowers, findActor, findActors } from '../../actors/index.ts'
import { listContent } from '../../content/index.ts'
import { findGroup } from '../queries/groups.ts'
import { listManagerIds } from '../queries/members.ts'
import type { GroupView } from '../rules.ts'
import { groupDocument } from './group-document.ts'
import { newestThreads } from './threads.ts'

type Params = Readonly<Record<string, string>>

export const documents: readonly DocumentSource[] = [
  { path: 'actors/:id', find: findDocument },
  { path: 'actors/:id/followers', find: findFollowers },
  { path: 'actors/:id/outbox', find: findOutbox },
  { path: 'actors/:id/featured', find: findFeatured },
  { path: 'actors/:id/moderators', find: findModerators },
]

async function findDocument(ctx: Ctx, params: Params, _query: Params, urls: Urls): Promise<Found | undefined> {
  const found = await localGroup(ctx, params)
  if (!found) return undefined
  const document = await groupDocument(ctx, found.actor, found.group, urls)
  return { type: 'document', document, public: found.group.access !== 'hidden', page: found.group.path }
}

/** How many, not who: which colleague is in which group is nobody's affair elsewhere. */
async function findFollowers(ctx: Ctx, params: Params): Promise<Found | undefined> {
  const found = await localGroup(ctx, params)
  if (!found) return undefined
  const totalItems = await countFollowers(ctx.db, found.actor.id)
  return collection(found, 'followers', { totalItems })
}

async function findOutbox(ctx: Ctx, params: Params, _query: Params, urls: Urls): Promise<Found | undefined> {
  const found = await localGroup(ctx, params)
  if (!found) return undefined
  const { total, announces } = await newestThreads(ctx, found.actor, urls)
  return collection(found, 'outbox', { totalItems: total, orderedItems: announces })
}

async function findFeatured(ctx: Ctx, params: Params): Promise<Found | undefined> {
  const found = await localGroup(ctx, params)
  if (!found) return undefined
  const pinned = await listContent(ctx, { pinnedIn: found.actor.id }, { limit: 50 })
  const orderedItems = pinned.items.map((item) => item.iri)
  return collection(found, 'featured', { totalItems: orderedItems.length, orderedItems })
}

async function findModerators(ctx: Ctx, params: Params): Promise<Found | undefined> {
  const found = await localGroup(ctx, params)
  if (!found) return undefined
  const ids = await listManagerIds(ctx.db, found.actor.id)
  const iris = new Map((await findActors(ctx.db, ids)).map((actor) => [actor.id, actor.iri]))
  const orderedItems = ids.flatMap((id) => iris.get(id) ?? [])
  return collection(found, 'moderators', { totalItems: orderedItems.length, orderedItems })
}

interface LocalGroup {
  readonly actor: Actor
  readonly group: GroupView
}

/** A group of this plein that the viewer may know of. */
async function localGroup(ctx: Ctx, params: Params): Promise<LocalGroup | undefined> {
  const id = params['id'] ?? ''
  if (!isId(id)) return undefined
  const actor = await findActor(ctx.db, id as ActorId)
  if (actor?.type !== 'group' || actor.local !== 1 || actor.gone) return undefined
  const group = await findGroup(ctx, actor.id)
  return group && { actor, group }
}

/** What is in a closed group depends on who asks, so that nothing keeps it for somebody else. */
function collection({ actor, group }: LocalGroup, name: string, items: JsonObject): Found {
  const document = { id: `${actor.iri}/${name}`, type: 'OrderedCollection', attributedTo: actor.iri, ...items }
  return { type: 'document', document, public: group.access === 'open' }
}
