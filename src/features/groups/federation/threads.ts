// The newest threads of a group, as it announces them.
import type { Ctx } from '../../../core/context.ts'
import { type JsonObject, PUBLIC } from '../../../core/federation.ts'
import type { Urls } from '../../../lib/urls.ts'
import { type Actor, findActors } from '../../actors/index.ts'
import { listContent } from '../../content/index.ts'
import { countPublicThreads } from '../queries/members.ts'

/** How many threads the outbox shows. */
const NEWEST = 50

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
  const authors = new Map((await findActors(ctx.db, page.items.map((item) => item.authorId))).map((one) => [one.id, one.iri]))
  const followers = group.followersIri ?? `${group.iri}/followers`
  const announces = page.items.map((item): JsonObject => {
    const author = authors.get(item.authorId)
    const open = item.audience === 'public'
    return {
      id: urls.activityOf(item.id, 'announce'),
      type: 'Announce',
      actor: group.iri,
      to: open ? [PUBLIC] : [followers],
      cc: [...(open ? [followers] : []), ...(author ? [author] : [])],
      published: item.published,
      object: item.iri,
    }
  })
  return { total: Math.max(total, announces.length), announces }
}
