// The newest threads of a group, as it announces them.
import type { Ctx } from '../../../core/context.ts'
import { type JsonObject, PUBLIC } from '../../../core/federation.ts'
import type { Content } from '../../../core/kind.ts'
import type { Urls } from '../../../lib/urls.ts'
import { type Actor, findActors } from '../../actors/index.ts'
import { listContent, objectOf } from '../../content/index.ts'
import { findSaid, type Said } from '../queries/announced.ts'
import { countPublicThreads } from '../queries/members.ts'

/** How many threads the outbox shows. */
const NEWEST = 30

export interface NewestThreads {
  /** Of all threads, not only of those shown. */
  readonly total: number
  readonly announces: readonly JsonObject[]
}

/** Those that the viewer may see, newest first. */
export async function newestThreads(ctx: Ctx, group: Actor, urls: Urls): Promise<NewestThreads> {
  const [page, total] = await Promise.all([
    listContent(ctx, { groupId: group.id, newest: true }, { limit: NEWEST }),
    countPublicThreads(ctx.db, group.id),
  ])
  const items = page.items
  const [actors, said] = await Promise.all([
    findActors(
      ctx.db,
      items.map((item) => item.authorId),
    ),
    findSaid(
      ctx.db,
      group.id,
      items.map((item) => item.iri),
    ),
  ])
  const authors = new Map(actors.map((actor) => [actor.id, actor.iri]))
  const announces: JsonObject[] = []
  for (const item of items) {
    const about = { item, group, author: authors.get(item.authorId), said: said.get(item.iri) }
    announces.push(await announceOf(ctx, about, urls))
  }
  return { total: Math.max(total, announces.length), announces }
}

interface Announced {
  readonly item: Content
  readonly group: Actor
  readonly author: string | undefined
  readonly said: Said | undefined
}

async function announceOf(ctx: Ctx, { item, group, author, said }: Announced, urls: Urls): Promise<JsonObject> {
  const open = item.audience === 'public'
  const followers = group.followersIri ?? `${group.iri}/followers`
  return {
    id: said?.announced ?? urls.activityOf(item.id, 'announce'),
    type: 'Announce',
    actor: group.iri,
    to: open ? [PUBLIC] : [followers],
    cc: [...(open ? [followers] : []), ...(author ? [author] : [])],
    published: item.published,
    // What was written elsewhere is asked for there: only its own server can vouch for it.
    object: item.local ? await createOf(ctx, item, said?.created ?? urls.activityOf(item.id, 'create')) : item.iri,
  }
}

async function createOf(ctx: Ctx, item: Content, id: string): Promise<JsonObject> {
  const object = await objectOf(ctx, item)
  const { attributedTo, to, cc, audience } = object
  return { id, type: 'Create', actor: attributedTo, to, cc, audience, published: item.published, object }
}
